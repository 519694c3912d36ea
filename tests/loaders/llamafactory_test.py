"""LLaMA-Factory finds our files by the dataset_info.json beside them, and sees turns, tools and answers as the sets have them."""
import importlib.machinery
import importlib.metadata
import json
import math
import os
import sys
import types

import canonical
import command
import pytest
import tiny_model
import yaml

# It imports a library for sounds at its top, which has no build without CUDA, and checks versions of what it does not use here.
sys.modules.setdefault("torchaudio", types.ModuleType("torchaudio")).__spec__ = importlib.machinery.ModuleSpec("torchaudio", None)
os.environ.update(DISABLE_VERSION_CHECK="1", LLAMAFACTORY_VERBOSITY="ERROR")

import datasets  # noqa: E402
from llamafactory.data import get_dataset, get_template_and_fix_tokenizer  # noqa: E402
from llamafactory.data.loader import _get_merged_dataset  # noqa: E402
from llamafactory.hparams import get_train_args  # noqa: E402

VERSION = importlib.metadata.version("llamafactory")
datasets.disable_progress_bars()
PLAIN = {"stage": "sft", "do_train": True, "finetuning_type": "lora", "dataset": "pairs", "report_to": "none"}
TAGS = {"role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant", "system_tag": "system"}
MESSAGES = {"formatting": "sharegpt", "columns": {"messages": "messages"}, "tags": TAGS}
SYSTEM, USER, ANSWER = ({"role": role, "content": text} for role, text in (("system", "s"), ("user", "q"), ("assistant", "a")))


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return tiny_model.save(tmp_path_factory.mktemp("model"), tiny_model.TEMPLATE)


@pytest.fixture
def arguments(home, tmp_path):
    """Its own reading of the train.yaml in a folder, or of plain settings where there is none."""
    def of(folder, **more):
        file = folder / "train.yaml"
        told = yaml.safe_load(file.read_text()) if file.exists() else PLAIN
        told = {**told, "dataset_dir": str(folder), "model_name_or_path": str(home), "template": "chatml", "use_cpu": True,
                "output_dir": str(tmp_path / "adapter"), "overwrite_cache": True, "cutoff_len": 1 << 16, **more}
        return get_train_args(told)
    return of


def rows_for(stage):
    """Its DPO loads rows as those of a reward model."""
    return "rm" if stage == "dpo" else stage


@pytest.fixture
def aligned(arguments):
    """Rows as its converters make them: what every later step sees."""
    def of(folder, **more):
        model, data, training, method, _ = arguments(folder, **more)
        return _get_merged_dataset(data.dataset, model, data, training, rows_for(method.stage))
    return of


@pytest.fixture
def prepared(arguments):
    """Rows as they are trained: texts, and the part that counts."""
    def of(folder, **more):
        model, data, training, method, _ = arguments(folder, **more)
        marks = tiny_model.tokenizer(tiny_model.TEMPLATE)
        template = get_template_and_fix_tokenizer(marks, data)
        rows = get_dataset(template, model, data, training, rows_for(method.stage), marks)["train_dataset"]
        return [(marks.decode(row["input_ids"]), marks.decode([token for token in row["labels"] if token >= 0])) for row in rows]
    return of


def turns(row):
    first = (("system", row["_system"]),) if row["_system"] else ()
    return first + tuple((message["role"], message["content"]) for message in [*row["_prompt"], *row["_response"][:1]])


@pytest.mark.parametrize(("name", "to"), [
    ("alpaca-52k", "llamafactory"), ("alpaca-52k", "llamafactory:alpaca"), ("gpteacher", "llamafactory"),
    ("gpteacher", "llamafactory:alpaca"), ("harbor", "llamafactory"), ("harbor", "llamafactory:sharegpt"),
    ("harbor", "llamafactory:alpaca"), ("glaive", "llamafactory")])
def test_every_row_reads_as_ours(export, tell, aligned, name, to):
    made = export(name, to, without_tools=True)
    rows = aligned(made.folder)
    assert len(rows) == len(made.pairs)
    for i, pair in canonical.sampled(made.pairs, 5000):
        assert turns(rows[i]) == pair.turns, f"pair {i}"
    tell("LLaMA-Factory", VERSION, to, name, "its loading and converters by dataset_info.json and train.yaml", len(rows))


@pytest.mark.parametrize(("name", "limit"), [("alpaca-52k", 500), ("glaive", None)])
def test_it_trains_on_the_answers(export, tell, prepared, name, limit):
    made = export(name, "llamafactory", limit=limit, without_tools=True)
    rows = prepared(made.folder)
    assert len(rows) == len(made.pairs)
    for i, pair in enumerate(made.pairs):
        answers = "".join(f"{text}<|im_end|>\n" for role, text in pair.turns if role == "assistant")
        assert rows[i] == (canonical.chatml(pair.turns), answers), f"pair {i}"
    tell("LLaMA-Factory", VERSION, "llamafactory", name if limit is None else f"{name}, {limit:,} rows",
         "get_dataset: tokens, and which are trained", len(rows))


