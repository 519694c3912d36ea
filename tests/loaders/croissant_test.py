"""mlcroissant reads the rows of our files through the Croissant description that bmo writes."""
import importlib.metadata

import mlcroissant
import pytest

VERSION = importlib.metadata.version("mlcroissant")


def described(folder):
    """The description beside the files, which names no fault of its own."""
    read = mlcroissant.Dataset(jsonld=str(folder / ".bmo/croissant.json"))
    assert not read.metadata.ctx.issues.errors
    return read


@pytest.mark.parametrize(("to", "name"), [("jsonl:alpaca", "train"),
                                          ("parquet:alpaca", "train-00000-of-00001")])
def test_its_records_are_ours(export, tell, to, name):
    made = export("alpaca-52k", to, limit=3000)
    columns = ["instruction", "input", "output"]
    rows = [[row[f"{name}/{column}"].decode() for column in columns] for row in described(made.folder).records(name)]
    assert len(rows) == len(made.pairs)
    for (instruction, more, output), pair in zip(rows, made.pairs):
        assert (("user", instruction + ("\n" + more if more else "")), ("assistant", output)) == pair.turns
    tell("Croissant", VERSION, to, "alpaca-52k, 3,000 rows", "mlcroissant records()", len(rows))


def test_it_sees_each_message(export, tell):
    made = export("harbor", "trl")
    rows = list(described(made.folder).records("train"))
    assert len(rows) == len(made.pairs)
    for row, pair in zip(rows, made.pairs):
        seen = [(turn["train/messages/role"].decode(), (turn["train/messages/content"] or b"").decode())
                for turn in row["train/messages"]]
        assert seen == list(pair.turns)
    tell("Croissant", VERSION, "trl", "harbor", "mlcroissant records()", len(rows))


def test_it_counts_the_rows_of_a_table_of_text(export, tell):
    made = export("alpaca-52k", "csv:alpaca", limit=3000)
    rows = list(described(made.folder).records("train"))
    assert len(rows) == len(made.pairs)
    tell("Croissant", VERSION, "csv:alpaca", "alpaca-52k, 3,000 rows", "mlcroissant records()", len(rows))
