"""Unsloth's own normaliser, and the part of train.py that makes texts of rows, show turns as the sets have them."""
import importlib.metadata
import importlib.util
import os
import sys
import types

import canonical
import datasets
import pytest
import tiny_model

# The package looks for a GPU as it is imported; its functions for data need none.
bare = types.ModuleType("unsloth_zoo")
bare.__path__ = list(importlib.util.find_spec("unsloth_zoo").submodule_search_locations)
sys.modules["unsloth_zoo"] = bare
from unsloth_zoo.dataset_utils import standardize_data_formats  # noqa: E402

VERSION = importlib.metadata.version("unsloth_zoo")
MARKS = tiny_model.tokenizer()
HUMAN, GPT = {"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}
SHOWN = canonical.chatml([("user", "q"), ("assistant", "a")])
datasets.disable_progress_bars()


@pytest.fixture
def texts(tmp_path, monkeypatch):
    """What the train.py that bmo wrote trains on: its own lines between the two that want a GPU."""
    def of(folder):
        script = (folder / "train.py").read_text()
        part = script[script.index("data = load_dataset"):script.index("model = FastLanguageModel.get_peft_model")]
        monkeypatch.chdir(folder)
        held = {"os": os, "tokenizer": MARKS, "standardize_data_formats": standardize_data_formats,
                "load_dataset": lambda path: datasets.load_dataset(path, cache_dir=str(tmp_path / "cache"))}
        exec(compile(part, "train.py", "exec"), held)
        return held["data"]["train"]["text"]
    return of


@pytest.mark.parametrize("to", ["unsloth", "unsloth:sharegpt"])
@pytest.mark.parametrize("name", ["alpaca-52k", "gpteacher", "harbor", "glaive"])
def test_every_row_reads_as_ours(export, tell, texts, name, to):
    made = export(name, to, without_tools=True)
    seen = texts(made.folder)
    assert len(seen) == len(made.pairs)
    for i, pair in enumerate(made.pairs):
        assert seen[i] == canonical.chatml(pair.turns), f"pair {i}"
    sees = "the lines of train.py that make texts" + (", standardize_data_formats" if to.endswith("sharegpt") else "")
    tell("Unsloth", VERSION, to, name, sees, len(seen))


def standardized(source):
    rows = datasets.load_dataset("json", data_files=str(source), split="train", cache_dir=str(source.parent / "raw"))
    return standardize_data_formats(rows)


@pytest.mark.parametrize(("first", "problem"), [
    ({**HUMAN, "id": "1"}, AssertionError), ({"from": "human", "value": None}, RuntimeError),
    ({"from": "observation", "value": "q"}, TypeError)], ids=["third-key", "null", "tool"])
def test_trap_a_turn_that_stops_the_normaliser(jsonl, repaired, texts, first, problem):
    rows = [{"conversations": [first, {**GPT, **({"id": "2"} if "id" in first else {})}]}, {"conversations": [HUMAN, GPT]}]
    source = jsonl(rows, "turns.jsonl")
    with pytest.raises(problem):
        standardized(source)
    assert set(texts(repaired(source, "unsloth:sharegpt"))) == {SHOWN}


def test_trap_a_tool_that_speaks_late_stops_the_normaliser(jsonl, findings):
    """It takes the roles from the first ten rows."""
    source = jsonl([{"conversations": [HUMAN, GPT]}] * 11 + [{"conversations": [HUMAN, {"from": "observation", "value": "r"}, GPT]}],
                   "late.jsonl")
    with pytest.raises(KeyError):
        standardized(source)
    told = [{"from": "function_call", "value": '{"name": "f", "arguments": {}}'}, {"from": "observation", "value": "r"}]
    called = jsonl([{"conversations": [HUMAN, *told, GPT]}], "called.jsonl")
    assert "E_TOOL_USE" in findings(called, "unsloth:sharegpt")


def test_trap_messages_are_left_as_they_are(jsonl, repaired, texts):
    """It looks at `conversations` alone: roles of ShareGPT under another name reach the template."""
    source = jsonl([{"messages": [{"role": "human", "content": "q"}, {"role": "gpt", "content": "a"}]}], "names.jsonl")
    assert standardized(source)[0]["messages"][0]["role"] == "human"
    assert texts(repaired(source, "unsloth")) == [SHOWN]