def parsed(role, text):
    """A call as its name and arguments: an answer of this set may have been written in other words of JSON."""
    if role != "function":
        return role, text
    told = json.loads(text)
    return role, [(call["name"], call["arguments"]) for call in (told if isinstance(told, list) else [told])]


def test_tools_calls_and_results_come_through(export, tell, aligned):
    made = export("glaive", "llamafactory:sharegpt")
    raw = [row for row in canonical.rows_of("glaive") if canonical.is_good(canonical.conversation(row))]
    rows = aligned(made.folder)
    names = {"human": "user", "gpt": "assistant", "function_call": "function", "observation": "observation"}
    assert len(rows) == len(raw) == len(made.pairs)
    for i, (seen, row) in enumerate(zip(rows, raw)):
        messages = [*seen["_prompt"], *seen["_response"]]
        assert [parsed(message["role"], message["content"]) for message in messages] == [
            parsed(names[turn["from"]], turn["value"]) for turn in row["conversations"]], f"row {i}"
        tools = [tool.get("function", tool) for tool in json.loads(seen["_tools"] or "[]")]
        assert tools == (json.loads(row["tools"]) if row["tools"].strip() else []), f"row {i}"
    tell("LLaMA-Factory", VERSION, "llamafactory:sharegpt", "glaive", "converter: tools, calls, results", len(rows))


@pytest.mark.parametrize("name", ["dpo", "v1-dpo"])
def test_both_answers_come_through(export, tell, aligned, name):
    made = export(name, "llamafactory:messages-preference")
    rows = aligned(made.folder)
    assert len(rows) == len(made.pairs)
    for i, pair in enumerate(made.pairs):
        assert turns(rows[i]) == pair.turns, f"pair {i}"
        assert [message["content"] for message in rows[i]["_response"]] == [pair.answer, pair.rejected], f"pair {i}"
    tell("LLaMA-Factory", VERSION, "llamafactory:messages-preference", name, "converter: prompt, chosen, rejected", len(rows))


def test_labels_come_through(export, tell, aligned):
    """It holds a wanted answer before an empty one, an unwanted one behind it."""
    made = export("kto", "llamafactory:kto")
    rows = aligned(made.folder)
    assert len(rows) == len(made.pairs)
    for i, pair in enumerate(made.pairs):
        answers = [message["content"] for message in rows[i]["_response"]]
        assert answers == ([pair.answer, ""] if pair.label else ["", pair.answer]), f"pair {i}"
    tell("LLaMA-Factory", VERSION, "llamafactory:kto", "kto", "converter: prompt, answer, label", len(rows))


@pytest.mark.parametrize(("name", "to"), [("harbor", "llamafactory"), ("v1-dpo", "llamafactory:messages-preference"),
                                          ("kto", "llamafactory:kto")])
def test_a_run_by_our_command_ends(export, tell, home, tmp_path, name, to):
    made = export(name, to, without_tools=True)
    (tmp_path / "torchaudio.py").touch()
    adapter = tmp_path / "adapter"
    printed = command.run(made, home, "max_steps=2", "logging_steps=1", f"output_dir={adapter}", TEMPLATE="chatml",
                          PYTHONPATH=str(tmp_path))
    assert len(command.losses(printed)) == 2, printed[-3000:]
    assert math.isfinite(json.loads((adapter / "train_results.json").read_text())["train_loss"])
    assert command.is_adapter(adapter / "adapter_model.safetensors")
    tell("LLaMA-Factory", VERSION, to, name, "LoRA run by train.sh: loss printed, adapter written", len(made.pairs))


@pytest.fixture
def careless(jsonl):
    """A folder with a file and a dataset_info.json as written by hand."""
    def of(rows, info):
        folder = jsonl(rows, "hand/train.jsonl").parent
        (folder / "dataset_info.json").write_text(json.dumps({"pairs": {"file_name": "train.jsonl", **info}}))
        return folder
    return of


@pytest.fixture
def ours(repaired, aligned):
    """The turns that it sees in our export of a careless file."""
    def of(folder, to="llamafactory", **more):
        return [turns(row) for row in aligned(repaired(folder / "train.jsonl", to), **more)]
    return of


GOOD = (("user", "q"), ("assistant", "a"))


def test_trap_a_column_left_out_of_columns_is_lost(careless, aligned, ours):
    folder = careless([{"instruction": "q", "input": "more", "output": "a"}],
                      {"columns": {"prompt": "instruction", "response": "output"}})
    assert turns(aligned(folder)[0]) == GOOD
    assert ours(folder, "llamafactory:alpaca") == [(("user", "q\nmore"), ("assistant", "a"))]


def test_trap_without_a_tag_for_it_a_system_prompt_loses_the_row(careless, aligned, ours):
    tags = {key: value for key, value in TAGS.items() if key != "system_tag"}
    folder = careless([{"messages": [SYSTEM, USER, ANSWER]}, {"messages": [USER, ANSWER]}], {**MESSAGES, "tags": tags})
    assert [turns(row) for row in aligned(folder)] == [(), GOOD]
    assert ours(folder) == [(("system", "s"), *GOOD), GOOD]


