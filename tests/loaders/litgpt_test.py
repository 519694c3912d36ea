"""LitGPT's JSON data module shows our instructions, inputs and answers as the sets have them, and trains on the answers."""
import collections
import importlib.metadata
import json
import pathlib

import canonical
import command
import pytest
import tiny_model
import torch
from litgpt import GPT, Config
from litgpt.data import JSON
from litgpt.utils import save_config

VERSION = importlib.metadata.version("litgpt")
PLAIN = ("Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n"
         "### Instruction:\n{}\n\n")
WITH_INPUT = ("Below is an instruction that describes a task, paired with an input that provides further context. Write a "
              "response that appropriately completes the request.\n\n### Instruction:\n{}\n\n### Input:\n{}\n\n")
ROW = {"instruction": "i", "input": "x", "output": "o"}


class Bytes:
    """A tokenizer of bytes with the one method that LitGPT calls."""

    def encode(self, text, bos=None, eos=False, max_length=-1, device=None):
        made = torch.tensor([*text.encode(), *([0] if eos else [])], dtype=torch.int32)
        return made[:max_length] if max_length > 0 else made


def load(path, style="alpaca"):
    data = JSON(json_path=pathlib.Path(path), mask_prompt=True, num_workers=0, prompt_style=style)
    data.connect(Bytes(), 1, 1 << 16)
    data.setup()
    return data


def seen(row):
    """The text that the model is shown before its answer, and the answer that it is trained on."""
    is_answer = row["labels"] >= 0
    return tuple(bytes(row["input_ids"][part].tolist()).decode() for part in (~is_answer, is_answer))


def fields(row):
    return row["instruction"], row.get("input") or "", canonical.instruction(row).answer


def told(row):
    """What the prompt style `alpaca` is to make of a row of a public set."""
    asked, more, answer = fields(row)
    return (WITH_INPUT if more else PLAIN).format(asked, more) + "### Response:\n", answer + "\0"


@pytest.mark.parametrize("name", ["alpaca-52k", "gpteacher"])
def test_it_shows_every_question_and_answer(export, tell, name):
    """Both splits together hold each pair once, each split in the order of the set."""
    made = export(name, "litgpt", "--split", "train=0.9,validation=0.1")
    data = load(made.folder)
    parts = [data.train_dataset, data.test_dataset]
    wanted = [fields(row) for row in canonical.rows_of(name) if canonical.is_good(canonical.instruction(row))]
    assert len(wanted) == len(made.pairs) == sum(map(len, parts))
    assert collections.Counter(fields(row) for part in parts for row in part.data) == collections.Counter(wanted)
    for part in parts:
        left = iter(wanted)
        assert all(fields(row) in left for row in part.data)
        for i, row in canonical.sampled(part.data, 500):
            assert seen(part[i]) == told(row)
    assert len(parts[1]) > len(wanted) * 0.08
    tell("LitGPT", VERSION, "litgpt", name, "JSON data module: prompt, input, answer, which tokens are trained", len(wanted))


@pytest.fixture
def home(tmp_path):
    """A checkpoint as LitGPT keeps one."""
    folder = tiny_model.save(tmp_path / "model")
    words = len(tiny_model.tokenizer())
    small = Config(name="tiny", block_size=4096, n_layer=2, n_head=4, n_embd=64, n_query_groups=2, rotary_percentage=1.0,
                   vocab_size=words, padded_vocab_size=words, bias=False, parallel_residual=False, norm_class_name="RMSNorm",
                   mlp_class_name="LLaMAMLP", intermediate_size=128)
    torch.manual_seed(0)
    torch.save(GPT(small).state_dict(), folder / "lit_model.pth")
    save_config(small, folder)
    return folder


def test_a_run_by_our_command_ends(export, tell, home, tmp_path):
    made = export("alpaca-52k", "litgpt", "--split", "train=0.9,validation=0.1", limit=80)
    printed = command.run(made, home, "--out_dir", tmp_path / "adapter", "--train.max_steps", 3, "--train.log_interval", 1,
                          "--train.lr_warmup_steps", 1)
    assert printed.count("loss train:") >= 3, printed[-3000:]
    assert command.is_adapter(tmp_path / "adapter/final/lit_model.pth.lora")
    tell("LitGPT", VERSION, "litgpt", "alpaca-52k, 80 rows", "LoRA run by train.sh: loss printed, adapter written", len(made.pairs))


def both(jsonl, rows, more=""):
    """A folder as LitGPT wants it, with careless rows to train on."""
    jsonl([ROW], "val.jsonl")
    return jsonl(rows, more=more).parent


@pytest.fixture
def pairs(repaired):
    """What the module shows of the export of a careless file, whose second half is good."""
    def of(source):
        data = load(repaired(source, "litgpt", "--split", "train=0.5,validation=0.5"))
        return [seen(part[i]) for part in (data.train_dataset, data.test_dataset) for i in range(len(part))]
    return of


GOOD = [{"instruction": f"What is {i}?", "input": "", "output": f"It is {i}."} for i in range(20)]


def check_good(shown):
    assert {told(row) for row in GOOD} <= set(shown)


@pytest.mark.parametrize(("row", "end"), [({"prompt": "p"}, ""), ({"output": None}, ""), ({}, "\n")],
                         ids=["a-column-named-prompt", "no-answer", "blank-line"])
def test_trap_what_stops_it(jsonl, pairs, findings, row, end):
    source = both(jsonl, [{**ROW, **row}, *GOOD], end) / "train.jsonl"
    with pytest.raises((TypeError, ValueError, AttributeError)):
        read = load(source.parent).train_dataset
        for i in range(len(read)):
            read[i]
    assert ("N_RESERVED_COLUMN" in findings(source, "litgpt")) is ("prompt" in row)
    check_good(pairs(source))


def test_trap_a_split_named_valid_is_not_found(jsonl, tmp_path, repaired):
    source = jsonl(GOOD)
    jsonl(GOOD, "valid.jsonl")
    with pytest.raises(FileNotFoundError):
        load(tmp_path)
    assert (repaired(source, "litgpt", "--split", "train=0.5,validation=0.5") / "val.json").is_file()


def test_trap_no_validation_rows_stop_it(jsonl, repaired, findings, tmp_path):
    source = jsonl(GOOD)
    with pytest.raises(FileNotFoundError):
        load(tmp_path)
    assert "E_NO_VALIDATION" in findings(source, "litgpt")


def test_trap_lines_named_json(tmp_path, jsonl, pairs):
    source = jsonl(GOOD)
    (tmp_path / "raw").mkdir()
    for name in ("train.json", "val.json"):
        (tmp_path / "raw" / name).write_bytes(source.read_bytes())
    with pytest.raises(json.JSONDecodeError):
        load(tmp_path / "raw")
    check_good(pairs(source))


def test_trap_the_input_is_left_out_by_other_styles(jsonl, repaired):
    """So the command that bmo writes names the style that shows it."""
    rows = [{**ROW, "instruction": f"Question {i}?", "input": f"Seen {i}."} for i in range(20)]
    folder = both(jsonl, rows)
    asked, _ = seen(load(folder, "llama3").train_dataset[0])
    assert "Question 0?" in asked and "Seen 0." not in asked
    out = repaired(folder / "train.jsonl", "litgpt", "--split", "train=0.5,validation=0.5")
    assert "--data.prompt_style alpaca" in (out / "train.sh").read_text()
    assert "Seen" in seen(load(out).train_dataset[0])[0]
