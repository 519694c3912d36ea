"""The best pairs that do not repeat each other, as bmo export chooses them, against the loop that takes one after another."""
import json
import os
import random
import subprocess

import pytest

from diversity_test import WORDS, unit_rows
from endpoint_test import server  # noqa: F401  (a fixture)

BMO = os.environ["BMO"]
NEAR, MOST = 0.9, 120


@pytest.fixture
def rows():
    """Questions of which a third is asked again in another order of words, each with a score of its own."""
    draw = random.Random(12)
    asked = [draw.sample(WORDS, 8) for _ in range(150)]
    asked += [draw.sample(words, len(words)) for words in asked[:75]]
    answers = {frozenset(words): f"This is what was said of {' and '.join(sorted(words))} by us." for words in asked}
    scores = draw.sample(range(1000), len(asked))
    return [{"id": str(n), "instruction": " ".join(words) + " ?", "output": answers[frozenset(words)],
             "scores": [{"name": "judge", "value": score}]} for n, (words, score) in enumerate(zip(asked, scores))]


def test_the_best_are_those_of_the_loop(tmp_path, server, rows):  # noqa: F811
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    name = f"http://127.0.0.1:{server.server_address[1]}/v1/embeddings#words"
    environment = {k: v for k, v in os.environ.items() if k.lower() not in ("http_proxy", "all_proxy")}
    ran = subprocess.run([BMO, "export", path, "--to", "jsonl", "--out", tmp_path / "out", "--dedup", f"semantic={NEAR}",
                          "--encoder", name, "--keep", "judge", "--by", "judge", "--top", str(MOST), "--accept-loss",
                          "--quiet"], capture_output=True, text=True, env=environment)
    assert ran.returncode <= 1, ran.stderr
    told = {json.loads(line)["id"] for line in (tmp_path / "out/train.jsonl").read_text().splitlines()}
    vectors = unit_rows([row["instruction"] for row in rows])
    kept, passed_over = [], 0
    for n in sorted(range(len(rows)), key=lambda n: -rows[n]["scores"][0]["value"]):
        if len(kept) == MOST:
            break
        if any(vectors[n] @ vectors[other] >= NEAR for other in kept):
            passed_over += 1
        else:
            kept.append(n)
    assert passed_over > 5
    assert told == {rows[n]["id"] for n in kept}
