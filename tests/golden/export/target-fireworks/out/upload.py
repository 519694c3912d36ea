"""Uploads this set to Fireworks and starts a LoRA job.

firectl must be installed and signed in
MODEL=... DATASET=... python upload.py
"""
import os
import pathlib

import subprocess

HERE = pathlib.Path(__file__).resolve().parent
TRAIN = ["train.jsonl"]
VALIDATION = []
METHOD = "supervised"
# Chosen from the size of this set, as a start: 5 rows, 4 a step, 3 epochs,
# make 6 steps. Fewer rows get more epochs, smaller steps and a lower rank.
EPOCHS = 3
STEPS = 6

def main():
    model = os.environ.get("MODEL", "accounts/fireworks/models/qwen3-0p6b")
    dataset = os.environ.get("DATASET", "bmo-pairs")
    subprocess.run(["firectl", "create", "dataset", dataset, str(HERE / TRAIN[0])], check=True)
    command = ["firectl", "create", "dpo-job" if METHOD == "dpo" else "sftj"]
    command += ["--base-model", model, "--dataset", dataset, "--output-model", dataset + "-lora"]
    command += ["--epochs", str(EPOCHS)]
    if VALIDATION:
        name = dataset + "-validation"
        subprocess.run(["firectl", "create", "dataset", name, str(HERE / VALIDATION[0])], check=True)
        command += ["--evaluation-dataset", name]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
