"""Figures of where instructions point, against numpy on the same vectors, which a server gives."""
import json
import os
import random
import subprocess

import numpy
import pytest

from endpoint_test import embed, server  # noqa: F401  (a fixture)

BMO = os.environ["BMO"]
WORDS = [f"{a}{b}" for a in ("har", "mo", "ti", "wen", "ka", "lu", "ber", "sol") for b in
         ("bour", "ring", "dal", "den", "vik", "mar", "sund", "lin", "stad", "nes", "gar", "fjord")]


def analyze(*arguments):
    environment = {k: v for k, v in os.environ.items() if k.lower() not in ("http_proxy", "all_proxy")}
    ran = subprocess.run([BMO, "analyze", *map(str, arguments), "--json"], capture_output=True, text=True, env=environment)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)["chapters"]


def figures(chapters):
    return {figure["id"]: figure["value"] for chapter in chapters for figure in chapter["figures"]}


def write(path, instructions):
    path.write_text("".join(json.dumps({"instruction": text, "output": f"This is answer {n} to what was asked of us here."})
                            + "\n" for n, text in enumerate(instructions)))
    return path


def rows_of_bytes(texts):
    """Directions as bmo keeps them: signed bytes, the largest of a row 127."""
    rows = numpy.array([embed(text) for text in texts])
    rows = rows * (127 / numpy.abs(rows).max(axis=1, keepdims=True))
    return numpy.trunc(rows + numpy.sign(rows) * 0.5)


def unit_rows(texts):
    rows = rows_of_bytes(texts)
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def vendi(rows):
    """By the definition: the kernel of n x n cosines."""
    values = numpy.linalg.eigvalsh(rows @ rows.T / len(rows))
    values = values[values > 1e-12]
    return float(numpy.exp(-(values * numpy.log(values)).sum()))


@pytest.fixture
def instructions():
    """1,500 of them, of which 300 are copies of others."""
    draw = random.Random(5)
    out = [" ".join(draw.choices(WORDS, k=draw.randint(5, 9))) + " ?" for _ in range(1200)]
    return out + draw.choices(out, k=300)


@pytest.fixture
def told(tmp_path, server, instructions):  # noqa: F811
    source = write(tmp_path / "pairs.jsonl", instructions)
    name = f"http://127.0.0.1:{server.server_address[1]}/v1/embeddings#words"
    return analyze(source, "--chapter", "diversity", "--encoder", name)


def test_vendi_is_that_of_the_kernel_of_all_cosines(told, instructions):
    assert figures(told)["diversity.vendi"] == pytest.approx(vendi(unit_rows(instructions)), abs=1e-3)


def test_unique_are_the_groups_of_near_ones(told, instructions):
    rows = unit_rows(instructions)
    near = rows @ rows.T >= 0.9
    groups = {tuple(numpy.flatnonzero(row)) for row in near}
    assert sum(len(group) for group in groups) == len(rows), "near ones must be near to the same"
    assert figures(told)["diversity.unique"] == pytest.approx(100 * len(groups) / len(rows))


def test_nearest_neighbours_are_those_of_brute_force(told, instructions):
    rows = unit_rows(instructions)
    cosines = rows @ rows.T
    numpy.fill_diagonal(cosines, -1)
    wanted, _ = numpy.histogram(cosines.max(axis=1), [-1, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.1])
    table = next(t for t in told[0]["tables"] if t["id"] == "diversity.nearest")
    assert [row[1] for row in table["rows"]] == pytest.approx(list(wanted), abs=1)


def test_what_is_told_does_not_depend_on_order_or_threads(tmp_path, instructions):
    first = write(tmp_path / "first.jsonl", instructions)
    lines = first.read_text().splitlines(keepends=True)
    second = tmp_path / "second.jsonl"
    second.write_text("".join(lines[::-1]))
    one = analyze(first, "--chapter", "diversity", "--encoder", "ngrams", "--threads", "1", "--batch-size", "100")
    assert one == analyze(second, "--chapter", "diversity", "--encoder", "ngrams", "--threads", "3")


def test_copies_lower_unique_and_narrow_topics_lower_vendi(tmp_path):
    draw = random.Random(6)

    def some(words, count):
        return [" ".join(draw.choices(words, k=8)) for _ in range(count)]

    wide, narrow = some(WORDS, 2000), some(WORDS[:24], 2000)
    copied = wide[:1000] + draw.choices(wide[:1000], k=1000)
    said = [figures(analyze(write(tmp_path / f"{i}.jsonl", texts), "--chapter", "diversity", "--encoder", "ngrams"))
            for i, texts in enumerate([wide, copied, narrow])]
    assert said[1]["diversity.unique"] < said[0]["diversity.unique"] / 1.8
    assert said[1]["diversity.vendi"] == pytest.approx(said[0]["diversity.vendi"], rel=0.05)
    assert said[2]["diversity.vendi"] < 0.8 * said[0]["diversity.vendi"]


def test_without_an_encoder_only_words_are_told(tmp_path, instructions):
    source = write(tmp_path / "pairs.jsonl", instructions)
    said = figures(analyze(source, "--chapter", "diversity", "--encoder", "none"))
    assert "diversity.vendi" not in said and "diversity.mtld" in said
