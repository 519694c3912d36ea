"""Uploads this set to Mistral and starts a LoRA job.

pip install mistralai
MISTRAL_API_KEY=... MODEL=... python upload.py
"""
import os
import pathlib

from mistralai import Mistral

HERE = pathlib.Path(__file__).resolve().parent
TRAIN = ["train.jsonl"]
VALIDATION = []
METHOD = "supervised"
# Chosen from the size of this set, as a start: 4 rows, 4 a step, 3 epochs,
# make 3 steps. Fewer rows get more epochs, smaller steps and a lower rank.
EPOCHS = 3
STEPS = 3

def upload(client, name):
    with open(HERE / name, "rb") as file:
        return client.files.upload(file={"file_name": name, "content": file}, purpose="fine-tune").id


def main():
    client = Mistral(api_key=os.environ["MISTRAL_API_KEY"])
    job = client.fine_tuning.jobs.create(
        model=os.environ.get("MODEL", "open-mistral-7b"),
        training_files=[{"file_id": upload(client, name), "weight": 1} for name in TRAIN],
        validation_files=[upload(client, name) for name in VALIDATION],
        hyperparameters={"training_steps": STEPS, "learning_rate": 1e-4},
        auto_start=True,
    )
    print(job.id, job.status)


if __name__ == "__main__":
    main()
