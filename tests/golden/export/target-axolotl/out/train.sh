#!/bin/sh
# Trains a LoRA adapter on this folder: pip install axolotl==0.19.0.
set -eu
cd "$(dirname "$0")"
MODEL="${MODEL:-Qwen/Qwen3-0.6B}"
if ! python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
  # Its kernels for LoRA run on a GPU alone.
  set -- --no-lora-mlp-kernel --no-lora-qkv-kernel --no-lora-o-kernel "$@"
fi
exec axolotl train axolotl.yaml --launcher python --base-model "$MODEL" "$@"
