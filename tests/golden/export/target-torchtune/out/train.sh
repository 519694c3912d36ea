#!/bin/sh
# Trains a LoRA adapter on this folder: pip install torchtune==0.6.1 torchao==0.10.0.
set -eu
cd "$(dirname "$0")"
# MODEL is a folder: tune download Qwen/Qwen2.5-0.5B-Instruct --output-dir ...
MODEL="${MODEL:-Qwen2.5-0.5B-Instruct}"
if python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
  set -- device=cuda dtype=bf16 "$@"
else
  set -- device=cpu dtype=fp32 "$@"
fi
exec tune run lora_finetune_single_device --config torchtune.yaml model_dir="$MODEL" "$@"
