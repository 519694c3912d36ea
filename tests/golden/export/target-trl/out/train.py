"""Trains a LoRA adapter on this folder with TRL 1.16 and PEFT (SFT).

pip install trl==1.16.0 peft
MODEL=... python train.py
"""
import os

import torch
from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer
from trl.chat_template_utils import get_training_chat_template, has_generation_markers

os.chdir(os.path.dirname(os.path.abspath(__file__)))
MODEL = os.environ.get("MODEL", "Qwen/Qwen3-0.6B")
ADAPTER = os.environ.get("ADAPTER", "adapter")


def masks_answers(tokenizer):
    """Can TRL find the answers in what the chat template renders?"""
    try:
        if not has_generation_markers(tokenizer.chat_template):
            get_training_chat_template(tokenizer)
        return True
    except (ValueError, TypeError):
        print("this chat template does not mark answers: training on whole conversations")
        return False


on_gpu = torch.cuda.is_available() or torch.backends.mps.is_available()
data = load_dataset(os.getcwd())
# Chosen from the size of this set, as a start: 5 rows, 4 a step, 3 epochs,
# make 6 steps. Fewer rows get more epochs, smaller steps and a lower rank.
config = SFTConfig(
    output_dir=ADAPTER,
    use_cpu=not on_gpu,
    bf16=torch.cuda.is_available() and torch.cuda.is_bf16_supported(),
    num_train_epochs=3,
    max_steps=int(os.environ.get("MAX_STEPS", -1)),
    per_device_train_batch_size=1,
    gradient_accumulation_steps=4,
    learning_rate=2e-4,
    lr_scheduler_type="cosine",
    warmup_steps=0,
    max_length=2048,
    assistant_only_loss=masks_answers(AutoTokenizer.from_pretrained(MODEL)),
    logging_steps=10,
    save_strategy="epoch",
    report_to=[],
    seed=0,
)
trainer = SFTTrainer(
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
