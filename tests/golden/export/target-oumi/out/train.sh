#!/bin/sh
# Trains a LoRA adapter on this folder: pip install oumi==0.9.
set -eu
cd "$(dirname "$0")"
MODEL="${MODEL:-Qwen/Qwen3-0.6B}"
exec oumi train -c oumi.yaml --model.model_name="$MODEL" "$@"
