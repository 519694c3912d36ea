"""Whether batches by another author are called a drift: answers of public models to prompts that the baseline never saw."""
import collections
import json
import os
import pathlib
import random
import subprocess

import pytest

BMO = os.environ["BMO"]
ANSWERS = pathlib.Path(os.environ["BMO_TEST_DATA"]) / "alpacaeval"
GPT4 = "gpt4_1106_preview"
MODELS = [(GPT4, "gpt-4o-2024-05-13"), ("alpaca-7b", "text_davinci_003"), ("gpt-4o-2024-05-13", "gemini-pro"),
          ("alpaca-7b", "falcon-7b-instruct"), (GPT4, "claude-2.1"), (GPT4, "gemini-pro"), (GPT4, "vicuna-13b"),
          (GPT4, "text_davinci_003"), ("claude-2.1", "gemini-pro"), ("vicuna-13b", "falcon-7b-instruct")]
# One model that was asked to be brief, or to be thorough: some of these pairs hardly differ.
STYLES = [(model, f"{model}_{style}") for model in (GPT4, "claude-2.1", "alpaca-7b") for style in ("concise", "verbose")]
SIZES = (50, 100)


def answers(model):
    return {row["instruction"]: row["output"] for row in json.loads((ANSWERS / f"{model}.json").read_text())}


def judged(folder, rows, *flags):
    """The table of batches: each row begins with the batch's name and ends with the verdict."""
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "batch": batch, "instruction": asked, "output": told}) + "\n"
                            for n, (batch, asked, told) in enumerate(rows)))
    (folder / "bmo.toml").write_text('[voice]\nreference = ["base"]\n')
    ran = subprocess.run([BMO, "analyze", path, "--config", folder / "bmo.toml", "--chapter", "voice", "--json", *flags],
                         capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    chapter = json.loads(ran.stdout)["chapters"][0]
    table = next(table for table in chapter["tables"] if table["id"] == "voice.batches")
    return [row for row in table["rows"] if row[0] != "base" and row[5] != "too few"]


def drifts(folder, own, other, batches, draw):
    """How many batches of each author and size are called a drift, and how many were judged."""
    both = [answers(own), answers(other)]
    prompts = sorted(both[0].keys() & both[1].keys())
    draw.shuffle(prompts)
    base, rest = prompts[:440], prompts[440:]
    rows = [("base", prompt, both[0][prompt]) for prompt in base]
    for author in (0, 1):
        for size in SIZES:
            for n in range(batches):
                rows += [(f"{author}-{size}-{n}", prompt, both[author][prompt]) for prompt in draw.sample(rest, size)]
    out = collections.Counter()
    for row in judged(folder, rows):
        author, size, _ = row[0].split("-")
        out[int(author), int(size), "judged"] += 1
        out[int(author), int(size), "drift"] += row[5] == "drift"
    return out


@pytest.mark.skipif(not ANSWERS.exists(), reason="no answers of models in BMO_TEST_DATA")
def test_another_author_is_noticed_and_the_own_one_left_alone(tmp_path, capsys):
    draw, alarms = random.Random(1), collections.Counter()
    power = {"models": collections.defaultdict(list), "styles": collections.defaultdict(list)}
    most = int(os.environ.get("BMO_VOICE_PAIRS", "4"))
    for own, other in MODELS[:most] + STYLES[:max(0, most - len(MODELS))]:
        kind = "models" if (own, other) in MODELS else "styles"
        found = drifts(tmp_path, own, other, 40, draw)
        alarms += found
        for size in SIZES:
            power[kind][size].append(found[1, size, "drift"] / max(1, found[1, size, "judged"]))
        with capsys.disabled():
            print(f"\n  {own} / {other}:", *(f"{power[kind][size][-1]:.2f} at {size}" for size in SIZES), end="")
    for size in SIZES:
        false = alarms[0, size, "drift"] / alarms[0, size, "judged"]
        with capsys.disabled():
            print(f"\n  batches of {size}: false alarms {100 * false:.1f} %", *(
                f"power between {kind} {sum(of[size]) / len(of[size]):.2f}" for kind, of in power.items() if of[size]),
                  sep=", ", end="")
        assert false <= 0.03
        models = power["models"][size]
        assert sum(models) / len(models) >= {50: 0.6, 100: 0.8}[size]


@pytest.mark.skipif(not ANSWERS.exists(), reason="no answers of models in BMO_TEST_DATA")
def test_batches_on_other_topics_are_seldom_called_a_drift(tmp_path, capsys):
    flags = {"with the encoder": (), "without": ("--encoder", "none")}
    found = {name: collections.Counter() for name in flags}
    for model in sorted({model for pair in MODELS[:4] for model in pair}):
        draw, pairs = random.Random(7), json.loads((ANSWERS / f"{model}.json").read_text())
        draw.shuffle(pairs)
        rows, sources = [("base", pair) for pair in pairs[:440]], collections.defaultdict(list)
        for pair in pairs[440:]:
            sources[pair["dataset"]].append(pair)
        for source, of in sources.items():
            rows += [(f"{source}-{n}", pair) for n in range(20) for pair in draw.sample(of, min(len(of), 50))]
        rows = [(batch, pair["instruction"], pair["output"]) for batch, pair in rows]
        for name, flag in flags.items():
            found[name] += collections.Counter(row[5] for row in judged(tmp_path, rows, *flag))
    shares = {name: verdicts["drift"] / verdicts.total() for name, verdicts in found.items()}
    with capsys.disabled():
        print("\n  own batches of one source:", *(f"{100 * share:.1f} % {name}" for name, share in shares.items()))
    assert shares["with the encoder"] <= 0.2
    assert shares["with the encoder"] < shares["without"] - 0.05
