"""torchtune builds the data set that torchtune.yaml names from our file, and shows turns, inputs and answers as the sets have them."""
import importlib.metadata
import json
import re

import canonical
import command
import datasets
import numpy
import pytest
import tiny_model
from omegaconf import OmegaConf
from safetensors.numpy import save_file
from torchtune import config
from torchtune.datasets import alpaca_dataset, chat_dataset, instruct_dataset, preference_dataset

VERSION = importlib.metadata.version("torchtune")
SYSTEM, USER, ANSWER = ({"role": role, "content": text} for role, text in (("system", "s"), ("user", "q"), ("assistant", "a")))
GOOD = (("user", "q"), ("assistant", "a"))
TEMPLATE = ("Below is an instruction that describes a task{}. Write a response that appropriately completes the request.\n\n"
            "### Instruction:\n{}\n\n{}### Response:\n")
datasets.disable_progress_bars()


# What was said: a token is a place in here.
SAID = []


class Words:
    """A tokenizer whose tokens are whole messages, so that what it was handed can be read from them."""
    max_seq_len = None

    def tokenize_messages(self, messages, **_):
        first = len(SAID)
        SAID.extend((message.role, message.text_content) for message in messages)
        return list(range(first, len(SAID))), [message.masked for message in messages]

    def __call__(self, sample, inference=False):
        tokens, mask = self.tokenize_messages(sample.pop("messages"))
        return {**sample, "tokens": tokens, "mask": mask}


def built(folder):
    """The data set of the recipe; paths in it are from its folder."""
    told = OmegaConf.load(folder / "torchtune.yaml").dataset
    return config.instantiate(told, Words(), data_files=str(folder / told.data_files))


def plain(build, path, **more):
    return build(tokenizer=Words(), source="json", data_files=str(path), split="train", **more)


def said(tokens):
    return tuple(SAID[token] for token in tokens)


def seen(row):
    return said(row["tokens"])


def trained(row):
    """The roles whose messages count."""
    return {role for role, _ in said(token for token in row["labels"] if token >= 0)}


CHAT = {"conversation_column": "messages", "conversation_style": "openai"}


@pytest.mark.parametrize("name", ["alpaca-52k", "gpteacher", "harbor", "glaive"])
def test_every_row_reads_as_ours(export, tell, name):
    made = export(name, "torchtune", without_tools=True)
    rows = built(made.folder)
    assert len(rows) == len(made.pairs)
    for i, pair in canonical.sampled(made.pairs, 5000):
        assert seen(rows[i]) == pair.turns, f"pair {i}"
        assert trained(rows[i]) == {"assistant"}, f"pair {i}"
    tell("torchtune", VERSION, "torchtune", name, "chat_dataset by torchtune.yaml: roles, texts, which are trained", len(rows))


@pytest.mark.parametrize("name", ["alpaca-52k", "gpteacher"])
def test_alpaca_shows_instruction_input_and_answer(export, tell, name):
    made = export(name, "torchtune:alpaca")
    rows = built(made.folder)
    raw = [row for row in canonical.rows_of(name) if canonical.is_good(canonical.instruction(row))]
    assert len(rows) == len(raw) == len(made.pairs)
    for i, row in canonical.sampled(raw, 5000):
        more = row.get("input") or ""
        asked = TEMPLATE.format(", paired with an input that provides further context" if more else "", row["instruction"],
                                f"### Input:\n{more}\n\n" if more else "")
        assert seen(rows[i]) == (("user", asked), ("assistant", canonical.instruction(row).answer)), f"row {i}"
    tell("torchtune", VERSION, "torchtune:alpaca", name, "alpaca_dataset by torchtune.yaml: instruction, input, answer", len(rows))


