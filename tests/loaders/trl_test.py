"""TRL's trainers see our rows as the sets have them, and the scripts that bmo wrote train LoRA adapters from them."""
import csv
import importlib.metadata
import inspect
import json
import math
import pathlib
import runpy
import subprocess
import sys
import types

import canonical
import datasets
import pytest
import tiny_model
import trl
from conftest import bmo
from peft import LoraConfig
from transformers import LlamaConfig, LlamaForCausalLM
from trl import DPOConfig, DPOTrainer, KTOConfig, KTOTrainer, SFTConfig, SFTTrainer

VERSION = importlib.metadata.version("trl")
MARKS = tiny_model.tokenizer(tiny_model.TEMPLATE)
QWEN = (pathlib.Path(trl.__file__).parent / "chat_templates/qwen3_training.jinja").read_text(encoding="utf-8")
USER, ANSWER = {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}
# What TRL stops with where it takes rows for another kind than they are, which kind hangs on Python's hash seed.
HOWEVER = (AttributeError, KeyError, TypeError, ValueError)
SHOWN = canonical.chatml([("user", "q"), ("assistant", "a")])
datasets.disable_progress_bars()


def model():
    return LlamaForCausalLM(LlamaConfig(**{key: value for key, value in tiny_model.config(MARKS).items()
                                           if key not in ("architectures", "model_type", "rope_theta")}))


def rows_of(path, cache):
    if path.is_file():
        return datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(cache))
    return datasets.load_dataset(str(path), split="train", cache_dir=str(cache))


def trainer(kind, config, rows, cache, marks=MARKS, **more):
    """A trainer over rows, or a file or folder of them; its constructor prepares every row."""
    if isinstance(rows, pathlib.Path):
        rows = rows_of(rows, cache)
    asked = config(output_dir=str(cache / "run"), report_to=[], use_cpu=True, bf16=False, max_steps=2,
                   per_device_train_batch_size=2, save_strategy="no", disable_tqdm=True, **{"max_length": None, **more})
    adapter = LoraConfig(r=2, target_modules=["q_proj"], task_type="CAUSAL_LM")
    return kind(model=model(), args=asked, train_dataset=rows, processing_class=marks, peft_config=adapter)


def sft(rows, cache, **more):
    return trainer(SFTTrainer, SFTConfig, rows, cache, **more)


def shown(tokens):
    return MARKS.decode([token for token in tokens if token >= 0])


def turns(row):
    return tuple((message["role"], message["content"]) for message in row["messages"])


@pytest.mark.parametrize("name", ["alpaca-52k", "gpteacher"])
def test_every_row_loads_as_a_conversation(export, tell, tmp_path, name):
    made = export(name, "trl")
    rows = rows_of(made.folder, tmp_path)
    assert len(rows) == len(made.pairs)
    for i, (row, pair) in enumerate(zip(rows.select_columns(["messages"]), made.pairs)):
        assert turns(row) == pair.turns, f"pair {i}"
    assert all(trl.is_conversational(rows[i]) for i in range(0, len(rows), 1000))
    tell("TRL", VERSION, "trl", name, "its loading by a folder: every text and role", len(rows))


@pytest.mark.parametrize(("name", "limit"), [("harbor", None), ("alpaca-52k", 1000), ("gpteacher", 1000), ("glaive", None)])
def test_sft_sees_ours_and_trains(export, tell, tmp_path, name, limit):
    made = export(name, "trl", limit=limit, without_tools=True)
    run = sft(made.folder, tmp_path, assistant_only_loss=True)
    rows = run.train_dataset
    assert len(rows) == len(made.pairs)
    for i, pair in canonical.sampled(made.pairs, 500):
        assert shown(rows[i]["input_ids"]) == canonical.chatml(pair.turns), f"pair {i}"
        assert shown(rows[i]["labels"]) == "".join(f"{text}<|im_end|>" for role, text in pair.turns if role == "assistant")
    run.train_dataset = rows.select(range(8))
    assert 0 < run.train().training_loss < 20
    tell("TRL", VERSION, "trl", name if limit is None else f"{name}, {limit:,} rows",
         "SFTTrainer: texts, roles, which tokens are trained; two steps", len(rows))


