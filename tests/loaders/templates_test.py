"""The chat templates of the big model families show every text of ours, and lose what the traps say they lose."""
import datetime
import functools
import importlib.metadata
import json
import pathlib

import canonical
import pyarrow.parquet
import pytest
from conftest import bmo
from jinja2.exceptions import UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

FOLDER = pathlib.Path(str(importlib.metadata.distribution("trl").locate_file("trl/chat_templates")))
VERSION = importlib.metadata.version("trl")
FAMILIES = ["llama3", "llama3_1", "llama3_2", "qwen2_5", "qwen3", "qwen3_instruct_2507", "qwen3_5_think", "qwen3_8", "gemma",
            "gemma3", "gemma4", "phi3", "phi3_5", "deepseekv3", "deepseek_r1_distill", "glm4moe", "gptoss"]
USER, ANSWER = {"role": "user", "content": "UUU"}, {"role": "assistant", "content": "AAA"}


def refuse(message):
    raise ValueError(message)


@functools.cache
def template(family):
    surroundings = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True,
                                                 extensions=["jinja2.ext.loopcontrols"])
    surroundings.globals["raise_exception"] = refuse
    surroundings.globals["strftime_now"] = lambda form: datetime.datetime(2026, 1, 1).strftime(form)
    surroundings.filters["tojson"] = lambda value, indent=None: json.dumps(value, ensure_ascii=False, indent=indent)
    return surroundings.from_string((FOLDER / f"{family}.jinja").read_text(encoding="utf-8"))


def render(family, messages):
    return template(family).render(messages=messages, bos_token="<s>", eos_token="</s>")


def rows_of(made, split="train"):
    with open(made.file(split), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("name", "container"), [("harbor", "jsonl"), ("glaive", "jsonl")])
def test_every_text_is_shown(export, tell, name, container, family):
    made = export(name, container, without_tools=True)
    rows = rows_of(made)
    assert len(rows) == len(made.pairs)
    for i, pair in canonical.sampled(made.pairs, 100):
        has_system = any(role == "system" for role, _ in pair.turns)
        if family == "gemma" and has_system:
            continue
        shown = render(family, rows[i]["messages"])
        assert all(text.strip() in shown for _, text in pair.turns), f"pair {i}: {shown}"
        assert "None" not in shown or any("None" in text for _, text in pair.turns)
    tell("chat templates of TRL", VERSION, container, name, "every text shown, by the template of each family", len(rows))


@pytest.mark.parametrize("family", ["qwen2_5", "qwen3", "phi3", "deepseekv3", "glm4moe"])
def test_trap_a_role_named_human_is_dropped(family):
    assert "UUU" not in render(family, [{**USER, "role": "human"}, ANSWER])
    assert "UUU" in render(family, [USER, ANSWER])


@pytest.mark.parametrize("family", ["qwen2_5", "qwen3", "phi3", "deepseekv3", "glm4moe"])
def test_trap_bmo_names_roles_as_templates_do(jsonl, repaired, family):
    source = jsonl([{"conversations": [{"from": "human", "value": "UUU"}, {"from": "gpt", "value": "AAA"}]}], "turns.jsonl")
    row = json.loads((repaired(source) / "train.jsonl").read_text())
    shown = render(family, row["messages"])
    assert "UUU" in shown and "AAA" in shown


@pytest.mark.parametrize("family", ["llama3", "llama3_1", "gemma"])
def test_trap_a_null_answer_is_printed(family):
    assert "None" in render(family, [USER, {**ANSWER, "content": None}])


def test_trap_llama_stops_at_null_tool_calls():
    with pytest.raises(TypeError):
        render("llama3_1", [{**USER, "tool_calls": None}, {**ANSWER, "tool_calls": None}])


@pytest.fixture
def judged(jsonl):
    """What bmo says of a conversation for a family whose files are not at hand."""
    def of(messages, family):
        source = jsonl([{"messages": messages}], "judged.jsonl")
        return {finding["code"] for finding in bmo("check", source, "--to", "trl", "--family", family)["findings"]}
    return of


SYSTEM = {"role": "system", "content": "SSS"}


def test_trap_gemma_refuses_a_system_prompt(judged):
    with pytest.raises(ValueError):
        render("gemma", [SYSTEM, USER, ANSWER])
    assert "W_FAMILY" in judged([SYSTEM, USER, ANSWER], "gemma_2")
    assert "W_FAMILY" not in judged([USER, ANSWER], "gemma_2")


@pytest.mark.parametrize("family", ["gemma", "gemma3"])
def test_trap_gemma_refuses_two_turns_of_one_side(judged, family):
    with pytest.raises(ValueError):
        render(family, [USER, USER, ANSWER])
    assert {"W_FAMILY", "E_TURN_REPEATED"} & judged([USER, USER, ANSWER], "gemma_2")


@pytest.mark.parametrize("family", ["qwen2_5", "phi3", "deepseekv3", "gptoss", "gemma3"])
def test_trap_a_null_answer_stops_it(jsonl, repaired, family):
    source = jsonl([{"messages": [USER, {**ANSWER, "content": None}]}, {"messages": [USER, ANSWER]}], "null.jsonl")
    with pytest.raises((TypeError, ValueError, UndefinedError)):
        render(family, [USER, {**ANSWER, "content": None}])
    lines = (repaired(source) / "train.jsonl").read_text().splitlines()
    assert len(lines) == 1 and "AAA" in render(family, json.loads(lines[0])["messages"])


