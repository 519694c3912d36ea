"""LitGPT's JSON data module shows our instructions, inputs and answers as the sets have them."""
import importlib.metadata

import canonical
import pytest
import torch
from litgpt.data import JSON

VERSION = importlib.metadata.version("litgpt")
HEADING = "\n\n### Response:\n"


class Bytes:
    """A tokenizer of bytes with the one method that LitGPT calls."""

    def encode(self, text, bos=None, eos=False, max_length=-1, device=None):
        made = torch.tensor([*text.encode(), *([0] if eos else [])], dtype=torch.int32)
        return made[:max_length] if max_length > 0 else made


def load(path):
    data = JSON(json_path=path, mask_prompt=True, num_workers=0)
    data.connect(Bytes(), 1, 1 << 16)
    data.setup()
    return data.train_dataset


def shown(row):
    return bytes(row["input_ids"].tolist()).decode().rstrip("\0")


@pytest.mark.parametrize(("name", "limit"), [("alpaca-52k", 5000), ("gpteacher", 5000)])
def test_it_shows_question_and_answer(export, tell, name, limit):
    made = export(name, "litgpt", "--split", "train=0.9,validation=0.1", limit=limit)
    read = load(made.folder)
    told = {file["path"]: file["rows"] for file in made.answer["files"]}
    count = next(rows for path, rows in told.items() if path.endswith(("train.json", "train.jsonl")) and ".bmo" not in path)
    assert len(read) == count
    pairs = {pair.answer: [] for pair in made.pairs}
    for pair in made.pairs:
        pairs[pair.answer].append(pair.turns[0][1])
    for i, _ in canonical.sampled(made.pairs[:count], 500):
        text, answer = shown(read[i]).split(HEADING, 1)
        assert answer in pairs, f"row {i}"
        assert any(all(part in text for part in asked.split("\n")) for asked in pairs[answer]), f"row {i}"
    tell("LitGPT", VERSION, "litgpt", f"{name}, {limit:,} rows", "JSON data module: prompt and answer", count)


@pytest.mark.parametrize(("more", "end"), [({"prompt": "p"}, ""), ({"output": None}, ""), ({}, "\n")],
                         ids=["a-column-named-prompt", "no-answer", "blank-line"])
def test_trap_what_stops_it(jsonl, tmp_path, more, end):
    row = {"instruction": "i", "input": "", "output": "o"}
    jsonl([row], "val.jsonl")
    jsonl([{**row, **more}], more=end)
    with pytest.raises((TypeError, ValueError, AttributeError)):
        read = load(tmp_path)
        for i in range(len(read)):
            read[i]
