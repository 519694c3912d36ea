"""Together's own file check passes our strict rows, and fails what it documents as faults."""
import importlib.metadata
import json
import os

import pytest

os.environ["TOGETHER_DISABLE_DEPRECATION_BANNER"] = "1"
from together.utils.files import check_file  # noqa: E402

VERSION = importlib.metadata.version("together")
USER, ANSWER = {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}
STRICT = ("--metadata", "sidecar")


def turns(row):
    if "prompt" in row:
        return ("user", row["prompt"]), ("assistant", row["completion"])
    said = row["messages"] if "messages" in row else row["input"]["messages"] + row["preferred_output"]
    return tuple((message["role"], message["content"]) for message in said)


@pytest.mark.parametrize(("name", "layout"), [
    ("harbor", "messages"), ("alpaca-52k", "messages"), ("alpaca-52k", "prompt-completion"), ("gpteacher", "messages"),
    ("glaive", "messages"), ("dpo", "openai-preference")])
def test_the_check_passes(export, tell, name, layout):
    made = export(name, f"together:{layout}", without_tools=True)
    told = check_file(made.file())
    assert told["is_check_passed"], told["message"]
    assert told["num_samples"] == len(made.pairs)
    # The check tells no texts: they are those of its lines.
    for row, pair in zip(map(json.loads, made.file().open(encoding="utf-8")), made.pairs, strict=True):
        assert turns(row) == pair.turns
    tell("Together", VERSION, f"together:{layout}", name, "check_file", told["num_samples"])


def preferred(asked, better, worse):
    return {"input": {"messages": asked}, "preferred_output": better, "non_preferred_output": worse}


@pytest.mark.parametrize(("rows", "more"), [
    pytest.param([{"messages": [USER, ANSWER], "metadata": {}}], "", id="one-more-column"),
    pytest.param([{"messages": [USER, USER, ANSWER]}], "", id="two-questions-in-a-row"),
    pytest.param([{"messages": [USER]}], "", id="no-answer"),
    pytest.param([{"messages": [USER, {**ANSWER, "weight": 0.5}]}], "", id="half-a-weight"),
    pytest.param([{"prompt": "p", "completion": "c", "id": 1}], "", id="completion-with-id"),
    pytest.param([{"text": "x", "messages": [USER, ANSWER]}], "", id="two-formats"),
    pytest.param([{"messages": [{"role": "tool", "content": "x"}, ANSWER]}], "", id="a-tool"),
    pytest.param([preferred([USER, ANSWER], [ANSWER], [ANSWER])], "", id="a-question-that-ends-with-an-answer"),
    pytest.param([preferred([USER], [ANSWER, ANSWER], [ANSWER])], "", id="two-better-answers"),
    pytest.param([{"messages": [USER, ANSWER]}], "\n", id="blank-line")])
def test_trap_what_it_refuses(jsonl, rows, more):
    assert not check_file(jsonl(rows, more=more))["is_check_passed"]


def test_trap_bmo_keeps_columns_out_and_lines_whole(jsonl, repaired):
    source = jsonl([{"messages": [USER, ANSWER], "id": "1", "text": "x", "quality": 7},
                    {"prompt": "p", "completion": "c", "id": 2}, {"messages": [USER]}], "rows.jsonl", more="\n\n")
    out = repaired(source, "jsonl", *STRICT)
    told = check_file(out / "train.jsonl")
    assert told["is_check_passed"], told["message"]
    assert told["num_samples"] == 2
    assert all(set(json.loads(line)) == {"messages"} for line in (out / "train.jsonl").read_text().splitlines())
