"""Hugging Face datasets, in the version of the folder that runs this, loads every container of ours with the same texts."""
import json
import pathlib
import subprocess
import time

import canonical
import datasets
import pyarrow
import pyarrow.parquet
import pytest
import yaml
from conftest import BMO

VERSION = datasets.__version__
MAJOR = tuple(int(part) for part in VERSION.split(".")[:2])
FAULTS = (datasets.exceptions.DatasetsError, ValueError, TypeError, ImportError, StopIteration)
# datasets types a file of JSON lines from its first 10 MiB.
PAST_INFERENCE = 11 << 20
LAYOUTS = {
    "messages": lambda row: tuple((m["role"], m["content"]) for m in row["messages"]),
    "alpaca": lambda row: (("user", row["instruction"] + ("\n" + row["input"] if row["input"] else "")),
                           ("assistant", row["output"])),
    "preference": lambda row: tuple((m["role"], m["content"]) for m in [*row["prompt"], *row["chosen"]]),
}
COLUMNS = {"messages": ["messages"], "alpaca": ["instruction", "input", "output"],
           "preference": ["prompt", "chosen", "rejected"]}

datasets.disable_progress_bars()
datasets.logging.set_verbosity_error()


def load(path, cache, builder=None, **more):
    """A folder as the Hub would load it, or a file through the builder named."""
    if builder is None:
        return datasets.load_dataset(str(path), split="train", cache_dir=str(cache), **more)
    return datasets.load_dataset(builder, data_files=str(path), split="train", cache_dir=str(cache), **more)


def check(read, made, layout):
    assert len(read) == len(made.pairs)
    rows = read.select_columns(COLUMNS[layout])
    for i, pair in canonical.sampled(made.pairs, 5000):
        row = rows[i]
        assert LAYOUTS[layout](row) == pair.turns, f"pair {i}"
        if layout == "preference":
            assert [m["content"] for m in row["rejected"]] == [pair.rejected], f"pair {i}"


CASES = [("harbor", "parquet"), ("harbor", "hf"), ("alpaca-52k", "parquet"), ("alpaca-52k", "hf:alpaca"),
         ("alpaca-52k", "csv:alpaca"), ("alpaca-52k", "jsonl:alpaca"), ("gpteacher", "parquet:alpaca"),
         ("glaive", "parquet"), ("glaive", "hf"), ("dpo", "parquet:preference"), ("v1-dpo", "parquet:preference")]
# Before 4.0 a field that the card declares must stand in every object, which lines of JSON leave out where it is empty.
TAKES_LINES = MAJOR >= (4, 0)
PLAIN = "jsonl" if TAKES_LINES else "parquet"
LINE_CASES = [("harbor", "jsonl"), ("harbor", "json"), ("v1-dpo", "jsonl:preference")] if TAKES_LINES else []


@pytest.mark.parametrize(("name", "to"), CASES + LINE_CASES)
def test_it_loads_as_ours(export, tell, tmp_path, name, to):
    container, _, layout = to.partition(":")
    layout = layout or "messages"
    made = export(name, to)
    if container == "hf":
        read = datasets.load_from_disk(str(made.folder))["train"]
    else:
        read = load(made.folder, tmp_path)
    check(read, made, layout)
    tell("HF datasets", VERSION, to, name, "load_from_disk" if container == "hf" else "load_dataset(folder)", len(read))


SPLITS = ("--split", "train=0.8,validation=0.1,test=0.1")


def card(folder):
    """The head of a card, as the Hub reads it."""
    return yaml.safe_load((folder / "README.md").read_text(encoding="utf-8").split("---\n")[1])


def sizes(made):
    """How many rows bmo says that each split has."""
    rows = {}
    for file in made.answer["files"]:
        path = pathlib.PurePath(file["path"])
        if path.suffix in (".parquet", ".arrow", ".jsonl") and ".bmo" not in path.parts:
            split = path.parts[0] if path.suffix == ".arrow" else path.name.partition("-")[0].partition(".")[0]
            rows[split] = rows.get(split, 0) + file["rows"]
    return rows


