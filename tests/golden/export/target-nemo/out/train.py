"""Trains a LoRA adapter on this folder with Megatron-Bridge, which wants a GPU.

MODEL=... CHECKPOINT=... torchrun --nproc-per-node=1 train.py

CHECKPOINT is the model in Megatron's form: AutoBridge.import_ckpt(MODEL, CHECKPOINT).
"""
import os

from megatron.bridge.recipes.qwen import qwen3_600m_peft_config
from megatron.bridge.training.config import FinetuningDatasetConfig
from megatron.bridge.training.finetune import finetune
from megatron.bridge.training.gpt_step import forward_step

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = os.environ.get("MODEL", "Qwen/Qwen3-0.6B")
config = qwen3_600m_peft_config(peft_scheme="lora")
config.tokenizer.tokenizer_model = MODEL
config.checkpoint.pretrained_checkpoint = os.environ["CHECKPOINT"]
config.checkpoint.save = os.path.join(HERE, "adapter")
config.dataset = FinetuningDatasetConfig(
    dataset_root=HERE,
    seq_length=2048,
    do_test=False,
    dataset_kwargs={"chat": True, "use_hf_tokenizer_chat_template": True},
)
# Chosen from the size of this set, as a start: 3 rows, 4 a step, 3 epochs,
# make 3 steps. Fewer rows get more epochs, smaller steps and a lower rank.
config.train.train_iters = 3
config.train.global_batch_size = 4
config.train.micro_batch_size = 1
config.peft.dim = 8
config.peft.alpha = 16
config.scheduler.lr_warmup_iters = 0
finetune(config, forward_step)
