"""MS-Swift reads the file that train.sh names, strictly, and sees turns, tools and answers as the sets have them."""
import importlib.metadata
import json
import os
import re
import types

import canonical
import command
import pytest
import tiny_model

os.environ.update(USE_HF="1", MODELSCOPE_LOG_LEVEL="40", LOG_LEVEL="ERROR")

import datasets  # noqa: E402
from swift.dataset import load_dataset  # noqa: E402

VERSION = importlib.metadata.version("ms-swift")
SYSTEM, USER, ANSWER = ({"role": role, "content": text} for role, text in (("system", "s"), ("user", "q"), ("assistant", "a")))
GOOD = (("user", "q"), ("assistant", "a"))
datasets.disable_progress_bars()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MODELSCOPE_CACHE", str(tmp_path / "cache"))


def load(path, strict=True):
    return load_dataset([str(path)], strict=strict, load_from_cache_file=False)[0]


def told(folder, flag):
    """What train.sh gives for a flag, as the shell would."""
    return re.search(rf'--{flag} "?([^"\s]+)', (folder / "train.sh").read_text())[1].replace("$PWD", str(folder))


def read(folder):
    return load(told(folder, "dataset"), told(folder, "strict") == "true")


def turns(messages):
    return tuple((message["role"], message["content"]) for message in messages)


@pytest.mark.parametrize("name", ["alpaca-52k", "gpteacher", "harbor", "glaive"])
def test_every_row_reads_as_ours(export, tell, name):
    made = export(name, "swift", without_tools=True)
    rows = read(made.folder)
    assert len(rows) == len(made.pairs)
    for i, pair in canonical.sampled(made.pairs, 5000):
        assert turns(rows[i]["messages"]) == pair.turns, f"pair {i}"
    tell("MS-Swift", VERSION, "swift", name, "load_dataset, strict, as train.sh has it", len(rows))


def parsed(content):
    """A call: its name and what it is called with, which OpenAI's way keeps as a text of its own."""
    call = json.loads(content) if isinstance(content, str) else content
    more = call["arguments"]
    return call["name"], json.loads(more) if isinstance(more, str) else more


def test_tools_calls_and_results_come_through(export, tell):
    made = export("glaive", "swift")
    raw = [row for row in canonical.rows_of("glaive") if canonical.is_good(canonical.conversation(row))]
    rows = read(made.folder)
    assert len(rows) == len(raw) == len(made.pairs)
    for i, row in enumerate(raw):
        seen = rows[i]["messages"]
        assert len(seen) == len(row["conversations"]), f"row {i}"
        for message, turn in zip(seen, row["conversations"]):
            if turn["from"] == "function_call":
                assert message["role"] == "tool_call" and parsed(message["content"]) == parsed(turn["value"]), f"row {i}"
            else:
                role = {"human": "user", "gpt": "assistant", "observation": "tool"}[turn["from"]]
                assert (message["role"].removesuffix("_response"), message["content"]) == (role, turn["value"]), f"row {i}"
        tools = [tool.get("function", tool) for tool in rows[i]["tools"] or []] if "tools" in rows.column_names else []
        assert tools == (json.loads(row["tools"]) if row["tools"].strip() else []), f"row {i}"
    tell("MS-Swift", VERSION, "swift", "glaive", "load_dataset: tools, calls, results", len(rows))


@pytest.mark.parametrize("name", ["dpo", "v1-dpo"])
def test_both_answers_come_through(export, tell, name):
    made = export(name, "swift:rejected-response")
    rows = read(made.folder)
    assert len(rows) == len(made.pairs)
    for i, pair in enumerate(made.pairs):
        assert turns(rows[i]["messages"]) == pair.turns, f"pair {i}"
        worse = rows[i]["rejected_response"] if "rejected_response" in rows.column_names else rows[i]["rejected_messages"][-1]["content"]
        assert worse == pair.rejected, f"pair {i}"
    tell("MS-Swift", VERSION, "swift:rejected-response", name, "load_dataset: prompt, chosen, rejected", len(rows))


def test_labels_come_through(export, tell):
    made = export("kto", "swift:kto")
    rows = read(made.folder)
    assert [(turns(row["messages"]), row["label"]) for row in rows] == [(pair.turns, pair.label) for pair in made.pairs]
    tell("MS-Swift", VERSION, "swift:kto", "kto", "load_dataset: turns, label", len(rows))


