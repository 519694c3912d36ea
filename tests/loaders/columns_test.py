"""pyarrow and polars read the columns of our files with the texts that the sets hold."""
import json

import canonical
import polars
import pyarrow.ipc
import pyarrow.parquet
import pytest

NAMES = ["harbor", "alpaca-52k", "gpteacher", "glaive"]
PREFERENCES = ["dpo", "v1-dpo"]


def turns(row):
    return tuple((message["role"], message["content"]) for message in row["messages"])


def check(rows, made):
    assert len(rows) == len(made.pairs)
    for i, pair in canonical.sampled(made.pairs, 5000):
        assert turns(rows[i]) == pair.turns, f"pair {i}"


@pytest.mark.parametrize("name", NAMES)
def test_pyarrow_reads_parquet(export, tell, name):
    made = export(name, "parquet")
    rows = pyarrow.parquet.read_table(made.folder / "data", columns=["messages"]).to_pylist()
    check(rows, made)
    tell("pyarrow", pyarrow.__version__, "parquet", name, "read_table", len(rows))


@pytest.mark.parametrize("name", NAMES)
def test_polars_reads_parquet(export, tell, name):
    made = export(name, "parquet")
    rows = polars.read_parquet(made.folder / "data/*.parquet", columns=["messages"]).to_dicts()
    check(rows, made)
    tell("polars", polars.__version__, "parquet", name, "read_parquet", len(rows))


@pytest.mark.parametrize("name", PREFERENCES)
@pytest.mark.parametrize(("consumer", "version", "table"), [
    ("pyarrow", pyarrow.__version__, lambda folder: pyarrow.parquet.read_table(folder / "data").to_pylist()),
    ("polars", polars.__version__, lambda folder: polars.read_parquet(folder / "data/*.parquet").to_dicts())],
    ids=["pyarrow", "polars"])
def test_both_answers_come_through(export, tell, name, consumer, version, table):
    made = export(name, "parquet:preference")
    rows = table(made.folder)
    assert len(rows) == len(made.pairs)
    for row, pair in zip(rows, made.pairs):
        assert tuple((m["role"], m["content"]) for m in [*row["prompt"], *row["chosen"]]) == pair.turns
        assert [m["content"] for m in row["rejected"]] == [pair.rejected]
    tell(consumer, version, "parquet:preference", name, "prompt, chosen, rejected", len(rows))


@pytest.mark.parametrize("mark", "\u2028 \u2029 \x85 \x0b \x0c \x1c \x1d \x1e".split(" "), ids=ascii)
def test_trap_readers_that_split_lines_cut_a_text(jsonl, repaired, mark):
    """As NeMo Automodel reads a file: by Python's splitlines, which knows more line ends than JSON does."""
    row = {"messages": [{"role": "user", "content": f"q{mark}r"}, {"role": "assistant", "content": "a"}]}
    careless = json.dumps(row, ensure_ascii=mark < " ")
    assert len(careless.splitlines()) == (1 if mark < " " else 2)
    source = jsonl([row], "marks.jsonl")
    lines = (repaired(source) / "train.jsonl").read_bytes().decode().splitlines()
    assert [json.loads(line)["messages"][0]["content"] for line in lines] == [f"q{mark}r"]


def test_polars_reads_lines(export, tell):
    made = export("harbor", "jsonl")
    rows = polars.read_ndjson(made.file(), infer_schema_length=None).to_dicts()
    check(rows, made)
    tell("polars", polars.__version__, "jsonl", "harbor", "read_ndjson", len(rows))


def test_pyarrow_reads_arrow(export, tell):
    made = export("harbor", "arrow")
    with pyarrow.ipc.open_file(made.folder / "train.arrow") as file:
        rows = file.read_all().select(["messages"]).to_pylist()
    check(rows, made)
    tell("pyarrow", pyarrow.__version__, "arrow", "harbor", "ipc.open_file", len(rows))
