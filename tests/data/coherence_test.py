"""What the program says of answers that were swapped, on a public set: the judge of coherence through the whole house."""
import json
import os
import pathlib
import subprocess

import pytest

BMO = os.environ["BMO"]
SOURCE = pathlib.Path(os.environ["BMO_TEST_DATA"]) / "gsm8k/train.jsonl"


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """Records with a finding of coherence, after every tenth answer was given to the next of those questions."""
    if not SOURCE.exists():
        pytest.skip(f"no {SOURCE}")
    rows = [json.loads(line) for line in SOURCE.read_text().splitlines()][:3000]
    swapped = range(0, len(rows), 10)
    answers = [rows[i]["answer"] for i in swapped]
    for place, i in enumerate(swapped):
        rows[i]["answer"] = answers[(place + 1) % len(answers)]
    folder = tmp_path_factory.mktemp("swapped")
    source, out = folder / "pairs.jsonl", folder / "findings.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    subprocess.run([BMO, "check", source, "--quiet", "--findings", out], check=False)
    found = [json.loads(line) for line in out.read_text().splitlines()]
    return rows, set(i + 1 for i in swapped), {f["record"] for f in found if f["code"] == "W_INCOHERENT"}


def test_swapped_answers_are_found(findings):
    _, swapped, found = findings
    assert len(swapped & found) >= 0.8 * len(swapped)


def test_answers_in_their_place_are_left_alone(findings):
    rows, swapped, found = findings
    assert len(found - swapped) <= 0.02 * len(rows)


def test_a_set_that_cannot_be_judged_says_why(tmp_path):
    source = tmp_path / "pairs.jsonl"
    source.write_text('{"instruction":"Name a prime.","response":"Seven."}\n' * 3)
    ran = subprocess.run([BMO, "score", source, "--json"], capture_output=True, text=True)
    assert "coherence is not judged: too few pairs" in ran.stdout


def test_one_answer_to_everything_scores_low():
    """The model that gives all 805 questions the same text (Zheng et al., 2024)."""
    source = pathlib.Path(os.environ["BMO_TEST_DATA"]) / "alpacaeval/NullModel.json"
    if not source.exists():
        pytest.skip(f"no {source}")
    ran = subprocess.run([BMO, "score", source, "--json"], capture_output=True, text=True)
    scores = {score["name"]: score for score in json.loads(ran.stdout)["scores"]}
    assert scores["bmo_soundness"]["mean"] < 60
    assert scores["bmo_soundness"]["below_70"] == 805
