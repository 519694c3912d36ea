"""Charts, spreads, levels and slopes of bmo analyze against numpy and scipy on the same made scores."""
import itertools
import json
import os
import subprocess

import numpy
import pytest
from scipy import stats

BMO = os.environ["BMO"]
BASELINE = 10


def batches():
    """Scores by batch: noise about a level that falls by one at the 13th batch; the 17th is spread twice as far."""
    draw = numpy.random.default_rng(5)
    out = {}
    for n in range(20):
        count = 60 + 7 * (n % 4)
        level = 8 if n < 12 else 7
        noise = draw.normal(0, 0.3) + draw.normal(0, 2 if n == 16 else 1, count)
        out[f"b{n:02}"] = numpy.round(level + noise, 3)
    return out


def chapter(path, scores, name):
    with path.open("w") as out:
        for batch, values in scores.items():
            for n, value in enumerate(values):
                out.write(json.dumps({"id": f"{batch}-{n}", "instruction": f"What does gauge {n} of {batch} say?",
                                      "output": f"Gauge {n} says that all is well today.", "batch": batch,
                                      "scores": [{"name": "drawn", "value": float(value)}]}) + "\n")
    ran = subprocess.run([BMO, "analyze", path, "--chapter", name, "--encoder", "none", "--json"], capture_output=True,
                         text=True)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)["chapters"][0]


@pytest.fixture(scope="module")
def made():
    return batches()


@pytest.fixture(scope="module")
def tables(made, tmp_path_factory):
    told = chapter(tmp_path_factory.mktemp("trends") / "pairs.jsonl", made, "trends")
    return {table["id"].removeprefix("trends."): table["rows"] for table in told["tables"]}


def means(made):
    return numpy.array([values.mean() for values in made.values()])


def test_the_smoothed_line_and_its_limit(made, tables):
    values = list(made.values())
    sizes = numpy.array([len(v) for v in values])
    within = numpy.sqrt(sum(v.var(ddof=1) * (len(v) - 1) for v in values) / sum(len(v) - 1 for v in values))
    centre = numpy.concatenate(values[:BASELINE]).mean()
    z = (means(made) - centre) * numpy.sqrt(sizes) / within
    z /= max(1, numpy.sqrt((z[:BASELINE] ** 2).sum() / (BASELINE - 1)))
    line = list(itertools.accumulate(z[BASELINE:], lambda last, now: 0.2 * now + 0.8 * last, initial=0))[1:]
    widening = stats.t.ppf(0.99865, BASELINE - 1) * numpy.sqrt(1 + 1 / BASELINE) / 3
    limit = 2.962 * numpy.sqrt(0.2 / 1.8) * widening
    rows = tables["chart.score drawn"]
    assert [row[3] for row in rows[BASELINE:]] == pytest.approx(line)
    assert rows[-1][4] == pytest.approx(limit, rel=0.005)
    alarms = {row[0] for row in rows if row[5] == "alarm"}
    beyond = [abs(one) > limit or abs(single) > 3 * widening for one, single in zip(line, z[BASELINE:])]
    assert alarms == {name for name, is_beyond in zip(list(made)[BASELINE:], beyond) if is_beyond}
    assert alarms


def test_the_spread_is_judged_by_its_chi_square(made, tables):
    values = list(made.values())
    before = numpy.concatenate(values[:BASELINE])
    edges = numpy.quantile(before, numpy.arange(1, 10) / 10, method="inverted_cdf")
    wanted = {}
    for name, now in list(made.items())[BASELINE:]:
        a, b = ((numpy.bincount(numpy.searchsorted(edges, v, side="right"), minlength=10) + 0.5) / (len(v) + 5)
                for v in (before, now))
        index = ((b - a) * numpy.log(b / a)).sum()
        chance = stats.chi2.sf(index / (1 / len(before) + 1 / len(now)), 9)
        if chance < 0.01 and index >= 0.1:
            wanted[name] = (index, chance)
    told = {row[1]: (row[3], row[4]) for row in tables["spreads"] if row[0] == "score drawn"}
    assert told.keys() == wanted.keys() and "b16" in told
    for name, (index, chance) in wanted.items():
        assert told[name] == (pytest.approx(index), pytest.approx(chance, rel=1e-6))