def test_input_and_output_come_through(export, tell):
    made = export("alpaca-52k", "torchtune:input-output", limit=5000)
    rows = built(made.folder)
    assert len(rows) == len(made.pairs)
    for i, pair in enumerate(made.pairs):
        assert seen(rows[i]) == pair.turns, f"pair {i}"
    tell("torchtune", VERSION, "torchtune:input-output", "alpaca-52k, 5,000 rows", "instruct_dataset by torchtune.yaml", len(rows))


@pytest.mark.parametrize("name", ["dpo", "v1-dpo"])
def test_both_answers_come_through(export, tell, name):
    made = export(name, "torchtune:whole-preference")
    rows = built(made.folder)
    assert len(rows) == len(made.pairs)
    for i, pair in enumerate(made.pairs):
        row = rows[i]
        assert said(row["chosen_input_ids"]) == pair.turns, f"pair {i}"
        assert said(row["rejected_input_ids"]) == (*pair.prompt, ("assistant", pair.rejected)), f"pair {i}"
    tell("torchtune", VERSION, "torchtune:whole-preference", name, "preference_dataset by torchtune.yaml: chosen, rejected", len(rows))


# The shape of Qwen 2.5 with its own vocabulary's size, which its special tokens need.
WORDS = 151936
SHAPE = {"vocab_size": WORDS, "num_layers": tiny_model.LAYERS, "num_heads": tiny_model.HEADS, "num_kv_heads": tiny_model.KEY_HEADS,
         "embed_dim": tiny_model.HIDDEN, "intermediate_dim": tiny_model.INNER, "max_seq_len": 4096, "tie_word_embeddings": True}


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    made = {name: values for name, values in tiny_model.weights(WORDS).items() if name != "lm_head.weight"}
    for name in list(made):
        if name.split(".")[-2] in ("q_proj", "k_proj", "v_proj"):
            made[name.replace("weight", "bias")] = numpy.zeros(made[name].shape[0], numpy.float32)
    save_file(made, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps({
        "model_type": "qwen2", "vocab_size": WORDS, "hidden_size": tiny_model.HIDDEN, "num_attention_heads": tiny_model.HEADS,
        "num_key_value_heads": tiny_model.KEY_HEADS, "tie_word_embeddings": True}))
    (folder / "vocab.json").write_text(json.dumps(tiny_model.letters()))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return folder


@pytest.mark.parametrize(("name", "to"), [("harbor", "torchtune"), ("v1-dpo", "torchtune:whole-preference")])
def test_a_run_by_our_command_ends(export, tell, home, tmp_path, name, to):
    """The recipe of the yaml, with the sizes of a small model in place of those of Qwen 2.5."""
    made = export(name, to, without_tools=True)
    shape = [f"model.{key}={str(value).lower()}" for key, value in SHAPE.items()]
    command.run(made, home, "model._component_=torchtune.models.qwen2.lora_qwen2", *shape, f"output_dir={tmp_path / 'adapter'}",
                "epochs=1", "max_steps_per_epoch=2", "gradient_accumulation_steps=1", "log_every_n_steps=1")
    told = "".join(log.read_text() for log in (tmp_path / "adapter/logs").iterdir())
    assert len(re.findall(r"loss:[0-9.]+", told)) == 2, told
    assert list((tmp_path / "adapter").glob("**/adapter_model.*"))
    tell("torchtune", VERSION, to, name, "LoRA run by train.sh: loss logged, adapter written", len(made.pairs))


@pytest.fixture
def ours(repaired):
    def of(source, to="torchtune"):
        rows = built(repaired(source, to))
        return [seen(rows[i]) for i in range(len(rows))]
    return of


def all_of(rows):
    return [rows[i] for i in range(len(rows))]


@pytest.mark.parametrize("turns", [[USER], [USER, USER, ANSWER], [USER, ANSWER, SYSTEM, USER, ANSWER]],
                         ids=["no-answer", "two-questions", "system-later"])
