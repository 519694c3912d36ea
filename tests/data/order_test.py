"""Reports of one set of pairs whose lines, threads, batch sizes or imports differ: not a byte may."""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import time

import pytest

BMO = os.environ["BMO"]
HARBOR = pathlib.Path(__file__).resolve().parent.parent.parent / "examples/harbor"
FORMS = ("md", "json", "html", "csv")


def run(*arguments, cwd):
    ran = subprocess.run([BMO, *map(str, arguments), "--quiet"], cwd=cwd, capture_output=True, text=True)
    assert ran.returncode <= 1 and not ran.stderr, ran.stderr
    return ran


def report(folder, source, *flags):
    """The bytes of a report in each form, but for the seconds that it took."""
    out = {}
    for form in FORMS:
        file = folder / f"report.{form}"
        run("report", source, "--config", HARBOR / "bmo.toml", "--out", file.name, *flags, cwd=folder)
        out[form] = re.sub(rb'"seconds": [0-9.e-]+', b"", file.read_bytes())
        file.unlink()
    return out


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """The demo's pairs, some of them twice, and all with scores that no sum of doubles holds exactly."""
    folder = tmp_path_factory.mktemp("harbor")
    run("export", HARBOR / "batches", "--map", HARBOR / "mapping.toml", "--to", "jsonl", "--out", "out", cwd=folder)
    rows = [json.loads(line) for line in (folder / "out/train.jsonl").read_text().splitlines()]
    draw = random.Random(1)
    for row in rows:
        row["metadata"]["scores"].append({"name": "drawn", "value": draw.random()})
    rows += [dict(row, id=row["id"] + "-again") for row in rows if row["metadata"]["batch"] == "2026-07-support"]
    return [json.dumps(row) + "\n" for row in rows]


@pytest.fixture(scope="module")
def wanted(lines, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wanted")
    (folder / "pairs.jsonl").write_text("".join(lines))
    return report(folder, "pairs.jsonl")


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_pairs_changes_no_byte(tmp_path, lines, wanted, seed):
    shuffled = list(lines)
    random.Random(seed).shuffle(shuffled)
    (tmp_path / "pairs.jsonl").write_text("".join(shuffled))
    assert report(tmp_path, "pairs.jsonl") == wanted


@pytest.mark.parametrize("flags", [("--threads", 1), ("--threads", 5, "--batch-size", 3)], ids=str)
def test_threads_and_batches_change_no_byte(tmp_path, lines, wanted, flags):
    (tmp_path / "pairs.jsonl").write_text("".join(lines))
    assert report(tmp_path, "pairs.jsonl", *flags) == wanted


def imported(folder, parts):
    """A workspace that the parts were imported into, one after another; each import is first killed on its way."""
    run("init", cwd=folder)
    for n, part in enumerate(parts):
        (folder / f"part{n}.jsonl").write_text("".join(part))
        command = [BMO, "import", f"part{n}.jsonl", "--dataset", "harbor", "--quiet"]
        for delay in (0.005, 0.03):
            killed = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        done = subprocess.run([*command], cwd=folder, capture_output=True, text=True)
        assert done.returncode <= 1 and not done.stderr, done.stderr
    return folder


def test_a_killed_import_that_is_repeated_changes_no_byte(tmp_path, lines):
    whole, killed = tmp_path / "a/set", tmp_path / "b/set"
    for folder in (whole, killed):
        folder.mkdir(parents=True)
    run("init", cwd=whole)
    (whole / "part.jsonl").write_text("".join(lines))
    run("import", "part.jsonl", "--dataset", "harbor", cwd=whole)
    wanted = report(whole, "dataset:harbor")
    cut = len(lines) // 3
    imported(killed, [lines[cut:], lines[:cut]])
    told = report(killed, "dataset:harbor")
    for form in FORMS:
        # What is told of versions names the version.
        assert told[form].replace(b"@2", b"@1") == wanted[form].replace(b"@2", b"@1"), form