def test_trap_qwen_2_5_has_a_system_prompt_of_its_own(jsonl, findings):
    """Without one it says that it is Qwen; an empty one takes that away without a word."""
    assert "You are Qwen" in render("qwen2_5", [USER, ANSWER])
    blank = [{"role": "system", "content": ""}, USER, ANSWER]
    assert "You are Qwen" not in render("qwen2_5", blank)
    assert "E_BLANK_SYSTEM" in findings(jsonl([{"messages": blank}], "blank.jsonl"), "together")


def test_trap_qwen_3_forgets_the_thoughts_of_earlier_answers(judged):
    thought = {**ANSWER, "content": "<think>TTT</think>AAA"}
    assert "TTT" in render("qwen3", [USER, thought])
    assert "TTT" not in render("qwen3", [USER, thought, USER, ANSWER])
    assert "W_FAMILY" in judged([USER, thought, USER, ANSWER], "qwen_3")


@pytest.mark.parametrize("family", ["qwen3_5_think", "gptoss"])
def test_trap_a_later_system_prompt_is_refused_or_dropped(jsonl, findings, family):
    turns = [USER, ANSWER, SYSTEM, USER, ANSWER]
    try:
        assert "SSS" not in render(family, turns)
    except ValueError:
        pass
    assert "E_ROLE_ORDER" in findings(jsonl([{"messages": turns}], "later.jsonl"), "trl")


@pytest.mark.parametrize(("family", "mark"), [("qwen3", "<|im_end|>"), ("llama3", "<|eot_id|>"), ("gemma3", "<end_of_turn>")])
def test_trap_a_mark_in_a_text_ends_the_turn(jsonl, findings, family, mark):
    turns = [USER, {**ANSWER, "content": f"AAA{mark} BBB"}]
    shown = render(family, turns)
    assert shown.index("AAA") < shown.index(mark, shown.index("AAA")) < shown.index("BBB")
    assert "W_CONTROL_TOKEN" in findings(jsonl([{"messages": turns}], "marks.jsonl"), "trl")


def test_trap_gemma_4_drops_a_result_without_a_call(jsonl, findings):
    turns = [USER, {"role": "tool", "content": "RRR"}, ANSWER]
    assert "RRR" not in render("gemma4", turns)
    assert "E_ROLE_ORDER" in findings(jsonl([{"messages": turns}], "results.jsonl"), "trl")


def calling(made, split="train"):
    """The first row in which a tool is called, and that call."""
    for row in rows_of(made, split):
        for i, message in enumerate(row["messages"]):
            if message.get("tool_calls"):
                return row["messages"][:i + 1], message["tool_calls"][0]["function"]
    raise AssertionError("no row calls a tool")


# Templates that print arguments through `tojson`, whatever they are.
PRINTING = ["qwen2_5", "llama3_1"]


@pytest.mark.parametrize("family", PRINTING)
@pytest.mark.parametrize(("target", "split"), [("trl", "train"), ("mlx", "train"), ("nemo", "training")])
def test_arguments_are_printed_once(export, tell, target, split, family):
    made = export("glaive", target)
    messages, call = calling(made, split)
    assert isinstance(call["arguments"], dict)
    assert json.dumps(call["arguments"], ensure_ascii=False) in render(family, messages)
    tell("chat templates of TRL", VERSION, target, "glaive", "arguments as an object, by the template of each family", len(made.pairs))


@pytest.mark.parametrize("family", PRINTING)
def test_trap_arguments_as_text_are_quoted_twice(export, family):
    messages, call = calling(export("glaive", "jsonl"))
    assert isinstance(call["arguments"], str)
    assert json.dumps(call["arguments"], ensure_ascii=False) in render(family, messages)


def test_trap_a_key_without_calls_stops_llama_3_1():
    assert "AAA" in render("llama3_1", [USER, ANSWER])
    with pytest.raises(Exception, match="."):
        render("llama3_1", [USER, {**ANSWER, "tool_calls": None}])


def test_trap_a_table_of_messages_has_null_keys(export):
    table = export("alpaca-52k", "parquet", limit=300)
    row = pyarrow.parquet.read_table(table.folder / "data/train-00000-of-00001.parquet").to_pylist()[0]
    assert row["messages"][0]["tool_calls"] is None
    with pytest.raises(TypeError):
        render("llama3_1", row["messages"])
    assert "N_NULL_KEYS" in {finding["code"] for finding in table.answer["findings"]}
    plain = export("alpaca-52k", "parquet:role-content", limit=300)
    assert "N_NULL_KEYS" not in {finding["code"] for finding in plain.answer["findings"]}


@pytest.mark.parametrize("family", ["llama3_1", "deepseekv3", "gptoss"])
def test_a_table_of_role_and_content_has_no_such_key(export, family):
    table = export("alpaca-52k", "parquet:role-content", limit=300)
    rows = pyarrow.parquet.read_table(table.folder / "data/train-00000-of-00001.parquet").to_pylist()
    for row, pair in zip(rows, table.pairs, strict=True):
        shown = render(family, row["messages"])
        assert all(text.strip() in shown for _, text in pair.turns)