def test_trap_a_named_column_that_is_absent_stops_it(careless, aligned, ours):
    folder = careless([{"instruction": "q", "output": "a"}], {})
    with pytest.raises(KeyError):
        aligned(folder)
    assert ours(folder, "llamafactory:alpaca") == [GOOD]


@pytest.mark.parametrize("first", [(), (SYSTEM,)], ids=["no-system", "system"])
def test_trap_the_formatting_openai_adds_a_sentence(careless, aligned, ours, first):
    folder = careless([{"messages": [*first, USER, ANSWER]}], {**MESSAGES, "formatting": "openai"})
    assert "detailed thinking off" in turns(aligned(folder)[0])[0][1]
    assert ours(folder) == [tuple((message["role"], message["content"]) for message in (*first, USER, ANSWER))]


def test_trap_format_is_no_key(careless, prepared, ours):
    folder = careless([{"messages": [USER, ANSWER]}], {"format": "sharegpt", "columns": {"messages": "messages"}, "tags": TAGS})
    with pytest.raises((RuntimeError, KeyError, ValueError)):
        prepared(folder)
    assert ours(folder) == [GOOD]


def test_trap_a_file_that_is_not_listed_is_not_found(jsonl, aligned, ours):
    folder = jsonl([{"instruction": "q", "input": "", "output": "a"}], "hand/train.jsonl").parent
    (folder / "dataset_info.json").write_text("{}")
    with pytest.raises(ValueError):
        aligned(folder)
    assert ours(folder) == [GOOD]


def test_trap_preferences_are_refused_by_another_stage(repaired, jsonl, aligned):
    """So bmo's train.yaml names the stage that they are for."""
    rows = [{"prompt": [USER], "chosen": [ANSWER], "rejected": [{**ANSWER, "content": "b"}]}]
    folder = repaired(jsonl(rows, "pairs.jsonl"), "llamafactory:messages-preference")
    with pytest.raises(ValueError):
        aligned(folder, stage="sft")
    assert [[message["content"] for message in row["_response"]] for row in aligned(folder)] == [["a", "b"]]


def test_trap_turns_out_of_order_are_skipped(careless, prepared, findings):
    folder = careless([{"messages": [USER, USER, ANSWER, ANSWER]}, {"messages": [USER, ANSWER]}], MESSAGES)
    assert prepared(folder) == [(canonical.chatml(GOOD), "a<|im_end|>\n")]
    assert "E_SIDES" in findings(folder / "train.jsonl", "llamafactory")


@pytest.mark.parametrize(("answer", "kept"), [(None, []), ("", ["<|im_end|>\n"])], ids=["null", "empty"])
def test_trap_an_empty_answer(careless, prepared, ours, answer, kept):
    """A null one is dropped; an empty one teaches the model to say nothing."""
    rows = [{"instruction": "q", "input": "", "output": answer}, {"instruction": "q", "input": "", "output": "a"}]
    folder = careless(rows, {})
    assert [trained for _, trained in prepared(folder)] == [*kept, "a<|im_end|>\n"]
    assert ours(folder, "llamafactory:alpaca") == [GOOD]


@pytest.mark.parametrize("tools", [[{"name": "f", "description": "d", "parameters": {}}], " "], ids=["a-list", "a-space"])
def test_trap_tools_that_are_no_text_of_json(careless, prepared, ours, tools):
    turns_of = [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]
    folder = careless([{"conversations": turns_of, "tools": tools}] * 2,
                      {"formatting": "sharegpt", "columns": {"messages": "conversations", "tools": "tools"}})
    with pytest.raises((TypeError, RuntimeError, AttributeError)):
        prepared(folder, template="qwen")
    assert set(ours(folder, "llamafactory:sharegpt")) == {GOOD}


def test_trap_labels_that_are_texts_lose_every_row(careless, prepared, repaired, aligned):
    folder = careless([{"messages": [USER, ANSWER], "label": label} for label in ("true", "false")],
                      {**MESSAGES, "columns": {"messages": "messages", "kto_tag": "label"}})
    with pytest.raises(RuntimeError, match="valid samples"):
        prepared(folder, stage="kto")
    rows = aligned(repaired(folder / "train.jsonl", "llamafactory:kto"))
    assert [[message["content"] for message in row["_response"]] for row in rows] == [["a", ""], ["", "a"]]


def test_trap_a_long_row_is_cut_without_a_word(careless, prepared, findings):
    folder = careless([{"messages": [USER, {**ANSWER, "content": "x " * 20000}]}], MESSAGES)
    (shown, trained), = prepared(folder, cutoff_len=2048)
    assert len(trained) < 2048 < 40000 and not shown.endswith("<|im_end|>\n")
    assert "W_ROW_LENGTH" in findings(folder / "train.jsonl", "llamafactory")