def test_trap_turns_that_stop_it(jsonl, ours, findings, turns):
    source = jsonl([{"messages": turns}, {"messages": [USER, ANSWER]}], "turns.jsonl")
    with pytest.raises(ValueError):
        all_of(plain(chat_dataset, source, **CHAT))
    told = findings(source, "torchtune")
    assert GOOD in ours(source) or told
    assert told & {"E_NO_ASSISTANT", "E_ROLE_ORDER", "E_TURN_REPEATED", "W_ROLE_REPEATED"}


def test_trap_a_null_answer_says_the_question_again(jsonl, ours):
    source = jsonl([{"messages": [USER, {**ANSWER, "content": None}]}, {"messages": [USER, ANSWER]}], "null.jsonl")
    assert seen(plain(chat_dataset, source, **CHAT)[0]) == (("user", "q"), ("assistant", "q"))
    assert ours(source) == [GOOD]


def test_trap_other_roles_of_sharegpt_stop_it(jsonl, ours):
    turns = [{"from": "user", "value": "q"}, {"from": "assistant", "value": "a"}]
    source = jsonl([{"conversations": turns}], "roles.jsonl")
    with pytest.raises(KeyError):
        all_of(plain(chat_dataset, source, conversation_column="conversations", conversation_style="sharegpt"))
    assert ours(source) == [GOOD]


def test_trap_instruct_dataset_knows_no_instruction(jsonl, ours):
    source = jsonl([{"instruction": "q", "output": "a"}], "names.jsonl")
    with pytest.raises(KeyError):
        all_of(plain(instruct_dataset, source))
    assert ours(source, "torchtune:input-output") == [GOOD]


def test_trap_a_column_named_image_is_opened(jsonl, ours, findings):
    source = jsonl([{"input": "q", "output": "a", "image": "x.png"}], "image.jsonl")
    with pytest.raises((FileNotFoundError, ValueError, OSError)):
        all_of(plain(instruct_dataset, source))
    pairs = jsonl([{"instruction": "q", "output": "a", "image": "x.png"}], "pairs.jsonl")
    assert "N_RESERVED_COLUMN" in findings(pairs, "torchtune:input-output")
    assert ours(pairs, "torchtune:input-output") == [GOOD]


def test_trap_alpaca_shows_the_last_exchange_alone(jsonl, findings):
    turns = [USER, {**ANSWER, "content": "earlier"}, {**USER, "content": "then"}, ANSWER]
    source = jsonl([{"messages": turns}], "turns.jsonl")
    assert "earlier" in str(seen(plain(chat_dataset, source, **CHAT)[0]))
    rows = plain(alpaca_dataset, jsonl([{"instruction": "then", "output": "a", "history": [["q", "earlier"]]}], "alpaca.jsonl"))
    assert "earlier" not in str(seen(rows[0]))
    assert "E_EARLIER_TURNS" in findings(source, "torchtune:alpaca")


def test_trap_alpaca_shows_no_system_prompt(jsonl, findings):
    rows = plain(alpaca_dataset, jsonl([{"system": "Be brief.", "instruction": "q", "output": "a"}], "alpaca.jsonl"))
    assert "Be brief." not in str(seen(rows[0]))
    turns = jsonl([{"messages": [{**SYSTEM, "content": "Be brief."}, USER, ANSWER]}], "turns.jsonl")
    assert "W_SYSTEM_PROMPT" in findings(turns, "torchtune:alpaca")


def test_trap_equal_answers_are_trained(jsonl, repaired):
    source = jsonl([{"chosen": [USER, ANSWER], "rejected": [USER, ANSWER]}], "alike.jsonl")
    row = plain(preference_dataset, source)[0]
    assert said(row["chosen_input_ids"]) == said(row["rejected_input_ids"]) == GOOD
    told = jsonl([{"prompt": [USER], "chosen": [ANSWER], "rejected": [{**ANSWER, "content": worse}]} for worse in "ab"], "pairs.jsonl")
    assert len(built(repaired(told, "torchtune:whole-preference"))) == 1
