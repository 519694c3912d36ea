"""Mistral's own validator and tokenizers accept our messages, and mask what we mean to be masked."""
import json
import pathlib

import canonical
import mistral_common
import pytest
from mistral_common.exceptions import InvalidMessageStructureException, MistralCommonException
from mistral_common.protocol.instruct.messages import FinetuningAssistantMessage, SystemMessage, ToolMessage, UserMessage
from mistral_common.protocol.instruct.request import ChatCompletionRequest
from mistral_common.protocol.instruct.tool_calls import ToolCall
from mistral_common.protocol.instruct.validator import MistralRequestValidatorV3, ValidationMode
from mistral_common.tokens.tokenizers.mistral import MistralTokenizer

KINDS = {"system": SystemMessage, "user": UserMessage, "assistant": FinetuningAssistantMessage}
MARKS = pathlib.Path(mistral_common.__file__).parent / "data/mistral_instruct_tokenizer_240323.model.v3"


def messages(row):
    return [KINDS[message["role"]](content=message["content"]) for message in row["messages"]]


def validate(row):
    MistralRequestValidatorV3(ValidationMode.finetuning).validate_messages(messages(row))


def rows_of(made):
    with open(made.file(), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("name", ["harbor", "alpaca-52k", "gpteacher", "glaive"])
def test_the_validator_accepts_every_row(export, tell, name):
    made = export(name, "jsonl", "--metadata", "sidecar", without_tools=True)
    rows = rows_of(made)
    assert len(rows) == len(made.pairs)
    for i, pair in canonical.sampled(made.pairs, 5000):
        assert set(rows[i]) == {"messages"}
        validate(rows[i])
        assert tuple((m.role, m.content) for m in messages(rows[i])) == pair.turns, f"pair {i}"
    tell("mistral-common", mistral_common.__version__, "jsonl, sidecar", name, "fine-tuning validator V3", len(rows))


def test_its_tokenizer_shows_question_and_answer(export, tell):
    made = export("harbor", "jsonl", "--metadata", "sidecar", without_tools=True)
    tokenizer = MistralTokenizer.from_file(str(MARKS), mode=ValidationMode.finetuning)
    for row, pair in zip(rows_of(made), made.pairs):
        shown = tokenizer.decode(tokenizer.encode_chat_completion(ChatCompletionRequest(messages=messages(row))).tokens)
        assert pair.answer in shown and all(text in shown for _, text in pair.turns), shown
    tell("mistral-common", mistral_common.__version__, "jsonl, sidecar", "harbor", "tokenizer v3: texts come back", len(made.pairs))


@pytest.mark.parametrize("turns", [
    pytest.param(["user"], id="no-answer"), pytest.param(["user", "assistant", "user"], id="ends-with-a-question"),
    pytest.param(["system"], id="system-alone"), pytest.param(["user", "assistant", "system", "assistant"], id="system-later")])
def test_trap_turns_that_it_refuses(turns):
    row = {"messages": [{"role": role, "content": "x"} for role in turns]}
    with pytest.raises(InvalidMessageStructureException):
        validate(row)


def call(said, identity):
    """A conversation in which a tool is called, as bmo reads it."""
    return [{"role": "user", "content": "q"},
            {"role": "assistant", "content": said, "tool_calls": [
                {"id": identity, "type": "function", "function": {"name": "now", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": identity, "content": "noon"}, {"role": "assistant", "content": "a"}]


def validate_call(turns):
    asked = FinetuningAssistantMessage(content=turns[1]["content"] or None, tool_calls=[ToolCall(**turns[1]["tool_calls"][0])])
    MistralRequestValidatorV3(ValidationMode.finetuning).validate_messages([
        UserMessage(content="q"), asked, ToolMessage(content="noon", tool_call_id=turns[2]["tool_call_id"]),
        FinetuningAssistantMessage(content="a")])


@pytest.mark.parametrize(("said", "identity", "code"), [("", "call_1", "E_TOOL_CALL_ID"), ("x", "a1b2c3d4e", "E_CALL_BESIDE_TEXT")])
def test_trap_calls_that_it_refuses(jsonl, findings, said, identity, code):
    with pytest.raises(MistralCommonException):
        validate_call(call(said, identity))
    validate_call(call("", "a1b2c3d4e"))
    assert code in findings(jsonl([{"messages": call(said, identity)}], "calls.jsonl"), "mistral")
    assert code not in findings(jsonl([{"messages": call("", "a1b2c3d4e")}], "good.jsonl"), "mistral")


def test_an_empty_system_prompt_is_told_and_kept(jsonl, repaired, findings):
    """The validator lets it pass, so bmo does too."""
    turns = [{"role": "system", "content": ""}, {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]
    source = jsonl([{"messages": turns}] * 10, "blank.jsonl")
    assert "E_BLANK_SYSTEM" in findings(source, "mistral")
    lines = (repaired(source, "mistral") / "train.jsonl").read_text().splitlines()
    assert len(lines) == 10
    validate(json.loads(lines[0]))


@pytest.mark.parametrize("turns", [["user"], ["user", "assistant", "user"], ["system"],
                                   ["user", "assistant", "system", "assistant"]])
def test_trap_bmo_lets_no_such_row_through(jsonl, repaired, turns):
    good = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}
    source = jsonl([good, {"messages": [{"role": role, "content": "x"} for role in turns]}], "turns.jsonl")
    lines = (repaired(source) / "train.jsonl").read_text().splitlines()
    assert len(lines) == 1
    validate(json.loads(lines[0]))
