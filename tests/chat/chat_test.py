"""Holds what bmo sees of conversations against Python's own libraries: tokens against tokenizers, tiktoken
and sentencepiece, texts and masks against transformers, on pairs of public data sets.

Run by ./dev test chat; BMO_SEEN_PAIRS names another program to test.
"""
import collections
import datetime
import functools
import importlib.util
import json
import os
import pathlib
import random
import subprocess

import pytest
import sentencepiece
import tiktoken
import tokenizers
import transformers
from tiktoken.load import load_tiktoken_bpe
from transformers.utils import chat_template_utils

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("BMO_SEEN_PAIRS", str(ROOT / "build/test/tests/bmo_seen_pairs"))
DATA = pathlib.Path(os.environ.get("BMO_TEST_DATA", ROOT.parent / "shared/data"))
TEMPLATES = pathlib.Path(importlib.util.find_spec("trl").origin).parent / "chat_templates"
NOW = datetime.datetime(2025, 1, 1)
WORDS = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
         r"|\s*[\r\n]+|\s+(?!\S)|\s+")
HARD = ["", "  a  b\n\n\nc\t", "I'LL he'ſ don't", "漢字かな 한국어 🙂👩‍👩‍👧 e\u0301 ½ ²", "12345 6,789.01", "x\r\n\r\n y \u00a0z",
        "<|im_start|>user <|eot_id|></s> [INST]", "def f(x):\n    return {'a': x**2}  # ok\n", "a" * 300, "\u2028\u0085 \x1c."]


def package(name, *parts):
    return str(pathlib.Path(importlib.util.find_spec(name).origin).parent.joinpath(*parts))


def pair(instruction, given, answer):
    return {"messages": [{"role": "user", "content": instruction + ("\n" + given if given else "")},
                         {"role": "assistant", "content": answer}]}


@functools.cache
def pairs():
    """A thousand pairs of four data sets, with and without system prompt, and hard texts."""
    rows = []
    for name in ("alpaca-52k/alpaca_data.json", "gpteacher/codegen-instruct.json",
                 "gpteacher/roleplay-simple-deduped-roleplay-instruct.json", "llamafactory/alpaca_zh_demo.json"):
        if (DATA / name).exists():
            rows += [pair(r["instruction"], r.get("input", ""), r.get("output") or r.get("response") or "none")
                     for r in json.loads((DATA / name).read_text())]
    if not rows:
        pytest.skip("the public data sets are not here")
    chosen = random.Random(7).sample(rows, 960)
    for i, row in enumerate(chosen):
        if i % 3 == 0:
            row["messages"].insert(0, {"role": "system", "content": "You are brief."})
        if i % 4 == 0:
            row["messages"] += chosen[i + 1]["messages"][-2:]
    chosen += [pair(text or "x", "", text or "y") for text in HARD for _ in range(4)]
    return chosen


