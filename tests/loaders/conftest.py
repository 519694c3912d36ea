"""Fixtures of the loader tests: exports made by bmo's command line, and what each test tells the table in docs."""
import json
import os
import pathlib
import re
import subprocess
import typing

import canonical
import pytest

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_DATASETS_DISABLE_PROGRESS_BARS="1",
                  TOKENIZERS_PARALLELISM="false", TRANSFORMERS_VERBOSITY="error",
                  # Models this small are slowed down by threads that wait for each other.
                  OMP_NUM_THREADS="1")
BMO = os.environ["BMO"]
HARBOR = pathlib.Path(__file__).resolve().parent.parent.parent / "examples/harbor"

# The batches of the example company in which tools are called.
TOOL_BATCHES = {"2025-10-support", "2026-03-support"}


class Made(typing.NamedTuple):
    """An export: its folder, what its set holds, and what bmo said."""
    folder: pathlib.Path
    pairs: list
    answer: dict

    def file(self, split="train"):
        return self.folder / f"{split}.jsonl"


def bmo(*arguments):
    """Runs bmo and gives its JSON answer; exit 1 means findings, which public sets have."""
    done = subprocess.run([BMO, *map(str, arguments), "--json"], capture_output=True, text=True)
    assert done.returncode in (0, 1), f"{arguments}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return json.loads(done.stdout)


def plain_pairs(source, out):
    """The pairs of the example company, which come in every shape, from bmo's plainest export."""
    bmo("export", *source, "--to", "jsonl", "--out", out)
    rows = [json.loads(line) for line in (out / "train.jsonl").read_text(encoding="utf-8").split("\n") if line]
    return [canonical.Pair(tuple((m["role"], m["content"]) for m in row["messages"])) for row in rows]


class Exporter:
    """Makes each export once in a session."""

    def __init__(self, top):
        self.top, self.made = top, {}

    def __call__(self, name, to, *flags, limit=None, without_tools=False):
        """Exports the first rows of a set, for consumers that know no tools without the pairs that use one."""
        key = (name, to, flags, limit, without_tools)
        if key not in self.made:
            self.made[key] = self.make(name, to, flags, limit, without_tools)
        return self.made[key]

    def make(self, name, to, flags, limit, without_tools):
        out = self.top / re.sub(r"\W+", "-", f"{len(self.made)}-{name}-{to}")
        if name == "harbor":
            batches = sorted((HARBOR / "batches").iterdir())
            source = [path for path in batches if not without_tools or path.stem not in TOOL_BATCHES]
            source += ["--map", HARBOR / "mapping.toml"]
            return self.exported(source, plain_pairs(source, self.top / f"{out.name}-plain"), to, flags, out)
        if not canonical.DATA.is_dir():
            pytest.skip(f"no sets in {canonical.DATA}")
        rows = canonical.rows_of(name)
        pairs = [canonical.SETS[name][1](row) for row in rows]
        kept = [i for i, pair in enumerate(pairs) if not (without_tools and pair.has_tools)][:limit]
        source = self.top / f"{out.name}.json"
        source.write_text(json.dumps([rows[i] for i in kept], ensure_ascii=False), encoding="utf-8")
        return self.exported([source], [p for p in (pairs[i] for i in kept) if canonical.is_good(p)], to, flags, out)

    def exported(self, source, pairs, to, flags, out):
        answer = bmo("export", *source, "--to", to, *flags, "--out", out)
        assert answer["exported"] == len(pairs)
        return Made(out, pairs, answer)


@pytest.fixture(scope="session")
def export(tmp_path_factory):
    return Exporter(tmp_path_factory.mktemp("exports"))


@pytest.fixture
def tell(record_property):
    """Notes for the table in docs which consumer read what of which target, and how many rows it saw."""
    def note(consumer, version, target, read, sees, rows):
        record_property("loader", json.dumps({"consumer": consumer, "version": version, "target": target,
                                              "set": read, "sees": sees, "rows": rows}))
    return note


@pytest.fixture
def jsonl(tmp_path):
    """Writes rows as JSON lines, as a careless tool would."""
    def write(rows, name="train.jsonl", more=""):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_bytes((lines + more).encode("utf-8", "surrogatepass"))
        return path
    return write


@pytest.fixture
def repaired(tmp_path):
    """What bmo makes of a careless file: the folder of its export."""
    def through(source, to="jsonl", *flags):
        out = tmp_path / "repaired"
        bmo("export", source, "--to", to, *flags, "--out", out)
        return out
    return through


@pytest.fixture
def findings():
    """The codes that bmo tells of a file that is to be exported to a target."""
    def of(source, to):
        return {finding["code"] for finding in bmo("check", source, "--to", to)["findings"]}
    return of