def test_sft_shows_tools_calls_and_results(export, tell, tmp_path):
    """By the template of Qwen 3 as TRL has it for training."""
    made = export("glaive", "trl")
    raw = [row for row in canonical.rows_of("glaive") if canonical.is_good(canonical.conversation(row))]
    rows = sft(made.folder, tmp_path, marks=tiny_model.tokenizer(QWEN), assistant_only_loss=True).train_dataset
    assert len(rows) == len(raw) == len(made.pairs)
    for i, row in enumerate(raw):
        assert canonical.not_shown(row, shown(rows[i]["input_ids"])) is None, f"row {i}"
    tell("TRL", VERSION, "trl", "glaive", "SFTTrainer by Qwen 3's template: tools, calls and results in their order", len(rows))


@pytest.mark.parametrize("name", ["dpo", "v1-dpo"])
def test_dpo_sees_ours_and_trains(export, tell, tmp_path, name):
    made = export(name, "trl:preference")
    run = trainer(DPOTrainer, DPOConfig, made.folder, tmp_path)
    assert len(run.train_dataset) == len(made.pairs)
    for i, pair in enumerate(made.pairs):
        row = run.train_dataset[i]
        assert shown(row["prompt_ids"]) == asked(pair)
        assert shown(row["chosen_ids"]).rstrip("\n") == f"{pair.answer}<|im_end|>".rstrip("\n")
        assert shown(row["rejected_ids"]).rstrip("\n") == f"{pair.rejected}<|im_end|>".rstrip("\n")
    if name == "v1-dpo":
        run.train()
    tell("TRL", VERSION, "trl:preference", name, "DPOTrainer: prompt, chosen, rejected", len(run.train_dataset))


def run_script(made, tmp_path, monkeypatch, steps, template=tiny_model.TEMPLATE, **settings):
    """Runs the train.py that bmo wrote, to the end, and gives its trainer."""
    adapter = tmp_path / "adapter"
    home = tiny_model.save(tmp_path / "model", template)
    for key, value in {"MODEL": home, "ADAPTER": adapter, "MAX_STEPS": steps, **settings}.items():
        monkeypatch.setenv(key, str(value))
    monkeypatch.chdir(tmp_path)
    ran = runpy.run_path(str(made.folder / "train.py"), run_name="__main__")["trainer"]
    assert (adapter / "adapter_model.safetensors").stat().st_size > 1000
    assert json.loads((adapter / "adapter_config.json").read_text())["peft_type"] == "LORA"
    assert math.isfinite(ran.state.log_history[-1]["train_loss"])
    return ran


def asked(pair):
    return canonical.chatml(pair.prompt) + "<|im_start|>assistant\n"


def that_fit(pairs, ran):
    """TRL leaves out questions that fill max_length of the script, which tokens of one byte soon do."""
    return [pair for pair in pairs if len(MARKS(asked(pair))["input_ids"]) < ran.args.max_length]


def test_a_lora_run_by_our_script_learns(export, tell, tmp_path, monkeypatch):
    made = export("harbor", "trl", "--split", "train=0.98,validation=0.02", without_tools=True)
    ran = run_script(made, tmp_path, monkeypatch, 20)
    losses = [told["loss"] for told in ran.state.log_history if "loss" in told]
    assert len(losses) == 2 and losses[-1] < losses[0]
    assert len(ran.train_dataset) + len(ran.eval_dataset) == len(made.pairs)
    tell("TRL", VERSION, "trl", "harbor", "LoRA run by train.py: loss falls, adapter written", len(made.pairs))


