"""Exports real public sets to every container and layout, and compares every text as other tools read it.

This script knows nothing of bmo but its command line: what a set holds is worked out from its own
JSON here, and what came out is read by datasets, pandas, pyarrow and polars.
Run by ./dev test data, with BMO naming the program and BMO_TEST_DATA the folder of the sets.
"""
import csv
import glob
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import datasets
import pandas
import polars
import pyarrow.ipc
import pyarrow.parquet
import zstandard

BMO = os.environ["BMO"]
DATA = pathlib.Path(os.environ.get("BMO_TEST_DATA", "../shared/data"))
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


def transcript(text):
    turns = []
    for part in re.split(r"\n\n(?=Human:|Assistant:)", text):
        if part:
            speaker, said = part.split(":", 1)
            turns.append(({"Human": "user", "Assistant": "assistant"}[speaker], said.removeprefix(" ")))
    return turns


def first_replies(message):
    turns = []
    while message:
        turns.append(({"prompter": "user", "assistant": "assistant"}[message["role"]], message["text"]))
        message = message["replies"][0] if message["replies"] else None
    while turns and turns[-1][0] != "assistant":
        turns.pop()
    return turns


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
CONTAINERS = ["jsonl", "json", "csv", "parquet", "arrow", "hf"]
PACKED = ["jsonl.gz", "jsonl.zst"]


def is_blank(text):
    return not (text or "").strip(" \t\n\r\f\v\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000")


def is_good(turns):
    return turns[-1][0] == "assistant" and not is_blank(turns[-1][1]) and not any(is_blank(text) for role, text in turns if role == "user")


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


OPENERS = {".gz": gzip.open, ".zst": zstandard.open}


def text_of(name):
    with OPENERS.get(pathlib.Path(name).suffix, open)(name, "rt", encoding="utf-8", newline="") as file:
        return file.read()


