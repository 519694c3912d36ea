#!/bin/sh
# Trains a LoRA adapter on this folder: pip install mlx-lm==0.32.2 (and mlx[cpu] where there is no Apple GPU).
set -eu
cd "$(dirname "$0")"
MODEL="${MODEL:-Qwen/Qwen3-0.6B}"
exec python3 -m mlx_lm lora --config lora_config.yaml --model "$MODEL" "$@"