def test_bmo_link_reads_what_a_live_run_left(export, tell, tmp_path, monkeypatch):
    """The state is written by the trainer of this very run, and read against its own history."""
    made = export("harbor", "trl", "--split", "train=0.98,validation=0.02", without_tools=True)
    ran = run_script(made, tmp_path, monkeypatch, 20)
    ran.state.save_to_json(str(tmp_path / "trainer_state.json"))
    bmo("init")
    [told] = bmo("link", made.folder, tmp_path / "trainer_state.json", "--name", "live")["runs"]
    losses = [step for step in ran.state.log_history if "loss" in step]
    assert told["kind"] == "trainer_state" and told["steps"] == ran.state.global_step == 20
    assert told["train_loss"] == pytest.approx(losses[-1]["loss"])
    assert told["train_curve"] == pytest.approx([step["loss"] for step in losses])
    [remembered] = bmo("list", "trainings")["runs"]
    assert remembered["name"] == "live" and remembered["train_loss"] == told["train_loss"]
    tell("TRL", VERSION, "trl", "harbor", "bmo link reads the losses of the run", len(losses))


def test_a_dpo_run_by_our_script_ends(export, tell, tmp_path, monkeypatch):
    made = export("v1-dpo", "trl:preference")
    ran = run_script(made, tmp_path, monkeypatch, 2)
    assert len(ran.train_dataset) == len(that_fit(made.pairs, ran)) > 8
    tell("TRL", VERSION, "trl:preference", "v1-dpo", "DPO run by train.py: adapter written", len(made.pairs))


def test_a_kto_run_by_our_script_sees_ours(export, tell, tmp_path, monkeypatch):
    """The script cuts each conversation into question and answer, as KTOTrainer wants it."""
    made = export("kto", "trl:kto")
    ran = run_script(made, tmp_path, monkeypatch, 2)
    pairs, rows = that_fit(made.pairs, ran), ran.train_dataset
    assert len(rows) == len(pairs) > 200
    for i, pair in enumerate(pairs):
        assert shown(rows[i]["prompt_ids"]) == asked(pair), f"pair {i}"
        assert shown(rows[i]["completion_ids"]).rstrip("\n") == f"{pair.answer}<|im_end|>", f"pair {i}"
        assert rows[i]["label"] is pair.label
    tell("TRL", VERSION, "trl:kto", "kto", "KTO run by train.py: prompt, answer, label; adapter written", len(made.pairs))


@pytest.mark.parametrize("more", [{"prompt": "p"}, {"labels": ["x"]}, {"images": ["x.png"]}, {"tools": "no JSON"}],
                         ids=["prompt", "labels", "images", "tools"])
def test_trap_a_reserved_column(jsonl, repaired, findings, tmp_path, more):
    """What it means to the user is metadata; what TRL makes of it stops the run."""
    source = jsonl([{"messages": [USER, ANSWER], **more}] * 2, "reserved.jsonl")
    with pytest.raises(HOWEVER):
        sft(source, tmp_path).train()
    assert "N_RESERVED_COLUMN" in findings(source, "trl")
    folder = repaired(source, "trl")
    rows = sft(folder, tmp_path / "ours").train_dataset
    assert [shown(row["input_ids"]) for row in rows] == [SHOWN] * len(rows)
    assert len(rows) == len((folder / "train.jsonl").read_text().splitlines()) > 0


def test_trap_a_column_named_input_ids_is_trained_in_place_of_the_text(jsonl, repaired, findings, tmp_path):
    garbage = [5, 6, 7]
    source = jsonl([{"messages": [USER, ANSWER], "input_ids": garbage}] * 2, "tokens.jsonl")
    assert sft(source, tmp_path).train_dataset[0]["input_ids"] == garbage
    assert "N_RESERVED_COLUMN" in findings(source, "trl")
    rows = sft(repaired(source, "trl"), tmp_path / "ours").train_dataset
    assert [shown(row["input_ids"]) for row in rows] == [SHOWN] * 2


def test_trap_alpaca_columns_are_refused(jsonl, repaired, tmp_path):
    source = jsonl([{"instruction": "q", "input": "", "output": "a"}] * 2, "alpaca.jsonl")
    with pytest.raises(KeyError):
        sft(source, tmp_path)
    rows = sft(repaired(source, "trl"), tmp_path / "ours").train_dataset
    assert shown(rows[0]["input_ids"]) == SHOWN


