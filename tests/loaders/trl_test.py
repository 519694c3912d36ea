"""TRL's trainers see our rows as the sets have them, and DPO trains a LoRA adapter from them."""
import importlib.metadata

import canonical
import datasets
import pytest
import tiny_model
from peft import LoraConfig
from transformers import LlamaConfig, LlamaForCausalLM
from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer

VERSION = importlib.metadata.version("trl")
MARKS = tiny_model.tokenizer(tiny_model.TEMPLATE)
USER, ANSWER = {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}
datasets.disable_progress_bars()


def model():
    return LlamaForCausalLM(LlamaConfig(**{key: value for key, value in tiny_model.config(MARKS).items()
                                           if key not in ("architectures", "model_type", "rope_theta")}))


def trainer(kind, config, path, cache, **more):
    """A trainer over a file or folder; its constructor prepares every row."""
    rows = (datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(cache)) if path.is_file()
            else datasets.load_dataset(str(path), split="train", cache_dir=str(cache)))
    asked = config(output_dir=str(cache / "run"), report_to=[], use_cpu=True, bf16=False, max_steps=1, max_length=None,
                   per_device_train_batch_size=2, save_strategy="no", disable_tqdm=True, **more)
    adapter = LoraConfig(r=2, target_modules=["q_proj"], task_type="CAUSAL_LM")
    return kind(model=model(), args=asked, train_dataset=rows, processing_class=MARKS, peft_config=adapter)


def shown(tokens):
    return MARKS.decode([token for token in tokens if token >= 0])


@pytest.mark.parametrize(("name", "limit"), [("harbor", None), ("alpaca-52k", 3000), ("gpteacher", 3000), ("glaive", None)])
def test_sft_sees_ours(export, tell, tmp_path, name, limit):
    made = export(name, "trl", limit=limit, without_tools=True)
    rows = trainer(SFTTrainer, SFTConfig, made.folder, tmp_path, assistant_only_loss=True).train_dataset
    assert len(rows) == len(made.pairs)
    for i, pair in canonical.sampled(made.pairs, 500):
        assert shown(rows[i]["input_ids"]) == canonical.chatml(pair.turns), f"pair {i}"
        assert shown(rows[i]["labels"]) == "".join(f"{text}<|im_end|>" for role, text in pair.turns if role == "assistant")
    tell("TRL", VERSION, "trl", name, "SFTTrainer: texts, roles, which tokens are trained", len(rows))


@pytest.mark.parametrize("name", ["dpo", "v1-dpo"])
def test_dpo_sees_ours_and_trains(export, tell, tmp_path, name):
    made = export(name, "trl:preference")
    run = trainer(DPOTrainer, DPOConfig, made.folder, tmp_path)
    assert len(run.train_dataset) == len(made.pairs)
    for i, pair in enumerate(made.pairs):
        row = run.train_dataset[i]
        assert shown(row["prompt_ids"]) == canonical.chatml(pair.prompt) + "<|im_start|>assistant\n"
        assert shown(row["chosen_ids"]).rstrip("\n") == f"{pair.answer}<|im_end|>".rstrip("\n")
        assert shown(row["rejected_ids"]).rstrip("\n") == f"{pair.rejected}<|im_end|>".rstrip("\n")
    if name == "v1-dpo":
        run.train()
    tell("TRL", VERSION, "trl:preference", name, "DPOTrainer: prompt, chosen, rejected", len(run.train_dataset))


@pytest.mark.parametrize("more", [{"prompt": "p"}, {"labels": ["x"]}, {"tools": "no JSON"}],
                         ids=["prompt", "labels", "tools"])
def test_trap_a_reserved_column(jsonl, repaired, tmp_path, more):
    """What it means to the user is metadata; what TRL makes of it stops the run."""
    source = jsonl([{"messages": [USER, ANSWER], **more}] * 2, "reserved.jsonl")
    with pytest.raises((KeyError, TypeError, ValueError)):
        trainer(SFTTrainer, SFTConfig, source, tmp_path).train()
    folder = repaired(source, "trl")
    rows = trainer(SFTTrainer, SFTConfig, folder, tmp_path / "ours").train_dataset
    assert [shown(row["input_ids"]) for row in rows] == [canonical.chatml([("user", "q"), ("assistant", "a")])] * len(rows)
    assert len(rows) == len((folder / "train.jsonl").read_text().splitlines()) > 0


def test_trap_alpaca_columns_are_refused(jsonl, repaired, tmp_path):
    source = jsonl([{"instruction": "q", "input": "", "output": "a"}] * 2, "alpaca.jsonl")
    with pytest.raises(KeyError):
        trainer(SFTTrainer, SFTConfig, source, tmp_path)
    rows = trainer(SFTTrainer, SFTConfig, repaired(source, "trl"), tmp_path / "ours").train_dataset
    assert shown(rows[0]["input_ids"]) == canonical.chatml([("user", "q"), ("assistant", "a")])


def test_trap_roles_of_sharegpt_stay_human(jsonl, repaired, tmp_path):
    turns = [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]
    source = jsonl([{"conversations": turns}] * 2, "turns.jsonl")
    raw = trainer(SFTTrainer, SFTConfig, source, tmp_path).train_dataset
    assert "<|im_start|>human" in shown(raw[0]["input_ids"])
    rows = trainer(SFTTrainer, SFTConfig, repaired(source, "trl"), tmp_path / "ours").train_dataset
    assert shown(rows[0]["input_ids"]) == canonical.chatml([("user", "q"), ("assistant", "a")])
