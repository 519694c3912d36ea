"""Uploads this set to a bucket and starts a tuning job on Vertex AI.

pip install google-genai google-cloud-storage
GOOGLE_CLOUD_PROJECT=... GOOGLE_CLOUD_LOCATION=... BUCKET=... MODEL=... python upload.py
"""
import os
import pathlib

from google import genai
from google.cloud import storage
from google.genai import types

HERE = pathlib.Path(__file__).resolve().parent
TRAIN = ["train.jsonl"]
VALIDATION = []
METHOD = "supervised"
# Chosen from the size of this set, as a start: 3 rows, 4 a step, 3 epochs,
# make 3 steps. Fewer rows get more epochs, smaller steps and a lower rank.
EPOCHS = 3
STEPS = 3

def upload(name):
    bucket = os.environ["BUCKET"]
    storage.Client().bucket(bucket).blob("bmo/" + name).upload_from_filename(str(HERE / name))
    return types.TuningDataset(gcs_uri="gs://" + bucket + "/bmo/" + name)


def main():
    client = genai.Client(vertexai=True)
    validation = {}
    if VALIDATION:
        uri = upload(VALIDATION[0]).gcs_uri
        validation = {"validation_dataset": types.TuningValidationDataset(gcs_uri=uri)}
    job = client.tunings.tune(
        base_model=os.environ.get("MODEL", "gemini-2.5-flash"),
        training_dataset=upload(TRAIN[0]),
        config=types.CreateTuningJobConfig(epoch_count=EPOCHS, **validation),
    )
    print(job.name, job.state)


if __name__ == "__main__":
    main()
