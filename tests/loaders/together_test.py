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
    ("glaive", "messages"), ("dpo", "openai-preference"), ("v1-dpo", "openai-preference")])
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
    pytest.param([{"messages": [USER, {**ANSWER, "weight": 2}]}], "", id="a-weight-of-two"),
    pytest.param([{"messages": [USER, {**ANSWER, "weight": 1.0}]}], "", id="a-weight-with-a-fraction"),
    pytest.param([preferred([{**USER, "weight": 0.5}], [ANSWER], [ANSWER])], "", id="half-a-weight-on-a-question"),
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


# Whole weights, which pass; one spelled with a fraction, which bmo spells whole; two that no spelling mends.
WEIGHTS = [(0, 1), (None, 0), (1.0, None), (None, 0.5), (2, None)]
WEIGHED = [{"messages": [{**message, **({} if weight is None else {"weight": weight})}
                         for message, weight in zip((USER, ANSWER), weights, strict=True)]} for weights in WEIGHTS]


@pytest.mark.parametrize("row", WEIGHED, ids=lambda row: "-".join(str(m.get("weight")) for m in row["messages"]))
def test_trap_weights_that_bmo_keeps_are_those_it_takes(jsonl, repaired, row):
    unfixed = check_file(jsonl([row], "unfixed.jsonl"))["is_check_passed"]
    out = repaired(jsonl([row, {"messages": [USER, ANSWER]}], "rows.jsonl"), "together")
    told, kept = check_file(out / "train.jsonl"), json.loads((out / ".bmo/manifest.json").read_text())["exported"]
    assert told["is_check_passed"], told["message"]
    mended = any(weight == 1.0 and isinstance(weight, float) for weight in (m.get("weight") for m in row["messages"]))
    assert kept == 1 + (unfixed or mended)


def test_trap_bmo_refuses_half_a_weight_and_twice_one(jsonl, findings):
    for row in WEIGHED[3:]:
        assert not check_file(jsonl([row], "unfixed.jsonl"))["is_check_passed"]
        assert "E_MESSAGE_WEIGHT" in findings(jsonl([row], "rows.jsonl"), "together")
