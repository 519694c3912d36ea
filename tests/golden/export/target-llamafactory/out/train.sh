#!/bin/sh
# Trains a LoRA adapter on this folder: pip install llamafactory==0.9.5.
set -eu
cd "$(dirname "$0")"
MODEL="${MODEL:-Qwen/Qwen3-0.6B}"
TEMPLATE="${TEMPLATE:-qwen3_nothink}"
if python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
  device="bf16=true"
else
  device="use_cpu=true"
fi
exec llamafactory-cli train train.yaml model_name_or_path="$MODEL" template="$TEMPLATE" "$device" "$@"
