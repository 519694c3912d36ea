"""Exports real public sets to every container and layout, and compares every text as other tools read it.

This script knows nothing of bmo but its command line: what a set holds is worked out from its own
JSON here, and what came out is read by datasets, pandas, pyarrow and polars.
Run by ./dev test data, with BMO naming the program and BMO_DATA the folder of the sets.
"""
import csv
import glob
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import datasets
import pandas
import polars
import pyarrow.ipc
import pyarrow.parquet

BMO = os.environ["BMO"]
DATA = pathlib.Path(os.environ.get("BMO_DATA", "../shared/data"))
SMALL = os.environ.get("BMO_DATA_SMALL")  # set: skip the slow readers on the big sets
datasets.disable_progress_bars()
csv.field_size_limit(1 << 30)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file) if path.suffix == ".json" else [json.loads(line) for line in file]


def alpaca(row):
    user = row["instruction"] + ("\n" + row["input"] if row.get("input") else "")
    answer = next(row[key] for key in ("output", "response", "answer") if key in row)
    return [("user", user), ("assistant", answer)]


ROLES = {"human": "user", "gpt": "assistant", "system": "system", "observation": "tool", "function_call": "assistant"}


def sharegpt(row):
    turns = [("system", row["system"])] if row.get("system") else []
    for turn in row["conversations"]:
        turns.append((ROLES[turn["from"]], "" if turn["from"] == "function_call" else turn["value"]))
    return turns


def parts(message):
    if isinstance(message["content"], str):
        return message["content"]
    return "".join(part["value"] for part in message["content"] if part["type"] == "text")


def messages(row):
    return [(message["role"], parts(message)) for message in row.get("messages") or row["chosen_messages"]]


def dpo(row):
    return sharegpt(row) + [(ROLES[row["chosen"]["from"]], row["chosen"]["value"])]


def question(row):
    return [("user", row["question"]), ("assistant", row["answer"])]


SETS = {
    "alpaca-52k": (["alpaca-52k/alpaca_data.json"], alpaca),
    "alpagasus": (["alpagasus/*.json"], alpaca),
    "cherry-alpaca": (["cherry-alpaca/*.json"], alpaca),
    "gpteacher": (["gpteacher/*.json"], alpaca),
    "gsm8k": (["gsm8k/*.jsonl"], question),
    "llm-adapters": (["llm-adapters/math_data.json"], alpaca),
    "alpacaeval": (["alpacaeval/*.json"], alpaca),
    "alpaca-zh": (["alpaca-zh/*.json"], alpaca),
    "self-instruct": (["self-instruct/*_predictions.jsonl"], alpaca),
    "lf-alpaca": (["llamafactory/alpaca_en_demo.json", "llamafactory/alpaca_zh_demo.json"], alpaca),
    "lf-identity": (["llamafactory/identity.json"], alpaca),
    "lf-glaive": (["llamafactory/glaive_toolcall_en_demo.json"], sharegpt),
    "lf-dpo": (["llamafactory/dpo_en_demo.json"], dpo),
    "lf-kto": (["llamafactory/kto_en_demo.json"], messages),
    "lf-v1-sft": (["llamafactory/v1_sft_demo.jsonl"], messages),
    "lf-v1-dpo": (["llamafactory/v1_dpo_demo.jsonl"], messages),
    "lf-tools": (["llamafactory/reason_tool_use_demo_50.jsonl"], None),
}
BIG = {"alpaca-52k", "alpaca-zh", "gpteacher", "alpagasus"}
CONTAINERS = ["jsonl", "json", "csv", "parquet", "arrow", "hf", "jsonl.gz", "jsonl.zst"]


def is_blank(text):
    return not (text or "").strip(" \t\n\r\f\v\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000")


def is_good(turns):
    return not is_blank(turns[-1][1]) and not any(is_blank(text) for role, text in turns if role == "user")


# ---- what each layout should show of a conversation -------------------------------------------


def as_messages(row):
    return [(m["role"], m["content"]) for m in row["messages"]]


def as_sharegpt(row):
    names = {"human": "user", "gpt": "assistant", "system": "system", "observation": "tool", "function_call": "assistant"}
    return [(names[m["from"]], "" if m["from"] == "function_call" else m["value"]) for m in row["conversations"]]


def as_alpaca(row):
    turns = [("system", row["system"])] if row["system"] else []
    for asked, answered in row["history"] or []:
        turns += [("user", asked), ("assistant", answered)]
    user = row["instruction"] + ("\n" + row["input"] if row["input"] else "")
    return turns + [("user", user), ("assistant", row["output"])]


