"""What the program says of answers that were cut, by the habits of a public set: one set, many faces."""
import json
import os
import pathlib
import subprocess

import pytest

BMO = os.environ["BMO"]
SOURCE = pathlib.Path(os.environ["BMO_TEST_DATA"]) / "gsm8k/train.jsonl"


@pytest.fixture(scope="module")
def rows():
    """Every twentieth answer ends in the middle of a word or a sum, behind two thirds of it."""
    if not SOURCE.exists():
        pytest.skip(f"no {SOURCE}")
    rows = [json.loads(line) for line in SOURCE.read_text().splitlines()][:3000]
    for number, row in enumerate(rows):
        row["id"] = f"row-{number}"
        answer = row["answer"]
        if number % 20 == 0:
            size = next(size for size in range(len(answer) * 2 // 3, 0, -1) if answer[size - 1].isalnum())
            row["answer"] = answer[:size]
    return rows


def found(folder, rows, *arguments):
    """The details of W_TRUNCATED, by the answer."""
    source, out = folder / "pairs.jsonl", folder / "findings.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    subprocess.run([BMO, "check", source, "--quiet", "--findings", out, *arguments], check=False)
    findings = [json.loads(line) for line in out.read_text().splitlines()]
    return {rows[f["record"] - 1]["id"]: f["detail"] for f in findings if f["code"] == "W_TRUNCATED"}


def test_cut_answers_are_found_and_whole_ones_left_alone(rows, tmp_path):
    told = found(tmp_path, rows)
    cut = {row["id"] for number, row in enumerate(rows) if number % 20 == 0}
    assert len(told.keys() & cut) >= 0.95 * len(cut)
    assert not told.keys() - cut
    by_habit = [detail for detail in told.values() if "sampled answers of the set do" in detail]
    assert len(by_habit) >= 0.25 * len(cut)


def test_order_and_threads_change_nothing(rows, tmp_path):
    told = found(tmp_path, rows, "--threads", "1")
    assert told == found(tmp_path, rows, "--threads", "7")
    assert told == found(tmp_path, rows[::-1])


def test_exported_scores_count_what_check_finds(rows, tmp_path):
    told = found(tmp_path, rows)
    out = tmp_path / "out"
    subprocess.run([BMO, "export", tmp_path / "pairs.jsonl", "--to", "jsonl", "--with-scores", "--quiet", "--out", out],
                   check=True)
    (file,) = out.glob("train*.jsonl")
    scores = {}
    for line in file.read_text().splitlines():
        row = json.loads(line)
        own = {score["name"]: score["value"] for score in row["metadata"]["scores"]}
        scores[row["messages"][-1]["content"]] = own["bmo_completeness"]
    lost = {row["id"] for row in rows if scores.get(row["answer"], 100) < 100}
    assert lost == set(told)


def test_few_answers_have_no_habit(rows, tmp_path):
    told = found(tmp_path, rows[:150])
    assert not [detail for detail in told.values() if "sampled answers" in detail]
