#!/bin/sh
# Trains a LoRA adapter on this folder: pip install axolotl==0.19.0.
set -eu
cd "$(dirname "$0")"
MODEL="${MODEL:-Qwen/Qwen3-0.6B}"
exec axolotl train axolotl.yaml --launcher python --base-model "$MODEL" "$@"
