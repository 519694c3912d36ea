"""Uploads this set to Together and starts a LoRA job.

pip install together==1.6.0
TOGETHER_API_KEY=... MODEL=... python upload.py
"""
import os
import pathlib

from together import Together

HERE = pathlib.Path(__file__).resolve().parent
TRAIN = ["train.jsonl"]
VALIDATION = []
METHOD = "supervised"
# Chosen from the size of this set, as a start: 3 rows, 4 a step, 3 epochs,
# make 3 steps. Fewer rows get more epochs, smaller steps and a lower rank.
EPOCHS = 3
STEPS = 3

def upload(client, name):
    return client.files.upload(file=str(HERE / name), purpose="fine-tune", check=True).id


def main():
    client = Together()
    model = os.environ.get("MODEL", "Qwen/Qwen3-0.6B")
    validation = {"validation_file": upload(client, VALIDATION[0]), "n_evals": 5} if VALIDATION else {}
    job = client.fine_tuning.create(
        model=model,
        training_file=upload(client, TRAIN[0]),
        n_epochs=EPOCHS,
        lora=True,
        training_method="dpo" if METHOD == "dpo" else "sft",
        **validation,
    )
    print(job.id, job.status)


if __name__ == "__main__":
    main()