@pytest.mark.parametrize(("name", "to"), [("harbor", "swift"), ("v1-dpo", "swift:rejected-response"), ("kto", "swift:kto")])
def test_a_run_by_our_command_ends(export, tell, tmp_path, name, to):
    made = export(name, to, without_tools=True)
    home, adapter = tiny_model.save(tmp_path / "model"), tmp_path / "adapter"
    printed = command.run(made, home, "--max_steps", 2, "--logging_steps", 1, "--output_dir", adapter, "--model_type", "llama",
                          "--template", "chatml", "--max_length", 1 << 16)
    assert len(command.losses(printed)) == 2, printed[-3000:]
    written, = adapter.glob("*/checkpoint-2/adapter_model.safetensors")
    assert command.is_adapter(written)
    tell("MS-Swift", VERSION, to, name, "LoRA run by train.sh: loss printed, adapter written", len(made.pairs))


@pytest.fixture
def ours(repaired):
    def of(source, to="swift"):
        return [turns(row["messages"]) for row in read(repaired(source, to))]
    return of


def test_trap_two_columns_of_one_group_lose_the_answer(jsonl, ours, findings):
    source = jsonl([{"instruction": "q", "output": "a", "answer": "other"}], "groups.jsonl")
    assert all(message["content"] != "a" for row in load(source, strict=False) for message in row["messages"] or [])
    assert "N_RESERVED_COLUMN" in findings(source, "swift")
    assert ours(source)[0][0] == ("user", "q") and ours(source)[0][-1][1] == "a"


@pytest.mark.parametrize("bad", [[{**SYSTEM, "role": "developer"}, USER, ANSWER], [USER, {**ANSWER, "content": None}]],
                         ids=["developer", "null-answer"])
def test_trap_a_bad_row_is_left_out_unless_strict(jsonl, ours, bad):
    source = jsonl([{"messages": bad}, {"messages": [USER, ANSWER]}], "bad.jsonl")
    assert [turns(row["messages"]) for row in load(source, strict=False)] == [GOOD]
    with pytest.raises(Exception):
        load(source)
    assert ours(source)[-1] == GOOD and all(text for row in ours(source) for _, text in row)


def test_trap_a_run_leaves_bad_rows_out_unless_strict(jsonl, repaired, tmp_path):
    """Our train.sh is strict: a row that went bad after the export stops the run, and is not trained without."""
    folder = repaired(jsonl([{"messages": [USER, {**ANSWER, "content": f"a{i}"}]} for i in range(4)], "rows.jsonl"), "swift")
    with (folder / "train.jsonl").open("a") as file:
        file.write(json.dumps({"messages": [{**SYSTEM, "role": "developer"}, USER, ANSWER]}) + "\n")
    home = tiny_model.save(tmp_path / "model")

    def run(*more):
        told = ("--max_steps", 1, "--model_type", "llama", "--template", "chatml", "--output_dir", tmp_path / "adapter", *more)
        return command.run(types.SimpleNamespace(folder=folder), home, *told)
    with pytest.raises(AssertionError):
        run()
    assert len(command.losses(run("--strict", "false", "--logging_steps", 1))) == 1


def test_trap_a_file_without_a_good_row_stops_it(jsonl, findings):
    """What is dropped without a word leaves nothing, which it then divides by."""
    source = jsonl([{"messages": [USER, ANSWER], "rejected_response": "a"}], "alike.jsonl")
    with pytest.raises(ZeroDivisionError):
        load(source, strict=False)
    alike = jsonl([{"prompt": [USER], "chosen": [ANSWER], "rejected": [ANSWER]}], "pairs.jsonl")
    assert "E_SAME_ANSWER" in findings(alike, "swift:rejected-response")


def test_trap_a_question_alone_is_kept(jsonl, ours):
    source = jsonl([{"messages": [USER]}, {"messages": [USER, ANSWER]}], "alone.jsonl")
    assert len(load(source)) == 2
    assert ours(source) == [GOOD]


@pytest.mark.parametrize("name", ["label", "margin", "channel", "images", "objects"])
def test_trap_a_column_that_means_something_else(jsonl, repaired, findings, name):
    """What it means to the user is metadata; to MS-Swift it is a part of training."""
    source = jsonl([{"messages": [USER, ANSWER], name: "topic"}] * 2, "names.jsonl")
    try:
        assert name in load(source).column_names
    except Exception as problem:
        assert name in ("images", "objects"), problem
    assert "N_RESERVED_COLUMN" in findings(source, "swift") or name == "label"
    rows = read(repaired(source, "swift"))
    assert "topic" not in str(rows[0]) and turns(rows[0]["messages"]) == GOOD


def test_trap_a_preference_whose_answers_are_alike_is_dropped(jsonl, repaired):
    good = {"messages": [USER, ANSWER], "rejected_response": "b"}
    source = jsonl([good | {"rejected_response": "a"}, good], "alike.jsonl")
    assert len(load(source, strict=False)) == 1
    told_by_bmo = jsonl([{"prompt": [USER], "chosen": [ANSWER], "rejected": [{**ANSWER, "content": worse}]} for worse in "ab"], "pairs.jsonl")
    assert len(read(repaired(told_by_bmo, "swift:rejected-response"))) == 1