def test_trap_roles_of_sharegpt_stay_human(jsonl, repaired, tmp_path):
    turns = [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]
    source = jsonl([{"conversations": turns}] * 2, "turns.jsonl")
    raw = sft(source, tmp_path).train_dataset
    assert "<|im_start|>human" in shown(raw[0]["input_ids"])
    rows = sft(repaired(source, "trl"), tmp_path / "ours").train_dataset
    assert shown(rows[0]["input_ids"]) == SHOWN


def test_trap_conversations_of_role_and_content_are_not_known(jsonl, repaired, tmp_path):
    source = jsonl([{"conversations": [USER, ANSWER]}] * 2, "turns.jsonl")
    with pytest.raises(KeyError):
        sft(source, tmp_path)
    assert shown(sft(repaired(source, "trl"), tmp_path / "ours").train_dataset[0]["input_ids"]) == SHOWN


def test_trap_a_row_without_messages_stops_it(jsonl, repaired, tmp_path):
    source = jsonl([{"messages": [USER, ANSWER]}, {"messages": []}], "empty.jsonl")
    with pytest.raises(IndexError):
        sft(source, tmp_path)
    rows = sft(repaired(source, "trl"), tmp_path / "ours").train_dataset
    assert [shown(row["input_ids"]) for row in rows] == [SHOWN]


def test_trap_rows_of_another_kind_than_the_first_stop_it(jsonl, repaired, tmp_path):
    source = jsonl([{"messages": [USER, ANSWER]}, {"prompt": "p", "completion": "c"}], "mixed.jsonl")
    with pytest.raises(HOWEVER):
        sft(source, tmp_path)
    rows = sft(repaired(source, "trl"), tmp_path / "ours").train_dataset
    assert [shown(row["input_ids"]) for row in rows] == [SHOWN, canonical.chatml([("user", "p"), ("assistant", "c")])]


def test_trap_texts_are_glued_together(jsonl, tmp_path, repaired, monkeypatch):
    """The script that bmo writes makes messages of them, which go through the chat template."""
    source = jsonl([{"prompt": "p", "completion": "c"}] * 4, "glued.jsonl")
    assert shown(sft(source, tmp_path / "raw").train_dataset[0]["input_ids"]) == "pc<|im_end|>"
    ran = run_script(types.SimpleNamespace(folder=repaired(source, "trl:prompt-completion")), tmp_path, monkeypatch, 1)
    row = ran.train_dataset[0]
    assert shown(row["input_ids"]) == canonical.chatml([("user", "p"), ("assistant", "c")])


def test_trap_messages_in_csv_are_a_text_and_dropped(repaired, tmp_path):
    source = tmp_path / "rows.csv"
    with source.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerows([["messages"], [json.dumps([USER, ANSWER])]])
    raw = datasets.load_dataset("csv", data_files=str(source), split="train", cache_dir=str(tmp_path))
    assert len(raw) == 1 and len(sft(raw, tmp_path).train_dataset) == 0
    assert shown(sft(repaired(source, "trl"), tmp_path / "ours").train_dataset[0]["input_ids"]) == SHOWN


def test_trap_a_template_that_marks_no_answers(jsonl, repaired, tmp_path, monkeypatch, capfd):
    """Masks are asked for by default of bmo's script, which looks first whether the template has any."""
    plain = tiny_model.tokenizer(tiny_model.PLAIN_TEMPLATE)
    source = jsonl([{"messages": [USER, ANSWER]}] * 4, "rows.jsonl")
    with pytest.raises(ValueError):
        sft(source, tmp_path / "raw", marks=plain, assistant_only_loss=True)
    made = types.SimpleNamespace(folder=repaired(source, "trl"))
    ran = run_script(made, tmp_path, monkeypatch, 1, template=tiny_model.PLAIN_TEMPLATE)
    assert not ran.args.assistant_only_loss and len(ran.train_dataset) == 4
    assert "does not mark answers" in capfd.readouterr().out


def test_trap_an_answer_of_weight_0_is_trained(jsonl, findings, tmp_path):
    turns = [USER, {**ANSWER, "content": "no", "weight": 0}, {**USER, "weight": 1}, {**ANSWER, "weight": 1}]
    source = jsonl([{"messages": turns}], "weights.jsonl")
    assert shown(sft(source, tmp_path, assistant_only_loss=True).train_dataset[0]["labels"]).startswith("no")
    assert "W_WEIGHT_UNREAD" in findings(source, "trl")