@pytest.mark.parametrize("to", ["parquet", "hf", "parquet:alpaca"])
def test_its_splits_are_those_of_the_card(export, tell, tmp_path, to):
    """No file beside the data is taken for data, and every split holds what bmo says."""
    name = "alpaca-52k" if to.endswith("alpaca") else "harbor"
    made = export(name, to, *SPLITS)
    read = (datasets.load_from_disk(str(made.folder)) if to == "hf"
            else datasets.load_dataset(str(made.folder), cache_dir=str(tmp_path)))
    assert {split: len(rows) for split, rows in read.items()} == sizes(made)
    assert list(read) == ["train", "validation", "test"]
    assert sum(map(len, read.values())) == len(made.pairs)
    if to != "hf":
        assert datasets.get_dataset_config_names(str(made.folder)) == ["default"]
        assert [file["split"] for file in card(made.folder)["configs"][0]["data_files"]] == list(read)
    tell("HF datasets", VERSION, to, f"{name}, three splits", "splits and their sizes", len(made.pairs))


@pytest.mark.parametrize("to", ["parquet", "parquet:alpaca", "parquet:preference"])
def test_the_features_of_the_card_are_those_of_the_files(export, tell, tmp_path, to):
    """Columns load with the types that the card declares, which are those that the files have by themselves."""
    name = "dpo" if to.endswith("preference") else "harbor" if to == "parquet" else "gpteacher"
    made = export(name, to)
    declared = datasets.load_dataset_builder(str(made.folder), cache_dir=str(tmp_path)).info.features
    assert declared is not None and [field["name"] for field in card(made.folder)["dataset_info"]["features"]] == list(declared)
    alone = load(made.folder / "data" / "train-00000-of-00001.parquet", tmp_path / "alone", "parquet").features
    assert load(made.folder, tmp_path / "folder").features.arrow_schema == declared.arrow_schema
    assert alone.arrow_schema.equals(declared.arrow_schema)
    assert COLUMNS[to.partition(":")[2] or "messages"][0] in declared
    tell("HF datasets", VERSION, to, name, "features of the card", len(made.pairs))


def test_metadata_comes_back_with_its_types(export, tmp_path):
    rows = load(export("harbor", "parquet").folder, tmp_path)
    told = rows["metadata"]
    assert {row["batch"] for row in told} > {"2025-10-support"}
    assert all(isinstance(score["value"], float) for row in told for score in row["scores"])
    assert all(isinstance(tag, str) for row in told for tag in row["tags"])


