#!/bin/sh
# Trains a LoRA adapter on this folder: pip install ms-swift==4.6.0.
set -eu
cd "$(dirname "$0")"
MODEL="${MODEL:-Qwen/Qwen3-0.6B}"
if python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
  set -- --torch_dtype bfloat16 "$@"
else
  set -- --torch_dtype float32 --use_cpu true "$@"
fi
# Chosen from the size of this set, as a start: 5 rows, 4 a step, 3 epochs,
# make 6 steps. Fewer rows get more epochs, smaller steps and a lower rank.
# Rows that cannot be read stop the run: without --strict they would be left out.
exec swift sft --model "$MODEL" --tuner_type lora --strict true \
  --dataset "$PWD/train.jsonl" \
  --lora_rank 8 --lora_alpha 16 --target_modules all-linear \
  --num_train_epochs 3 --per_device_train_batch_size 1 --gradient_accumulation_steps 4 \
  --learning_rate 1e-4 --warmup_steps 0 --max_length 2048 \
  --logging_steps 10 --save_strategy epoch --report_to none --output_dir adapter "$@"
