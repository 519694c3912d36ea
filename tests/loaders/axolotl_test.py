"""Axolotl reads the axolotl.yaml that bmo wrote, finds our file by it, and makes tokens and labels that hold what the sets hold."""
import importlib.metadata
import os
import pathlib

import canonical
import command
import pytest
import tiny_model
import yaml

os.environ.update(AXOLOTL_DO_NOT_TRACK="1", AXOLOTL_DATASET_NUM_PROC="0", AXOLOTL_LOG_LEVEL="ERROR",
                  TRL_EXPERIMENTAL_SILENCE="1")

import datasets  # noqa: E402
import trl  # noqa: E402
from axolotl.cli.config import load_cfg  # noqa: E402
from axolotl.common.datasets import load_datasets, load_preference_datasets  # noqa: E402

VERSION = importlib.metadata.version("axolotl")
MARKS = tiny_model.tokenizer()
QWEN = (pathlib.Path(trl.__file__).parent / "chat_templates/qwen3.jinja").read_text(encoding="utf-8")
# Prints what is null, as the templates of the big families do.
TEMPLATE = tiny_model.PLAIN_TEMPLATE.replace(" + '<|im_end|>'", " ~ '<|im_end|>'")
SYSTEM, USER, ANSWER = ({"role": role, "content": text} for role, text in (("system", "s"), ("user", "q"), ("assistant", "a")))
GOOD = (("user", "q"), ("assistant", "a"))
PLAIN = {"micro_batch_size": 1, "gradient_accumulation_steps": 1, "num_epochs": 1, "learning_rate": 2e-4, "adapter": "lora",
         "lora_r": 8, "lora_alpha": 16, "lora_target_linear": True, "val_set_size": 0, "optimizer": "adamw_torch",
         "lr_scheduler": "cosine", "output_dir": "adapter", "chat_template": "tokenizer_default"}
CHAT = {"type": "chat_template"}
datasets.disable_progress_bars()


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return tiny_model.save(tmp_path_factory.mktemp("model"), TEMPLATE)


@pytest.fixture
def read(home, tmp_path, monkeypatch):
    """The rows that a run of the axolotl.yaml in a folder would train on."""
    def of(folder, **more):
        monkeypatch.chdir(folder)
        cfg = load_cfg("axolotl.yaml", output_dir=str(tmp_path / "adapter"),
                       **{"base_model": str(home), "sequence_len": 1 << 16, "dataset_prepared_path": str(tmp_path / "prepared"), **more})
        return (load_preference_datasets if cfg.rl else load_datasets)(cfg=cfg).train_dataset
    return of


def shown(row):
    return MARKS.decode(row["input_ids"])


def trained(row):
    return MARKS.decode([token for token in row["labels"] if token >= 0])


def bare(text):
    """Templates end a turn with a line break or without; which, is the template's affair."""
    return text.rstrip("\n")


def check(rows, pairs, most=2000):
    """Axolotl puts rows in an order of its own, so they are found by what they show."""
    assert len(rows) == len(pairs)
    wanted = {}
    for pair in pairs:
        wanted.setdefault(bare(canonical.chatml(pair.turns)), pair)
    for i, _ in canonical.sampled(range(len(pairs)), most):
        pair = wanted.get(bare(shown(rows[i])))
        assert pair is not None, f"row {i}: {shown(rows[i])}"
        answers = [text for role, text in pair.turns if role == "assistant"]
        assert trained(rows[i]) == "".join(f"{text}<|im_end|>" for text in answers), f"row {i}"


@pytest.mark.parametrize(("name", "to", "limit"), [
    ("alpaca-52k", "axolotl", None), ("gpteacher", "axolotl", None), ("harbor", "axolotl", None),
    ("harbor", "axolotl:sharegpt", None),
    ("glaive", "axolotl", None)])
def test_it_sees_ours(export, tell, read, name, to, limit):
    made = export(name, to, limit=limit, without_tools=True)
    rows = read(made.folder)
    check(rows, made.pairs)
    tell("Axolotl", VERSION, to, name if limit is None else f"{name}, {limit:,} rows",
         "load_datasets by axolotl.yaml: tokens, and which are trained", len(rows))


def test_it_shows_tools_calls_and_results(export, tell, read, tmp_path):
    """By the template of Qwen 3, as TRL brings it."""
    made = export("glaive", "axolotl")
    raw = [row for row in canonical.rows_of("glaive") if canonical.is_good(canonical.conversation(row))]
    rows = read(made.folder, base_model=str(tiny_model.save(tmp_path / "qwen", QWEN)))
    assert len(rows) == len(raw) == len(made.pairs)
    texts = [shown(row) for row in rows]
    for row in raw:
        first = row["conversations"][0]["value"].strip()
        missing = [canonical.not_shown(row, text) for text in texts if first in text]
        assert None in missing, f"{first}: {missing}"
    tell("Axolotl", VERSION, "axolotl", "glaive", "load_datasets by Qwen 3's template: tools, calls, results in their order", len(rows))


