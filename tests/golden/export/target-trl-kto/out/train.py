"""Trains a LoRA adapter on this folder with TRL 1.16 and PEFT (KTO).

pip install trl==1.16.0 peft
MODEL=... python train.py
"""
import os

import torch
from datasets import load_dataset
from peft import LoraConfig
from trl import KTOConfig, KTOTrainer

os.chdir(os.path.dirname(os.path.abspath(__file__)))
MODEL = os.environ.get("MODEL", "Qwen/Qwen3-0.6B")
ADAPTER = os.environ.get("ADAPTER", "adapter")

on_gpu = torch.cuda.is_available() or torch.backends.mps.is_available()
data = load_dataset(os.getcwd())
data = data.map(
    lambda row: {"prompt": row["messages"][:-1], "completion": row["messages"][-1:]},
    remove_columns=["messages"],
)
# Chosen from the size of this set, as a start: 2 rows, 4 a step, 3 epochs,
# make 3 steps. Fewer rows get more epochs, smaller steps and a lower rank.
config = KTOConfig(
    output_dir=ADAPTER,
    use_cpu=not on_gpu,
    bf16=torch.cuda.is_available() and torch.cuda.is_bf16_supported(),
    num_train_epochs=3,
    max_steps=int(os.environ.get("MAX_STEPS", -1)),
    per_device_train_batch_size=2,
    gradient_accumulation_steps=2,
    learning_rate=5e-6,
    lr_scheduler_type="cosine",
    warmup_steps=0,
    max_length=2048,
    logging_steps=10,
    save_strategy="epoch",
    report_to=[],
    seed=0,
)
trainer = KTOTrainer(
    model=MODEL,
    args=config,
    train_dataset=data["train"],
    peft_config=LoraConfig(
        r=8,
        lora_alpha=16,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    ),
)
trainer.train()
trainer.save_model(ADAPTER)
