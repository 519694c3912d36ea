"""Trains a LoRA adapter on this folder with Unsloth, which wants a GPU.

pip install unsloth==2026.10.9
MODEL=... python train.py
"""
import os

from unsloth import FastLanguageModel
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

os.chdir(os.path.dirname(os.path.abspath(__file__)))
model, tokenizer = FastLanguageModel.from_pretrained(
    os.environ.get("MODEL", "Qwen/Qwen3-0.6B"), max_seq_length=2048, load_in_4bit=False
)
data = load_dataset(os.getcwd())

def rendered(row):
    return {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)}


data = {name: split.map(rendered, remove_columns=split.column_names) for name, split in data.items()}
# Chosen from the size of this set, as a start: 5 rows, 4 a step, 3 epochs,
# make 6 steps. Fewer rows get more epochs, smaller steps and a lower rank.
model = FastLanguageModel.get_peft_model(model, r=8, lora_alpha=16, random_state=0)
config = SFTConfig(
    output_dir="adapter",
    num_train_epochs=3,
    per_device_train_batch_size=1,
    gradient_accumulation_steps=4,
    warmup_steps=0,
    learning_rate=2e-4,
    max_length=2048,
    dataset_text_field="text",
    logging_steps=10,
    report_to=[],
    seed=0,
)
trainer = SFTTrainer(
    model=model,
    processing_class=tokenizer,
    args=config,
    train_dataset=data["train"],
)
trainer.train()
model.save_pretrained("adapter")
tokenizer.save_pretrained("adapter")
