"""Uploads this set to S3 and starts a customization job on Bedrock.

pip install boto3
BUCKET=... ROLE_ARN=... MODEL=... python upload.py
"""
import os
import pathlib

import boto3

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
    boto3.client("s3").upload_file(str(HERE / name), bucket, "bmo/" + name)
    return {"s3Uri": "s3://" + bucket + "/bmo/" + name}


def main():
    job_name = os.environ.get("JOB", "bmo-pairs")
    validation = {}
    if VALIDATION:
        validation = {"validationDataConfig": {"validators": [upload(VALIDATION[0])]}}
    answer = boto3.client("bedrock").create_model_customization_job(
        jobName=job_name,
        customModelName=job_name + "-lora",
        roleArn=os.environ["ROLE_ARN"],
        baseModelIdentifier=os.environ.get("MODEL", "amazon.nova-micro-v1:0:128k"),
        customizationType="FINE_TUNING",
        trainingDataConfig=upload(TRAIN[0]),
        outputDataConfig={"s3Uri": "s3://" + os.environ["BUCKET"] + "/bmo/out/"},
        hyperParameters={"epochCount": str(EPOCHS)},
        **validation,
    )
    print(answer["jobArn"])


if __name__ == "__main__":
    main()
