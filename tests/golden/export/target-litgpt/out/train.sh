#!/bin/sh
# Trains a LoRA adapter on this folder: pip install 'litgpt[extra]==0.5.13'.
set -eu
cd "$(dirname "$0")"
MODEL="${MODEL:-Qwen/Qwen3-0.6B}"
# Chosen from the size of this set, as a start: 2 rows, 4 a step, 3 epochs,
# make 3 steps. Fewer rows get more epochs, smaller steps and a lower rank.
# A local checkpoint folder is taken as it is, a name is fetched first.
# The prompt style alpaca is the one that shows `input` to the model.
exec litgpt finetune_lora "$MODEL" --data JSON --data.json_path . \
  --data.prompt_style alpaca --data.mask_prompt true --out_dir adapter \
  --lora_r 8 --lora_alpha 16 --train.epochs 3 --train.global_batch_size 4 \
  --train.micro_batch_size 1 --train.lr_warmup_steps 0 --train.max_seq_length 2048 "$@"