def csv_rows(name):
    with open(name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ipc_rows(name):
    with pyarrow.ipc.open_file(name) as file:
        return file.read_all().to_pylist()


def hub_rows(folder):
    return datasets.load_dataset(str(folder), split="train", cache_dir=f"{folder}.cache").to_list()


# container: its files, then each tool that reads them; the first is the fastest.
READERS = {
    "jsonl": ("train*.jsonl", {
        "json": lambda name: [json.loads(line) for line in text_of(name).split("\n") if line],
        "pandas": lambda name: pandas.read_json(name, lines=True, dtype=False).to_dict("records"),
        "polars": lambda name: polars.read_ndjson(name, infer_schema_length=None).to_dicts()}),
    "json": ("train*.json", {"json": lambda name: json.loads(text_of(name))}),
    "csv": ("train*.csv", {
        "csv": csv_rows,
        "pandas": lambda name: pandas.read_csv(name, dtype=str, keep_default_na=False).to_dict("records"),
        "polars": lambda name: polars.read_csv(name, infer_schema=False, empty_string_is_null=False).to_dicts()}),
    "parquet": ("data/train*.parquet", {
        "pyarrow": lambda name: pyarrow.parquet.read_table(name).to_pylist(),
        "polars": lambda name: polars.read_parquet(name).to_dicts(),
        "pandas": lambda name: [plain(row) for row in pandas.read_parquet(name).to_dict("records")]}),
    "arrow": ("train*.arrow", {
        "pyarrow": ipc_rows,
        "polars": lambda name: polars.read_ipc(name).to_dicts()}),
    "hf": ("", {}),
}
for packed in PACKED:
    READERS[packed] = (f"train*.{packed}", {"json": READERS["jsonl"][1]["json"]})


def rows_of(read, names, layout):
    return [LAYOUTS[layout](unpacked(row)) for name in names for row in read(name)]


def read_back(container, folder, layout):
    """(tool, rows) for every tool that reads the container."""
    pattern, tools = READERS[container]
    names = sorted(glob.glob(f"{folder}/{pattern}")) if pattern else []
    for tool, read in tools.items():
        yield tool, lambda read=read: rows_of(read, names, layout)
    if container == "hf":
        yield "datasets", lambda: rows_of(lambda name: datasets.load_from_disk(name)["train"].to_list(), [str(folder)], layout)
    elif container != "arrow":
        yield "datasets", lambda: rows_of(hub_rows, [str(folder)], layout)


def can_hold(layout, turns):
    """Whether the layout has room for the conversation; messages and sharegpt hold any."""
    roles = [role for role, _ in turns]
    if layout == "prompt-completion":
        return roles == ["user", "assistant"]
    if layout == "alpaca":
        talk = roles[1:] if roles[0] == "system" else roles
        return talk == ["user", "assistant"] * (len(talk) // 2)
    return True


def is_worth_it(name, layout, container, tool):
    """Every output is read; the slow tools read what they may take for something else, once per set."""
    if tool == next(iter(READERS[container][1]), tool):
        return name not in BIG or layout == "messages" or container in ("jsonl", "parquet", "csv")
    if name in BIG:
        return layout == "messages" and container == "parquet"
    return tool != "datasets" or layout == "messages" or container == "parquet"


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

    def export(self, name, *specs):
        out = self.top / f"{name}-{specs[0].replace(':', '-')}"
        to = [part for spec in specs for part in ("--to", spec)]
        return out, self.bmo("export", *self.sources(name), *to, "--out", out)

    def compare(self, out, name, layout, container, held):
        for tool, read in read_back(container, out / f"{container}-{layout}", layout):
            if not is_worth_it(name, layout, container, tool):
                continue
            with self.subTest(set=name, layout=layout, container=container, tool=tool):
                seen = read()
                self.assertEqual(len(seen), len(held))
                for i, (ours, theirs) in enumerate(zip(seen, held)):
                    if ours != theirs:
                        self.fail(f"pair {i}: {ours!r} is not {theirs!r}")

    def in_every_form(self, name):
        forms = [(layout, container) for layout in LAYOUTS for container in CONTAINERS]
        forms += [("messages", container) for container in PACKED]
        everything, good = self.expected(name)
        out, answer = self.export(name, *[f"{container}:{layout}" for layout, container in forms])
        self.assertEqual(answer["input"]["records"], len(everything))
        self.assertEqual(answer["quarantined"], len(everything) - len(good))
        for layout, container in forms:
            held = [turns for turns in good if can_hold(layout, turns)]
            told = sum(n for what, n in answer["not_held"].items() if what.startswith(f"{container}:{layout} "))
            self.assertEqual(told, len(good) - len(held), (name, layout, container))
            if held:
                self.compare(out, name, layout, container, held)
        shutil.rmtree(out)

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
            out, _ = self.export(name, *CONTAINERS)
            want = self.ledger(out)
            self.assertTrue(want)
            for container in CONTAINERS:
                with self.subTest(set=name, container=container):
                    twice = self.top / f"twice-{name}-{container}"
                    self.bmo("export", out / container, "--to", "jsonl", "--out", twice, codes=(0,))
                    self.assertEqual(self.ledger(twice), want)
                    self.assertEqual((twice / "train.jsonl").read_bytes(), (out / "jsonl/train.jsonl").read_bytes())
                    shutil.rmtree(twice)
            shutil.rmtree(out)

    def exported_by(self, preset, path):
        out = self.top / preset
        answer = self.bmo("export", DATA / path, "--map", preset, "--to", "parquet", "--out", out)
        return answer, pyarrow.parquet.read_table(out / "data").to_pylist()

    def test_the_hh_rlhf_preset_opens_transcripts(self):
        with gzip.open(DATA / "hh-rlhf/test.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        answer, seen = self.exported_by("hh-rlhf", "hh-rlhf/test.jsonl.gz")
        self.assertEqual(answer["input"]["records"], len(rows))
        self.assertGreater(len(seen), 2250)
        want = [transcript(row["chosen"]) for row in rows]
        self.assertEqual([as_messages(row) for row in seen], [turns for turns in want if is_good(turns)])

    def test_the_oasst_presets_follow_first_replies(self):
        for preset, path, start in (("oasst", "en_100_message", lambda row: row),
                                    ("oasst-tree", "en_100_tree", lambda row: row["prompt"])):
            rows = load(DATA / f"oasst-en100/{path}.jsonl")
            answer, seen = self.exported_by(preset, f"oasst-en100/{path}.jsonl")
            self.assertEqual(answer["input"]["records"], 100)
            want = [first_replies(start(row)) for row in rows]
            self.assertEqual([as_messages(row) for row in seen], [turns for turns in want if is_good(turns)])
            self.assertGreater(len(seen), 80)

    def test_what_is_no_set_of_pairs_is_refused(self):
        for path in ("llamafactory/c4_demo.jsonl", "alpagasus/koala_test_set.jsonl", "ifeval/input_data.jsonl"):
            out = self.top / ("refused-" + path.replace("/", "-"))
            answer = self.bmo("export", DATA / path, "--to", "jsonl", "--out", out, codes=(1, 66))
            if "error" not in answer:
                self.assertEqual(answer["exported"], 0, path)
                self.assertEqual({f["code"] for f in answer["findings"]}, {"E_MISSING_FIELD"}, path)
                self.assertFalse(list(out.glob("*.jsonl")), path)


def one_set(name):
    return lambda self: self.in_every_form(name)


for set_name, (_, turns_of) in SETS.items():
    if turns_of is not None:
        setattr(RealSets, f"test_{set_name.replace('-', '_')}_in_every_form", one_set(set_name))


if __name__ == "__main__":
    unittest.main(verbosity=2)