def test_trap_a_row_whose_answer_is_cut_off_is_dropped(jsonl, findings, tmp_path):
    long = {"role": "user", "content": "x " * 20000}
    source = jsonl([{"prompt": [long], "completion": [ANSWER]}, {"prompt": [USER], "completion": [ANSWER]}], "long.jsonl")
    rows = sft(source, tmp_path, max_length=SFTConfig.max_length).train_dataset
    assert [shown(row["input_ids"]) for row in rows] == [SHOWN]
    assert "W_ROW_LENGTH" in findings(source, "trl")


def test_trap_a_long_row_is_cut_without_a_word(jsonl, findings, tmp_path):
    long = {"role": "assistant", "content": "x " * 20000}
    source = jsonl([{"messages": [USER, long]}, {"messages": [USER, ANSWER]}], "long.jsonl")
    rows = sft(source, tmp_path, max_length=SFTConfig.max_length).train_dataset
    assert len(rows[0]["input_ids"]) == 1024 and "<|im_end|>\n<|im_start|>assistant" in shown(rows[0]["input_ids"])
    assert "W_ROW_LENGTH" in findings(source, "trl")


def preferred(answer, worse):
    return {"prompt": [USER], "chosen": [{**ANSWER, "content": answer}], "rejected": [{**ANSWER, "content": worse}]}


def test_trap_two_answers_alike_are_trained(jsonl, repaired, tmp_path):
    source = jsonl([preferred("a", "a"), preferred("a", "b")], "alike.jsonl")
    assert len(trainer(DPOTrainer, DPOConfig, source, tmp_path).train_dataset) == 2
    rows = trainer(DPOTrainer, DPOConfig, repaired(source, "trl:preference"), tmp_path / "ours").train_dataset
    assert [(shown(row["chosen_ids"])[0], shown(row["rejected_ids"])[0]) for row in rows] == [("a", "b")]


def test_trap_a_bare_question_beside_messages_stops_it(jsonl, repaired, tmp_path):
    source = jsonl([{**preferred("a", "b"), "prompt": "q"}] * 2, "bare.jsonl")
    with pytest.raises(HOWEVER):
        trainer(DPOTrainer, DPOConfig, source, tmp_path)
    rows = trainer(DPOTrainer, DPOConfig, repaired(source, "trl:preference"), tmp_path / "ours").train_dataset
    assert shown(rows[0]["prompt_ids"]) == canonical.chatml([("user", "q")]) + "<|im_start|>assistant\n"


def test_trap_labels_all_alike_are_trained(jsonl, findings, tmp_path):
    rows = [{"prompt": [USER], "completion": [ANSWER], "label": True}] * 4
    assert len(trainer(KTOTrainer, KTOConfig, jsonl(rows, "raw.jsonl"), tmp_path).train_dataset) == 4
    source = jsonl([{"messages": [USER, {**ANSWER, "content": f"a{i}"}], "label": True} for i in range(4)], "labels.jsonl")
    assert "W_LABELS_ALIKE" in findings(source, "trl:kto")


def kinds(row):
    """What TRL's own function says of a row, by Python's hash seed."""
    code = ("from typing import Any\nimport json, sys\n" + inspect.getsource(trl.is_conversational)
            + "print(is_conversational(json.loads(sys.argv[1])))")
    return {subprocess.run([sys.executable, "-S", "-c", code, json.dumps(row)], capture_output=True, text=True, check=True,
                           env={"PYTHONHASHSEED": str(seed)}).stdout.strip() for seed in range(8)}


def test_trap_a_column_that_makes_the_kind_hang_on_chance(jsonl, repaired):
    source = jsonl([{"messages": [USER, ANSWER], "completion": "c"}], "chance.jsonl")
    assert kinds(json.loads(source.read_text())) == {"True", "False"}
    lines = (repaired(source, "trl") / "train.jsonl").read_text().splitlines()
    assert lines and all(kinds(json.loads(line)) == {"True"} for line in lines)