def as_prompt_completion(row):
    return [("user", row["prompt"]), ("assistant", row["completion"])]


LAYOUTS = {"messages": as_messages, "sharegpt": as_sharegpt, "alpaca": as_alpaca, "prompt-completion": as_prompt_completion}


def plain(value):
    """Nested numpy and polars values as lists and dicts."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def unpacked(row):
    """CSV keeps lists as JSON text."""
    return {key: json.loads(value) if key in ("messages", "conversations", "history") and isinstance(value, str) and value
            else value for key, value in row.items()}


def read_back(container, folder):
    """(tool, rows) for every tool that reads the container."""
    def names(pattern):
        return sorted(glob.glob(f"{folder}/{pattern}"))
    if container.startswith("jsonl"):
        yield "datasets", lambda: datasets.load_dataset(str(folder), split="train", cache_dir=f"{folder}.cache").to_list()
        if container == "jsonl":
            yield "pandas", lambda: [r for n in names("*.jsonl") for r in pandas.read_json(n, lines=True, dtype=False, convert_dates=False).to_dict("records")]
            yield "polars", lambda: [r for n in names("*.jsonl") for r in polars.read_ndjson(n, infer_schema_length=None).to_dicts()]
    elif container == "json":
        yield "json", lambda: [r for n in names("*.json") for r in json.load(open(n, encoding="utf-8"))]
        yield "datasets", lambda: datasets.load_dataset(str(folder), split="train", cache_dir=f"{folder}.cache").to_list()
    elif container == "csv":
        yield "csv", lambda: [unpacked(r) for n in names("*.csv") for r in csv.DictReader(open(n, encoding="utf-8", newline=""))]
        yield "pandas", lambda: [unpacked(r) for n in names("*.csv") for r in pandas.read_csv(n, dtype=str, keep_default_na=False).to_dict("records")]
        yield "polars", lambda: [unpacked(r) for n in names("*.csv") for r in polars.read_csv(n, infer_schema=False, missing_utf8_is_empty_string=True).to_dicts()]
        yield "datasets", lambda: [unpacked(r) for r in datasets.load_dataset(str(folder), split="train", cache_dir=f"{folder}.cache").to_list()]
    elif container == "parquet":
        yield "pyarrow", lambda: [r for n in names("data/*.parquet") for r in pyarrow.parquet.read_table(n).to_pylist()]
        yield "polars", lambda: [r for n in names("data/*.parquet") for r in polars.read_parquet(n).to_dicts()]
        yield "pandas", lambda: [plain(r) for n in names("data/*.parquet") for r in pandas.read_parquet(n).to_dict("records")]
        yield "datasets", lambda: datasets.load_dataset(str(folder), split="train", cache_dir=f"{folder}.cache").to_list()
    elif container == "arrow":
        yield "pyarrow", lambda: [r for n in names("*.arrow") for r in pyarrow.ipc.open_file(n).read_all().to_pylist()]
        yield "polars", lambda: [r for n in names("*.arrow") for r in polars.read_ipc(n, memory_map=False).to_dicts()]
    elif container == "hf":
        yield "datasets", lambda: datasets.load_from_disk(str(folder))["train"].to_list()


class RealSets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not DATA.is_dir():
            raise unittest.SkipTest(f"no sets in {DATA}")
        cls.top = pathlib.Path(tempfile.mkdtemp(prefix="bmo-sets-"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top)

    def bmo(self, *arguments, codes=(0, 1)):
        done = subprocess.run([BMO, *map(str, arguments), "--json"], capture_output=True, text=True)
        self.assertIn(done.returncode, codes, f"{arguments}: {done.stdout[:2000]}{done.stderr[:2000]}")
        return json.loads(done.stdout)

    def sources(self, name):
        return sorted(path for pattern in SETS[name][0] for path in glob.glob(str(DATA / pattern)))

    def expected(self, name):
        rows = [SETS[name][1](row) for path in self.sources(name) for row in load(pathlib.Path(path))]
        return rows, [row for row in rows if is_good(row)]

    def export(self, name, spec, *more):
        out = self.top / f"{name}-{spec.replace(':', '-')}"
        return out, self.bmo("export", *self.sources(name), "--to", spec, "--out", out, *more)

    def compare(self, name, layout, container):
        everything, good = self.expected(name)
        out, answer = self.export(name, f"{container}:{layout}")
        not_held = sum(answer["not_held"].values()) if answer["not_held"] else 0
        self.assertEqual(answer["input"]["records"], len(everything))
        self.assertEqual(answer["quarantined"], len(everything) - len(good))
        held = [turns for turns in good if layout != "prompt-completion" or [r for r, _ in turns] == ["user", "assistant"]]
        self.assertEqual(answer["exported"], len(held))
        self.assertEqual(not_held, len(good) - len(held))
        for tool, read in read_back(container, out):
            if SMALL and name in BIG and tool == "datasets" and container != "parquet":
                continue
            with self.subTest(set=name, layout=layout, container=container, tool=tool):
                seen = [LAYOUTS[layout](row) for row in read()]
                self.assertEqual(len(seen), len(held))
                for i, (ours, theirs) in enumerate(zip(seen, held)):
                    if ours != theirs:
                        self.fail(f"pair {i}: {ours!r} is not {theirs!r}")
        shutil.rmtree(out)
        shutil.rmtree(f"{out}.cache", ignore_errors=True)

    def test_every_set_in_every_container(self):
        for name, (_, turns) in SETS.items():
            if turns is None or name == "lf-glaive":
                continue
            for container in CONTAINERS:
                self.compare(name, "messages", container)

    def test_every_layout(self):
        for name in ("cherry-alpaca", "gsm8k", "lf-alpaca", "lf-identity", "alpacaeval"):
            for layout in LAYOUTS:
                for container in ("jsonl", "json", "csv", "parquet", "arrow", "hf"):
                    self.compare(name, layout, container)

    def test_tool_calls_are_kept_and_told_of(self):
        rows = load(DATA / "llamafactory/glaive_toolcall_en_demo.json")
        calls = sum(any(turn["from"] == "function_call" for turn in row["conversations"]) for row in rows)
        self.assertGreater(calls, 0)
        out, answer = self.export("lf-glaive", "parquet")
        table = pyarrow.parquet.read_table(out / "data").to_pylist()
        self.assertEqual(len(table) + answer["quarantined"], len(rows))
        self.assertEqual(sum(any(m["tool_calls"] for m in row["messages"]) for row in table), calls)
        _, alpaca_answer = self.export("lf-glaive", "jsonl:alpaca")
        self.assertGreaterEqual(sum(alpaca_answer["not_held"].values()), calls)
        self.assertIn("W_NOT_HELD", [finding["code"] for finding in alpaca_answer["findings"]])

    def ledger(self, out):
        table = pyarrow.parquet.read_table(out / ".bmo/ledger.parquet")
        rows = [r for r in table.to_pylist() if r["fate"] == "exported"]
        return [(r["id"], r["content"] or r["id"]) for r in rows]

    def test_our_own_export_comes_back_the_same(self):
        for name in SETS:
            first, _ = self.export(name, "jsonl")
            want = self.ledger(first)
            self.assertTrue(want)
            for container in ("jsonl", "json", "csv", "parquet", "arrow", "hf"):
                with self.subTest(set=name, container=container):
                    again = self.top / f"again-{name}-{container}"
                    self.bmo("export", *self.sources(name), "--to", container, "--out", again)
                    twice = self.top / f"twice-{name}-{container}"
                    self.bmo("export", again, "--to", "jsonl", "--out", twice, codes=(0,))
                    self.assertEqual(self.ledger(twice), want)
                    self.assertEqual((twice / "train.jsonl").read_bytes(), (first / "train.jsonl").read_bytes())
                    shutil.rmtree(again), shutil.rmtree(twice)
            shutil.rmtree(first)

    def test_mapping_files_open_other_shapes(self):
        hh = self.bmo("export", DATA / "hh-rlhf/test.jsonl.gz", "--map", "hh-rlhf", "--to", "parquet", "--out", self.top / "hh")
        self.assertEqual(hh["input"]["records"], 2312)
        self.assertGreater(hh["exported"], 2250)
        tree = self.bmo("export", DATA / "oasst-en100/en_100_tree.jsonl", "--map", "oasst", "--to", "parquet", "--out", self.top / "oasst")
        self.assertEqual(tree["input"]["records"], 100)
        self.assertGreater(tree["exported"], 80)

    def test_what_is_no_set_of_pairs_is_refused(self):
        for path in ("llamafactory/c4_demo.jsonl", "alpagasus/koala_test_set.jsonl", "ifeval/input_data.jsonl"):
            out = self.top / ("refused-" + path.replace("/", "-"))
            answer = self.bmo("export", DATA / path, "--to", "jsonl", "--out", out, codes=(1, 66))
            if "error" not in answer:
                self.assertEqual(answer["exported"], 0, path)
                self.assertEqual({f["code"] for f in answer["findings"]}, {"E_MISSING_FIELD"}, path)
                self.assertFalse(list(out.glob("*.jsonl")), path)


if __name__ == "__main__":
    unittest.main(verbosity=2)
