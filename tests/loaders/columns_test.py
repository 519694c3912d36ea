"""pyarrow and polars read the columns of our files with the texts that the sets hold."""
import canonical
import polars
import pyarrow.ipc
import pyarrow.parquet
import pytest

NAMES = ["harbor", "alpaca-52k", "gpteacher", "glaive"]


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
