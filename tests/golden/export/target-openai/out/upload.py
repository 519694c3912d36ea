"""Uploads this set to OpenAI and starts a tuning job.

pip install openai
OPENAI_API_KEY=... MODEL=... python upload.py
"""
import os
import pathlib

from openai import OpenAI as Client

HERE = pathlib.Path(__file__).resolve().parent
TRAIN = ["train.jsonl"]
VALIDATION = []
METHOD = "supervised"
# Chosen from the size of this set, as a start: 5 rows, 4 a step, 3 epochs,
# make 6 steps. Fewer rows get more epochs, smaller steps and a lower rank.
EPOCHS = 3
STEPS = 6

def upload(client, name):
    with open(HERE / name, "rb") as file:
        return client.files.create(file=file, purpose="fine-tune").id


def main():
    client = Client()
    model = os.environ.get("MODEL", "gpt-4.1-mini-2025-04-14")
    validation = {"validation_file": upload(client, VALIDATION[0])} if VALIDATION else {}
    job = client.fine_tuning.jobs.create(
        model=model,
        training_file=upload(client, TRAIN[0]),
        method={"type": METHOD, METHOD: {"hyperparameters": {"n_epochs": EPOCHS}}},
        **validation,
    )
    print(job.id, job.status)


if __name__ == "__main__":
    main()