def padded(first, last):
    """Rows of pairs with one more field, that changes its type past what datasets looks at."""
    pair = {"instruction": "What is said?", "output": "x" * 4000}
    return [{**pair, **first}] * (PAST_INFERENCE // 4000) + [{**pair, **last}]


def refuses(path, cache, builder="json"):
    with pytest.raises(FAULTS):
        for row in load(path, cache, builder):
            json.dumps(row)


@pytest.mark.parametrize(("first", "last"), [
    pytest.param({"note": None}, {"note": "late"}, id="null-then-text"),
    pytest.param({}, {"note": "late"}, id="absent-then-text"),
    pytest.param({"rank": 1}, {"rank": 0.5}, id="integer-then-fraction"),
    pytest.param({"tags": []}, {"tags": ["late"]}, id="empty-list-then-texts"),
    pytest.param({"day": "2026-01-02"}, {"day": "someday"}, id="date-then-text"),
    pytest.param({"more": {"a": 1}}, {"more": {"a": 1, "b": 2}}, id="object-that-grows"),
])
def test_trap_a_type_that_changes_late(jsonl, repaired, tmp_path, first, last):
    source = jsonl(padded(first, last), "late.jsonl")
    refuses(source, tmp_path / "raw")
    read = load(repaired(source, PLAIN), tmp_path / "ours")
    assert len(read) == len(padded(first, last))
    assert LAYOUTS["messages"](read[len(read) - 1])[1] == ("assistant", "x" * 4000)


def test_trap_csv_cells_that_look_like_something_else(tmp_path, repaired):
    cells = ["NA", "null", "None", "nan", "007", "True", "N/A"]
    source = tmp_path / "cells.csv"
    source.write_text("instruction,input,output\n" + "".join(f"Say it {i}.,,{cell}\n" for i, cell in enumerate(cells)))
    assert load(source, tmp_path / "raw", "csv")["output"][:] != cells
    read = load(repaired(source, "csv:alpaca"), tmp_path / "ours")
    assert read["output"][:] == cells


@pytest.mark.parametrize("answer", [b'"\\ud800"', b"1e999"], ids=["lone-surrogate", "beyond-double"])
def test_trap_a_line_that_is_no_text(tmp_path, repaired, answer):
    good = b'{"instruction": "What?", "output": "That."}\n'
    source = tmp_path / "broken.jsonl"
    source.write_bytes(good + b'{"instruction": "What?", "output": ' + answer + b"}\n")
    refuses(source, tmp_path / "raw")
    read = load(repaired(source, PLAIN), tmp_path / "ours")
    assert [LAYOUTS["messages"](row) for row in read] == [(("user", "What?"), ("assistant", "That."))]


def test_trap_invalid_bytes_burst_late(tmp_path, repaired):
    source = tmp_path / "bytes.jsonl"
    source.write_bytes(b'{"instruction": "What?", "output": "That."}\n{"instruction": "What?", "output": "\xff"}\n')
    refuses(source, tmp_path / "raw")
    assert load(repaired(source, PLAIN), tmp_path / "ours").num_rows == 1


def test_trap_columns_of_an_agent_trace(jsonl, repaired, tmp_path):
    """From 5.0 on, these five columns together are taken for something that needs one more package."""
    row = {"id": "1", "source": "s", "model": "m", "system_prompt": "p",
           "messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}
    source = jsonl([row, row | {"id": "2"}], "traces.jsonl")
    if MAJOR >= (5, 0):
        refuses(source, tmp_path / "raw")
    read = load(repaired(source) / "train.jsonl", tmp_path / "ours", "json")
    assert LAYOUTS["messages"](read[0])[-2:] == (("user", "q"), ("assistant", "a"))


def test_trap_an_empty_split_stops_the_load(tmp_path, jsonl, repaired):
    (tmp_path / "raw").mkdir()
    rows = [{"instruction": f"What is {i}?", "output": "It is."} for i in range(3)]
    source = jsonl(rows, "raw/train.jsonl")
    (tmp_path / "raw/test.jsonl").write_bytes(b"")
    with pytest.raises(FAULTS):
        datasets.load_dataset(str(tmp_path / "raw"), cache_dir=str(tmp_path / "cache"))
    out = repaired(source, PLAIN, "--split", "train=0.999,test=0.001")
    assert {name: len(read) for name, read in datasets.load_dataset(str(out), cache_dir=str(tmp_path / "ours")).items()} == {"train": 3}


def test_trap_a_csv_row_with_more_cells_shifts_the_rest(tmp_path, repaired):
    source = tmp_path / "ragged.csv"
    source.write_text("instruction,input,output\nq,,a,one more\nr,,b,one more\n")
    shifted = load(source, tmp_path / "raw", "csv")
    assert "q" not in shifted["instruction"][:]
    source.write_text(source.read_text() + "s,,c\n")
    read = load(repaired(source, "csv:alpaca"), tmp_path / "ours")
    assert [(row["instruction"], row["output"]) for row in read] == [("s", "c")]


def created(rows):
    return [row["metadata"]["created_at"] for row in rows]


@pytest.mark.skipif(not TAKES_LINES, reason="metadata in lines need datasets 4.0")
def test_trap_times_in_metadata_are_written_otherwise(export, tmp_path):
    """Whole seconds become a column of times, whatever the card declares; a fraction keeps them texts."""
    made = export("harbor", "trl")
    if MAJOR < (4, 7):
        pytest.skip("TRL asks for datasets 4.7")
    lines = [json.loads(line) for line in made.file().read_text().splitlines()]
    assert created(load(made.folder, tmp_path / "ours")) == created(lines)
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("README.md", "train.jsonl"):
        (raw / name).write_text((made.folder / name).read_text().replace(".000Z", "Z"))
    plain = [text.replace(".000Z", "Z") for text in created(lines)]
    assert not set(created(load(raw, tmp_path / "cache"))) & set(plain)


def test_plain_lines_with_times_in_metadata_are_told(jsonl, findings):
    source = jsonl([{"instruction": f"Name {n}.", "output": f"It is {n}.", "created_at": f"2026-01-02T03:04:0{n}Z"}
                    for n in range(1, 9)], "times.jsonl")
    assert "W_DATES_ALIKE" in findings(source, "jsonl")
    assert "W_DATES_ALIKE" not in findings(source, "trl")


@pytest.mark.parametrize("to", ["jsonl:alpaca", "jsonl", "llamafactory:alpaca", "trl"])
def test_sets_of_dates_are_told(jsonl, findings, to):
    source = jsonl([{"instruction": f"2026-02-{day:02}", "output": f"2026-01-{day:02}"} for day in range(1, 9)], "days.jsonl")
    assert "W_DATES_ALIKE" in findings(source, to)


def test_trap_texts_that_are_all_dates_become_times(jsonl, repaired, tmp_path):
    source = jsonl([{"instruction": "Which day?", "output": f"2026-01-{day:02}"} for day in range(1, 9)], "days.jsonl")
    assert not isinstance(load(source, tmp_path / "raw", "json")["output"][0], str)
    assert load(repaired(source, "parquet:alpaca"), tmp_path / "ours")["output"][:2] == ["2026-01-01", "2026-01-02"]


def test_trap_a_key_given_twice_stops_it(tmp_path, repaired):
    source = tmp_path / "twice.jsonl"
    source.write_text('{"instruction": "q", "output": "a"}\n{"instruction": "q", "output": "a", "output": "b"}\n')
    refuses(source, tmp_path / "raw")
    assert load(repaired(source, PLAIN), tmp_path / "ours").num_rows == 1


def test_trap_a_file_beside_the_data_is_taken_for_data(jsonl, repaired, tmp_path):
    """As are a manifest, statistics and whatever else ends in .json; ours lie where loaders do not look."""
    source = jsonl([{"instruction": "q", "output": "a"}] * 3, "beside/rows.jsonl")
    (source.parent / "statistics.json").write_text('{"rows": 3, "mean": 0.5}')
    try:
        assert len(load(source.parent, tmp_path / "raw")) != 3
    except FAULTS:
        pass
    out = repaired(source, PLAIN)
    assert list((out / ".bmo").glob("*.json"))
    assert len(load(out, tmp_path / "ours")) == 3


def test_trap_a_wrong_count_in_the_card_stops_it(repaired, jsonl, tmp_path):
    """So a card that has counts must have the right ones: ours are checked against the rows that load."""
    out = repaired(jsonl([{"instruction": "q", "output": "a"}] * 3, "rows.jsonl"), "parquet")
    text = (out / "README.md").read_text()
    told = card(out)["dataset_info"]
    assert told.get("splits", [{"num_examples": 3}])[0]["num_examples"] == 3
    assert len(load(out, tmp_path / "ours")) == 3
    wrong = yaml.safe_dump({**card(out), "dataset_info": {**told, "splits": [{"name": "train", "num_examples": 4, "num_bytes": 1}]}})
    (out / "README.md").write_text(f"---\n{wrong}---\n{text.split('---', 2)[2]}")
    with pytest.raises(datasets.exceptions.DatasetsError if MAJOR >= (4, 0) else Exception):
        load(out, tmp_path / "raw")


def shards(folder, *tables):
    (folder / "data").mkdir(parents=True)
    for i, table in enumerate(tables):
        pyarrow.parquet.write_table(table, folder / "data" / f"train-{i:05}-of-{len(tables):05}.parquet")
    return folder


def test_trap_shards_of_unlike_types_stop_it(jsonl, repaired, tmp_path):
    """A first shard without a value has no type; ours have the same types whatever they hold."""
    empty = pyarrow.table({"instruction": ["q"], "note": pyarrow.nulls(1)})
    folder = shards(tmp_path / "raw", empty, pyarrow.table({"instruction": ["r"], "note": ["late"]}))
    with pytest.raises(FAULTS + (pyarrow.ArrowException,)):
        load(folder, tmp_path / "cache")
    rows = [{"instruction": f"Which is {i}?", "output": "x" * 2000, "category": "late" if i > 900 else ""} for i in range(1000)]
    out = repaired(jsonl(rows, "rows.jsonl"), "parquet", "--shard-size", "256KiB", "--block-size", "256KiB")
    files = sorted((out / "data").iterdir())
    assert len(files) > 2 and len({str(pyarrow.parquet.read_schema(file)) for file in files}) == 1
    assert load(out, tmp_path / "ours")["metadata"][-1]["category"] == "late"


def test_trap_a_parquet_file_without_rows_stops_it(tmp_path, jsonl, repaired):
    folder = shards(tmp_path / "raw", pyarrow.table({"instruction": pyarrow.array([], pyarrow.string())}))
    with pytest.raises(FAULTS + (pyarrow.ArrowException,)):
        load(folder, tmp_path / "cache")
    out = repaired(jsonl([{"instruction": "q", "output": "a"}], "rows.jsonl"), "parquet", "--split", "train=0.999,test=0.001")
    assert [file.name for file in (out / "data").iterdir()] == ["train-00000-of-00001.parquet"]


@pytest.mark.parametrize("column", [
    pytest.param(lambda: pyarrow.array([[("a", "b")]], pyarrow.map_(pyarrow.string(), pyarrow.string())), id="map"),
    pytest.param(lambda: pyarrow.array(["a"], pyarrow.string_view()), id="string-view",
                 marks=pytest.mark.skipif(MAJOR >= (4, 1), reason="later versions read it"))])
def test_trap_a_type_of_parquet_that_it_does_not_know(tmp_path, repaired, jsonl, column):
    """Ours are plain strings, lists and structs, which every version knows."""
    with pytest.raises(FAULTS + (pyarrow.ArrowException,)):
        load(shards(tmp_path / "raw", pyarrow.table({"more": column()})), tmp_path / "cache")
    out = repaired(jsonl([{"instruction": "q", "output": "a", "more": {"a": "b"}}], "rows.jsonl"), "parquet")
    schema = str(pyarrow.parquet.read_schema(next((out / "data").iterdir())))
    assert not any(name in schema for name in ("large_", "dictionary", "_view", "map<"))
    assert load(out, tmp_path / "ours").num_rows == 1


def test_trap_whole_numbers_of_two_widths_stop_it(tmp_path, repaired, jsonl):
    """It takes the type of the first shard for that of all."""
    narrow, wide = (pyarrow.table({"n": pyarrow.array([n], kind)}) for n, kind in ((1, pyarrow.int32()), (1 << 40, pyarrow.int64())))
    with pytest.raises(FAULTS + (pyarrow.ArrowException,)):
        load(shards(tmp_path / "raw", narrow, wide), tmp_path / "cache")
    rows = [{"instruction": "q", "output": "a", "source": {"document": "d", "offset": n}} for n in (1, 1 << 40)]
    read = load(repaired(jsonl(rows, "rows.jsonl"), "parquet"), tmp_path / "ours")
    assert [told["source"]["offset"] for told in read["metadata"]] == [1, 1 << 40]


LATER_NAMES = {"tags": {"feature": {"dtype": "string", "_type": "Value"}, "_type": "List"}}


@pytest.mark.skipif(MAJOR >= (4, 0), reason="4.0 brought these names")
def test_trap_names_of_features_from_later_versions(tmp_path, repaired, jsonl):
    """A file of Parquet that datasets 4 wrote says its features in words that 3 does not know; ours says none."""
    table = pyarrow.table({"tags": [["x"]]}).replace_schema_metadata(
        {"huggingface": json.dumps({"info": {"features": LATER_NAMES}})})
    with pytest.raises(FAULTS):
        load(shards(tmp_path / "raw", table), tmp_path / "cache")
    out = repaired(jsonl([{"instruction": "q", "output": "a", "tags": ["x"]}], "rows.jsonl"), "parquet")
    assert b"huggingface" not in (pyarrow.parquet.read_schema(next((out / "data").iterdir())).metadata or {})
    assert load(out, tmp_path / "ours")["metadata"][0]["tags"] == ["x"]


def test_trap_a_file_that_is_half_written_is_read(tmp_path, jsonl):
    """Ours lie in a folder that no loader looks into until they are whole, even where the export was killed."""
    folder = shards(tmp_path / "raw", pyarrow.table({"instruction": ["q"]}))
    (folder / "data/train-00001-of-00002.parquet.tmp").write_bytes(b"PAR1")
    with pytest.raises(FAULTS + (pyarrow.ArrowException,)):
        load(folder, tmp_path / "cache")
    source = jsonl([{"instruction": f"Which is {i}?", "output": "x" * 500} for i in range(20000)], "rows.jsonl")
    out = tmp_path / "out"
    run = subprocess.Popen([BMO, "export", source, "--to", "parquet", "--out", out, "--quiet"])
    while run.poll() is None and not any(file.stat().st_size > 100000 for file in out.glob(".bmo/**/*") if file.is_file()):
        time.sleep(0.005)
    run.kill()
    assert run.wait() == -9
    assert not [file for file in out.rglob("*") if file.is_file() and ".bmo" not in file.parts]


def saved(folder, change):
    """Our saved folder, with one file of it as a careless tool would write it."""
    for name in ("train/state.json", "train/dataset_info.json"):
        told = json.loads((folder / name).read_text())
        change(name, told)
        (folder / name).write_text(json.dumps(told))
    return datasets.load_from_disk(str(folder))["train"]


@pytest.mark.parametrize("change", [
    pytest.param(lambda name, told: told.pop("_split", None), id="no-split"),
    pytest.param(lambda name, told: "citation" in told and told.update(features=LATER_NAMES), id="other-features")])
def test_trap_a_saved_folder_that_lacks_a_key(tmp_path, repaired, jsonl, change):
    out = repaired(jsonl([{"instruction": "q", "output": "a"}], "rows.jsonl"), "hf")
    assert len(datasets.load_from_disk(str(out))["train"]) == 1
    with pytest.raises(FAULTS + (KeyError,)):
        saved(out, change)


def test_trap_a_saved_folder_by_load_dataset_reads_its_state(tmp_path, repaired, jsonl):
    """Up to 4.8 it hands out state.json as the data, unless the card names the files, as ours does."""
    out = repaired(jsonl([{"instruction": "q", "output": "a"}] * 2, "rows.jsonl"), "hf")
    assert LAYOUTS["messages"](load(out, tmp_path / "ours")[0]) == (("user", "q"), ("assistant", "a"))
    assert len(datasets.load_from_disk(str(out))["train"]) == len(load(out, tmp_path / "ours"))
    (out / "README.md").unlink()
    if MAJOR <= (4, 8):
        assert "_data_files" in load(out, tmp_path / "raw").column_names


def test_trap_a_number_beyond_64_bits_is_rounded(tmp_path, repaired, jsonl):
    """Ours keeps the digits, as the text that they were."""
    source = jsonl([{"instruction": "q", "output": "a", "rank": 12345678901234567890123}], "rows.jsonl")
    assert load(source, tmp_path / "raw", "json")["rank"][:] == [1.2345678901234568e22]
    assert "12345678901234567890123" in load(repaired(source, PLAIN), tmp_path / "ours")["metadata"][0]["extra"]


def called(place):
    """A conversation in which a tool is called with an argument of that name."""
    call = {"id": "a1b2c3d4e", "type": "function", "function": {"name": "f", "arguments": {place: "x"}}}
    return {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "", "tool_calls": [call]},
                         {"role": "tool", "tool_call_id": "a1b2c3d4e", "content": "r"}, {"role": "assistant", "content": "a"}]}


@pytest.mark.skipif(MAJOR >= (4, 7), reason="later versions keep unlike objects as JSON")
def test_trap_arguments_of_other_calls_come_in_as_null(jsonl, repaired, tmp_path):
    """A column of objects has the keys of all, unless they are text, as ours are."""
    source = jsonl([called("city"), called("day")], "calls.jsonl")
    first, = load(source, tmp_path / "raw", "json")[0]["messages"][1]["tool_calls"]
    assert first["function"]["arguments"] == {"city": "x", "day": None}
    ours, = load(repaired(source, PLAIN), tmp_path / "ours")[0]["messages"][1]["tool_calls"]
    told = ours if isinstance(ours, dict) else json.loads(ours)
    assert json.loads(told["function"]["arguments"]) == {"city": "x"}


def test_trap_csv_cells_that_change_late_stop_it(tmp_path, repaired):
    source = tmp_path / "late.csv"
    source.write_text("instruction,output\n" + "".join(f"What is {i}?,{i}\n" for i in range(10001)) + "And then?,someday\n")
    refuses(source, tmp_path / "raw", "csv")
    read = load(repaired(source, "csv:alpaca"), tmp_path / "ours")
    assert read["output"][:2] == ["0", "1"] and read["output"][-1] == "someday"
