"""MLX-LM reads our export as we mean it, and trains a LoRA adapter from it."""
import importlib.metadata
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import types

import canonical
import pytest
import tiny_model
from conftest import BMO
from mlx_lm.tuner.datasets import load_dataset

VERSION = importlib.metadata.version("mlx-lm")
TOKENIZER = tiny_model.tokenizer()
USER, ANSWER = {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}


def load(folder, **more):
    asked = types.SimpleNamespace(**{"data": str(folder), "train": True, "test": False, "mask_prompt": True, **more})
    return load_dataset(asked, TOKENIZER)[0]


def seen(row, read):
    """What the model is shown, and from where on it is trained."""
    tokens, offset = read.process(row)
    return TOKENIZER.decode(tokens), TOKENIZER.decode(tokens[:offset])


def check(made, read):
    assert len(read) == len(made.pairs)
    for i, pair in canonical.sampled(made.pairs, 2000):
        asked = canonical.chatml(pair.prompt) + "<|im_start|>assistant\n"
        assert seen(read[i], read) == (canonical.chatml(pair.turns), asked), f"pair {i}"


@pytest.mark.parametrize(("name", "layout"), [
    ("harbor", "messages"), ("alpaca-52k", "messages"), ("gpteacher", "messages"), ("glaive", "messages"),
    ("alpaca-52k", "prompt-completion")])
def test_every_row_reads_as_ours(export, tell, name, layout):
    made = export(name, f"mlx:{layout}", without_tools=True)
    read = load(made.folder)
    check(made, read)
    tell("MLX-LM", VERSION, f"mlx:{layout}", name, "load_dataset on all rows, process() on 2,000: texts, roles, where training starts", len(read))


def test_a_lora_run_by_our_script_learns(export, tell, tmp_path):
    """Sixteen steps at a rate that shows in so few; everything else is as bmo wrote it."""
    made = export("harbor", "mlx", "--split", "train=0.9,validation=0.1", without_tools=True)
    model = tiny_model.save(tmp_path / "model")
    adapter = tmp_path / "adapter"
    ran = subprocess.run(["sh", made.folder / "train.sh", "--iters", "16", "--steps-per-report", "4", "--learning-rate", "5e-3",
                          "--grad-accumulation-steps", "1", "--val-batches", "1", "--adapter-path", adapter],
                         capture_output=True, text=True, env={
                             **os.environ, "MODEL": str(model), "NO_COLOR": "1", "OPENBLAS_NUM_THREADS": "1",
                             "PATH": f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"})
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = re.sub(r"\x1b\[[\d;]*m", "", ran.stdout)
    losses = [float(loss) for loss in re.findall(r"^ +\d+ +(\d+\.\d+)", told, re.M)]
    assert len(losses) == 4 and losses[-1] < losses[0] - 0.1, told[-2000:]
    assert (adapter / "adapters.safetensors").stat().st_size > 1000
    tell("MLX-LM", VERSION, "mlx", "harbor", "LoRA run by train.sh: loss falls, adapter written", len(made.pairs))


def fails(folder, error):
    with pytest.raises(error):
        read = load(folder)
        for row in read:
            read.process(row)


@pytest.mark.parametrize(("rows", "more", "error"), [
    pytest.param([{"messages": [USER, ANSWER]}], "\n", json.JSONDecodeError, id="blank-line"),
    pytest.param([{"messages": [USER, ANSWER]}, {"text": "z"}], "", KeyError, id="mixed-kinds"),
    pytest.param([], "", IndexError, id="empty-file"),
    pytest.param([{"instruction": "a", "output": "b"}], "", ValueError, id="alpaca"),
])
def test_trap_careless_lines_stop_it(jsonl, rows, more, error):
    fails(jsonl(rows, more=more).parent, error)


def test_trap_a_byte_order_mark_stops_it(tmp_path):
    (tmp_path / "train.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps({"messages": [USER, ANSWER]}).encode() + b"\n")
    fails(tmp_path, json.JSONDecodeError)


def test_trap_bmo_writes_no_careless_line(jsonl, repaired):
    """A source with all of these faults comes out as lines that load."""
    rows = [{"messages": [USER, ANSWER]}, {"instruction": "a", "output": "b"}, {"prompt": "p", "completion": "c"}]
    source = jsonl(rows, "careless.jsonl", more="\n\n")
    source.write_bytes(b"\xef\xbb\xbf" + source.read_bytes())
    read = load(repaired(source))
    assert [seen(row, read)[0] for row in read] == [canonical.chatml([("user", q), ("assistant", a)])
                                                    for q, a in (("q", "a"), ("a", "b"), ("p", "c"))]


def test_trap_a_packed_file_is_not_found(jsonl, tmp_path):
    """So bmo packs nothing for it."""
    source = jsonl([{"messages": [USER, ANSWER]}])
    packed = tmp_path / "packed"
    packed.mkdir()
    (packed / "train.jsonl.gz").write_bytes(gzip.compress(source.read_bytes()))
    fails(packed, Exception)
    ran = subprocess.run([BMO, "export", source, "--to", "mlx.gz", "--out", tmp_path / "out"], capture_output=True, text=True)
    assert ran.returncode == 2 and "E_SPEC" in ran.stderr
    assert len(load(source.parent)) == 1


def test_trap_texts_have_no_prompt_to_mask(jsonl, repaired):
    """So the configuration that bmo writes for texts asks for no mask."""
    with pytest.raises(ValueError):
        load(jsonl([{"text": "z"}]).parent)
    out = repaired(jsonl([{"instruction": "q", "output": "a"}], "rows.jsonl"), "mlx:text")
    assert "mask_prompt: false" in (out / "lora_config.yaml").read_text()
    assert len(load(out, mask_prompt=False)) == 1


def test_trap_an_empty_validation_file_stops_it(jsonl, repaired):
    source = jsonl([{"messages": [USER, ANSWER]}])
    jsonl([], "valid.jsonl")
    fails(source.parent, IndexError)
    out = repaired(source, "mlx", "--split", "train=0.999,validation=0.001")
    assert len(load(out)) == 1 and not (out / "valid.jsonl").exists()


def test_trap_a_completion_beside_messages_is_taken_for_the_row(jsonl, repaired, findings):
    """The kind hangs on the columns of the first row, and prompt with completion goes before messages."""
    source = jsonl([{"messages": [USER, ANSWER], "prompt": "p", "completion": "c"}])
    read = load(source.parent)
    assert seen(read[0], read)[0] == canonical.chatml([("user", "p"), ("assistant", "c")])
    assert "N_RESERVED_COLUMN" in findings(source, "mlx")
    ours = load(repaired(source, "mlx"))
    assert seen(ours[0], ours)[0] == canonical.chatml([("user", "q"), ("assistant", "a")])