def bmo(verb, folder, rows, *extra):
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    done = subprocess.run([PROGRAM, verb, str(folder), *extra], input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def folder_of(path, tokenizer, template, **tokens):
    """A model's folder: tokenizer files by name, a template and its special tokens."""
    for name, source in tokenizer.items():
        (path / name).symlink_to(source) if isinstance(source, str) else (path / name).write_bytes(source)
    (path / "chat_template.jinja").write_text((TEMPLATES / template).read_text())
    (path / "tokenizer_config.json").write_text(json.dumps(tokens))
    return path


class FixedClock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


def rendered(template, row, monkeypatch, **tokens):
    """What transformers makes of it, or the exception it raises."""
    monkeypatch.setattr(chat_template_utils, "datetime", FixedClock)
    try:
        texts, ranges = chat_template_utils.render_jinja_template(
            [row["messages"]], tools=row.get("tools"), chat_template=template,
            return_assistant_tokens_mask="endgeneration" in template, **tokens)
        return texts[0]
    except Exception as error:  # noqa: BLE001 - the template's own words
        return error


@functools.cache
def trained_tokenizer(kind):
    """A small vocabulary of the wanted kind, trained on what the tests encode."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    texts = [m["content"] for row in pairs()[:400] for m in row["messages"]]
    specials = ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|im_start|>", "<|im_end|>",
                "<bos>", "<start_of_turn>", "<end_of_turn>", "<|user|>", "<|assistant|>", "<|system|>", "<|end|>", "</s>", "<s>"]
    made = Tokenizer(models.BPE(byte_fallback=kind == "metaspace", unk_token="<unk>" if kind == "metaspace" else None))
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    if kind == "metaspace":
        made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        specials = ["<unk>"] + specials + [f"<0x{b:02X}>" for b in range(256)]
        alphabet = []
    elif kind == "gpt2":
        made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    else:
        made.normalizer = normalizers.NFC()
        made.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(WORDS if kind == "llama" else WORDS.replace("{1,3}", "")), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
        made.post_processor = processors.ByteLevel(trim_offsets=False)
    made.decoder = decoders.ByteLevel()
    made.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=3000, special_tokens=specials, initial_alphabet=alphabet))
    if kind == "metaspace":  # Only the special tokens are looked for in the text, the byte tokens are not.
        document = json.loads(made.to_str())
        document["added_tokens"] = [t for t in document["added_tokens"] if not t["content"].startswith("<0x")]
        made = Tokenizer.from_str(json.dumps(document))
    return made


def llama3():
    ranks = load_tiktoken_bpe(package("llama_models", "llama3", "tokenizer.model"))
    names = ["<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|reserved_special_token_1|>",
             "<|finetune_right_pad_id|>", "<|step_id|>", "<|start_header_id|>", "<|end_header_id|>", "<|eom_id|>", "<|eot_id|>",
             "<|python_tag|>", "<|image|>"]
    return tiktoken.Encoding("llama3", pat_str=WORDS, mergeable_ranks=ranks,
                             special_tokens={n: len(ranks) + i for i, n in enumerate(names)})


def qwen():
    ranks = load_tiktoken_bpe(package("dashscope", "resources", "qwen.tiktoken"))
    names = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    return tiktoken.Encoding("qwen", pat_str=WORDS.replace("{1,3}", ""), mergeable_ranks=ranks,
                             special_tokens={n: len(ranks) + i for i, n in enumerate(names)})


RANK_FILES = {"llama3": ("tokenizer.model", ("llama_models", "llama3", "tokenizer.model"), llama3),
              "qwen": ("qwen.tiktoken", ("dashscope", "resources", "qwen.tiktoken"), qwen)}


@pytest.mark.parametrize("name", RANK_FILES)
def test_rank_files_give_the_tokens_of_tiktoken(name, tmp_path):
    file, source, make = RANK_FILES[name]
    folder = folder_of(tmp_path, {file: package(*source)}, "llama3.jinja" if name == "llama3" else "qwen2_5.jinja",
                       bos_token="<|begin_of_text|>")
    peer = make()
    for seen in bmo("view", folder, pairs()):
        assert seen["ids"] == peer.encode(seen["text"], allowed_special="all"), seen["text"]


@pytest.mark.parametrize("kind", ["gpt2", "llama", "qwen", "metaspace"])
def test_json_files_give_the_tokens_of_tokenizers(kind, tmp_path):
    peer = trained_tokenizer(kind)
    folder = folder_of(tmp_path, {"tokenizer.json": peer.to_str().encode()}, "llama3.jinja", bos_token="<|begin_of_text|>")
    for seen in bmo("view", folder, pairs()):
        assert seen["ids"] == peer.encode(seen["text"], add_special_tokens=False).ids, seen["text"]


def test_a_wordpiece_file_gives_the_counts_of_tokenizers():
    file = DATA / "encoder" / "tokenizer.json"
    if not file.exists():
        pytest.skip("the encoder's tokenizer is not here")
    peer = tokenizers.Tokenizer.from_file(str(file))
    peer.no_truncation()
    peer.no_padding()
    texts = [m["content"] for row in pairs() for m in row["messages"]]
    counts = bmo("count", file, texts)[0]["counts"]
    assert counts == [len(e.ids) for e in peer.encode_batch(texts, add_special_tokens=False)]


def test_a_sentencepiece_model_gives_its_own_counts(tmp_path):
    source = package("mistral_common", "data", "mistral_instruct_tokenizer_240323.model.v3")
    (tmp_path / "tokenizer.model").symlink_to(source)
    peer = sentencepiece.SentencePieceProcessor(model_file=source)
    texts = [m["content"] for row in pairs() for m in row["messages"] if "</s>" not in m["content"]]
    assert bmo("count", tmp_path, texts)[0]["counts"] == [len(ids) for ids in peer.encode(texts)]


TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}
MAIN = ["llama3", "llama3_1", "llama3_2", "qwen2_5", "qwen3", "gemma", "gemma3", "phi3", "phi3_5"]
CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": {"town": "Köln", "days": 3, "hot": True, "t": 1.5}}}
TOOL = {"type": "function", "function": {"name": "weather", "description": "Says <what> it's \"like\"",
                                         "parameters": {"type": "object", "properties": {"town": {"type": "string"}}}}}
USER, ANSWER = {"role": "user", "content": " How?  "}, {"role": "assistant", "content": "So.\n"}
CASES = [
    [USER, ANSWER], [{"role": "system", "content": "S"}, USER, ANSWER], [USER, ANSWER, USER, ANSWER], [USER, USER, ANSWER],
    [ANSWER, USER], [USER], [USER, ANSWER, {"role": "system", "content": "late"}, USER, ANSWER],
    [USER, {"role": "assistant", "content": "<think>\nhm\n</think>\n\nYes"}, USER, {"role": "assistant", "content": "<think>a</think>b"}],
    [USER, {"role": "assistant", "content": "", "tool_calls": [CALL]}, {"role": "tool", "content": "{\"t\": 1}"}, ANSWER],
    [USER, {"role": "assistant", "content": "x", "tool_calls": [CALL, CALL]}, {"role": "tool", "content": "a"}, {"role": "tool", "content": "b"}],
]


def cases():
    for messages in CASES:
        yield {"messages": messages}
        yield {"messages": messages, "tools": [TOOL]}


def differences(template, rows, tmp_path, monkeypatch):
    folder = folder_of(tmp_path, {"tokenizer.json": trained_tokenizer("gpt2").to_str().encode()}, template, **TOKENS)
    source = (TEMPLATES / template).read_text()
    found = []
    for row, seen in zip(rows, bmo("view", folder, rows), strict=True):
        expected = rendered(source, row, monkeypatch, **TOKENS)
        if isinstance(expected, Exception):
            if not seen["refusal"]:
                found.append((row, repr(expected), seen["text"]))
        elif seen["refusal"] or seen["text"] != expected:
            found.append((row, expected, seen["refusal"] or seen["text"]))
    return found


@pytest.mark.parametrize("name", MAIN)
def test_texts_are_those_of_transformers(name, tmp_path, monkeypatch):
    assert not differences(f"{name}.jinja", pairs(), tmp_path, monkeypatch)


@pytest.mark.parametrize("template", sorted(p.name for p in TEMPLATES.glob("*.jinja")))
def test_every_template_renders_as_in_transformers(template, tmp_path, monkeypatch):
    assert not differences(template, list(cases()), tmp_path, monkeypatch)


@pytest.mark.parametrize("template", ["llama3", "qwen2_5", "qwen3", "gemma", "phi3"])
@pytest.mark.parametrize("kind", ["gpt2", "llama", "metaspace"])
def test_masks_are_those_of_transformers(template, kind, tmp_path):
    source = (TEMPLATES / f"{template}_training.jinja").read_text()
    vocabulary = trained_tokenizer(kind)
    folder = folder_of(tmp_path, {"tokenizer.json": vocabulary.to_str().encode()}, f"{template}_training.jinja", **TOKENS)
    peer = transformers.PreTrainedTokenizerFast(tokenizer_object=vocabulary, chat_template=source, **TOKENS)
    rows = [row for row in pairs() if template != "gemma" or row["messages"][0]["role"] != "system"]
    sources = collections.Counter()
    for row, seen in zip(rows, bmo("view", folder, rows), strict=True):
        made = peer.apply_chat_template(row["messages"], return_assistant_tokens_mask=True, return_dict=True, tokenize=True)
        mask = [0] * len(seen["ids"])
        for begin, end in seen["trained"]:
            mask[begin:end] = [1] * (end - begin)
        assert (seen["ids"], mask) == (made["input_ids"], made["assistant_masks"]), seen["text"]
        sources[seen["mask"]] += 1
    assert sources["generation"] == len(rows)


@pytest.mark.parametrize("template", ["llama3", "qwen2_5", "qwen3", "phi3"])
def test_masks_without_marks_hold_the_answer_and_its_stop(template, tmp_path):
    folder = folder_of(tmp_path, {"tokenizer.json": trained_tokenizer("llama").to_str().encode()}, f"{template}.jinja", **TOKENS)
    for row, seen in zip(pairs(), bmo("view", folder, pairs()), strict=True):
        answers = sum(m["role"] == "assistant" for m in row["messages"])
        assert len(seen["trained"]) == answers, seen["text"]
        assert seen["stop"] and seen["mask"] in ("prefix", "content")