@pytest.mark.parametrize("name", ["alpaca-52k", "gpteacher"])
def test_alpaca_shows_instruction_input_and_answer(export, tell, read, name):
    made = export(name, "axolotl:alpaca")
    rows = read(made.folder)
    raw = [row for row in canonical.rows_of(name) if canonical.is_good(canonical.instruction(row))]
    assert len(rows) == len(raw) == len(made.pairs)
    answers = {}
    for row in raw:
        answers.setdefault(canonical.instruction(row).answer, []).append((row["instruction"], row.get("input") or ""))
    for i, _ in canonical.sampled(range(len(rows)), 1000):
        answer = trained(rows[i]).removesuffix("<|im_end|>")
        asked = shown(rows[i])
        assert answer in answers, f"row {i}: {answer}"
        assert any(instruction in asked and more in asked for instruction, more in answers[answer]), f"row {i}"
    tell("Axolotl", VERSION, "axolotl:alpaca", name, "load_datasets by axolotl.yaml: instruction, input, answer", len(rows))


@pytest.mark.parametrize("name", ["dpo", "v1-dpo"])
def test_both_answers_come_through(export, tell, read, name):
    made = export(name, "axolotl:preference")
    rows = read(made.folder)
    seen = {(row["prompt"], row["chosen"], row["rejected"]) for row in rows}
    assert len(rows) == len(made.pairs)
    assert seen == {(canonical.chatml(pair.prompt) + "<|im_start|>assistant\n", f"{pair.answer}<|im_end|>",
                     f"{pair.rejected}<|im_end|>") for pair in made.pairs}
    tell("Axolotl", VERSION, "axolotl:preference", name, "load_preference_datasets: prompt, chosen, rejected", len(rows))


@pytest.mark.parametrize(("name", "to"), [("harbor", "axolotl"), ("v1-dpo", "axolotl:preference")])
def test_a_run_by_our_command_ends(export, tell, home, tmp_path, name, to):
    made, adapter = export(name, to, without_tools=True), tmp_path / "adapter"
    printed = command.run(made, home, "--max-steps", 2, "--logging-steps", 1, "--gradient-accumulation-steps", 1,
                          "--output-dir", adapter, "--dataset-prepared-path", tmp_path / "prepared")
    assert len(command.losses(printed)) == 2, printed[-3000:]
    assert command.is_adapter(adapter / "adapter_model.safetensors")
    tell("Axolotl", VERSION, to, name, "LoRA run by train.sh: loss printed, adapter written", len(made.pairs))


@pytest.fixture
def careless(jsonl):
    """A folder with a file and an axolotl.yaml as written by hand."""
    def of(rows, shape):
        folder = jsonl(rows, "hand/train.jsonl").parent
        told = {**PLAIN, "base_model": "m", "datasets": [{"path": "train.jsonl", "ds_type": "json", "split": "train", **shape}]}
        (folder / "axolotl.yaml").write_text(yaml.safe_dump(told))
        return folder
    return of


@pytest.fixture
def ours(repaired, read, tmp_path):
    def of(folder, to="axolotl"):
        out = repaired(folder / "train.jsonl", to)
        return sorted(bare(shown(row)) for row in read(out, dataset_prepared_path=str(tmp_path / "prepared-ours")))
    return of


def chatml(*turns):
    return bare(canonical.chatml(turns))


def test_trap_the_type_sharegpt_is_gone(careless, read, ours):
    folder = careless([{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}], {"type": "sharegpt"})
    with pytest.raises((ValueError, KeyError)):
        read(folder)
    assert ours(folder) == [chatml(*GOOD)]


def test_trap_a_null_system_column_reads_none(careless, read, ours):
    folder = careless([{"system": None, "messages": [USER, ANSWER]}, {"system": "s", "messages": [USER, ANSWER]}], CHAT)
    assert any("None" in shown(row) for row in read(folder))
    assert ours(folder) == sorted([chatml(*GOOD), chatml(("system", "s"), *GOOD)])


def test_trap_a_row_without_messages_stops_it(careless, read, ours):
    folder = careless([{"messages": [USER, ANSWER]}, {"messages": []}], CHAT)
    with pytest.raises(IndexError):
        read(folder)
    assert ours(folder) == [chatml(*GOOD)]


def test_trap_a_null_answer_trains_nothing(careless, read, ours):
    rows = [{"messages": [USER, {**ANSWER, "content": None}]}, {"messages": [USER, ANSWER]}]
    folder = careless(rows, CHAT)
    assert "a<|im_end|>" in {trained(row) for row in read(folder)} != {"a<|im_end|>"}
    assert ours(folder) == [chatml(*GOOD)]


def test_trap_a_null_output_stays_without_a_label(careless, read, ours):
    folder = careless([{"instruction": "q", "input": "", "output": None}, {"instruction": "q", "input": "", "output": "a"}],
                      {"type": "alpaca"})
    assert any("a" not in trained(row) for row in read(folder))
    assert ours(folder) == [chatml(*GOOD)]


def test_trap_the_last_message_alone_is_no_conversation(careless, read, findings):
    """Its type alpaca knows no history: what went before is lost, and bmo says so."""
    turns = [USER, {**ANSWER, "content": "earlier"}, {**USER, "content": "then"}, ANSWER]
    folder = careless([{"messages": turns}], CHAT)
    assert "earlier" in shown(read(folder)[0])
    assert "E_EARLIER_TURNS" in findings(folder / "train.jsonl", "axolotl:alpaca")


def test_trap_a_long_row_is_dropped(careless, read, findings):
    folder = careless([{"messages": [USER, {**ANSWER, "content": "x " * 20000}]}, {"messages": [USER, ANSWER]}], CHAT)
    assert [bare(shown(row)) for row in read(folder, sequence_len=2048)] == [chatml(*GOOD)]
    assert "W_ROW_LENGTH" in findings(folder / "train.jsonl", "axolotl")