def test_levels_are_the_best_of_all_partitions(made, tables):
    series = means(made)
    steps = numpy.diff(series)
    noise = (1.4826 * numpy.sort(abs(steps - numpy.sort(steps)[len(steps) // 2]))[len(steps) // 2]) ** 2 / 2
    best = {}
    for count in range(5):
        for cuts in itertools.combinations(range(4, len(series) - 3), count):
            ends = [0, *cuts, len(series)]
            if min(numpy.diff(ends)) < 4:
                continue
            squares = sum(((part - part.mean()) ** 2).sum() for part in numpy.split(series, cuts))
            best[cuts] = squares + 3 * numpy.log(len(series)) * noise * count
    cuts = min(best, key=best.get)
    told = [row for row in tables["levels"] if row[0] == "score drawn"]
    assert [row[1] for row in told] == [f"b{cut:02}" for cut in cuts] and abs(cuts[0] - 12) <= 2
    first = numpy.split(series, cuts)
    assert told[0][2:4] == pytest.approx([first[0].mean(), first[1].mean()])


def test_a_slope_is_that_of_theil_and_sen(tmp_path):
    draw = numpy.random.default_rng(8)
    made = {f"b{n:02}": numpy.round(5 + 0.1 * n + draw.normal(0, 0.5, 40), 3) for n in range(17)}
    told = chapter(tmp_path / "pairs.jsonl", made, "trends")
    slopes = next(table for table in told["tables"] if table["id"] == "trends.slopes")
    row = next(row for row in slopes["rows"] if row[0] == "score drawn")
    assert row[1] == "rises"
    series = means(made)
    assert row[2] == pytest.approx(stats.theilslopes(series).slope)
    rest = series - row[2] * numpy.arange(len(series))
    rest -= rest.mean()
    seen = (rest[1:] * rest[:-1]).sum() / (rest ** 2).sum()
    memory = numpy.clip(seen + (1 + 3 * seen) / len(series), 0, 0.95)
    fresh = (series[1:] - memory * series[:-1]) / (1 - memory)
    n = len(fresh)
    rises = stats.kendalltau(range(n), fresh).statistic * n * (n - 1) / 2
    z = (abs(rises) - 1) / numpy.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    assert row[3] == pytest.approx(2 * stats.norm.sf(z))


def test_measures_of_words_are_those_of_their_papers(tmp_path):
    draw = numpy.random.default_rng(2)
    words = [f"w{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uvwxyz'[n // 100 % 6]}" for n in
             numpy.minimum(draw.zipf(1.3, 6000), 600)]
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"instruction": "Say many words, please.", "output": " ".join(words)}) + "\n")
    ran = subprocess.run([BMO, "analyze", path, "--chapter", "diversity", "--encoder", "none", "--json"],
                         capture_output=True, text=True)
    told = {figure["id"]: figure["value"] for figure in json.loads(ran.stdout)["chapters"][0]["figures"]}
    for n in (1, 2, 3):
        grams = list(zip(*(words[i:] for i in range(n))))
        assert told[f"diversity.distinct_{n}"] == pytest.approx(100 * len(set(grams)) / len(grams))
    counts = numpy.unique(words, return_counts=True)[1]
    # The chance that a type is among 42 words drawn without replacement, each worth 1 / 42.
    assert told["diversity.hdd"] == pytest.approx(stats.hypergeom.sf(0, len(words), counts, 42).sum() / 42)

    def one_way(tokens):
        factors, types, length = 0.0, set(), 0
        for token in tokens:
            types.add(token)
            length += 1
            if len(types) / length <= 0.72:
                factors, types, length = factors + 1, set(), 0
        if length:
            factors += (1 - len(types) / length) / 0.28
        return len(tokens) / factors

    assert told["diversity.mtld"] == pytest.approx((one_way(words) + one_way(words[::-1])) / 2)
