"""A broken file is loaded by nobody's reader; what bmo makes of it with --fix safe is, and the way back stands in the ledger."""
import json
import os
import subprocess

import datasets
import duckdb
import pytest

BMO = os.environ["BMO"]
# As an old export wrote it: Windows-1252 between records of UTF-8, and roles as a chat program shows them.
LATIN = ["Où est le café ?", "Übergröße für Jürgen", "It costs 5 € – “cheap”, isn’t it?"]
RECORDS = [json.dumps({"id": f"latin{i}", "messages": [{"role": "user", "content": text},
                                                       {"role": "assistant", "content": f"It says: {text}"}]},
                      ensure_ascii=False).encode("cp1252") for i, text in enumerate(LATIN)]
RECORDS += [json.dumps({"id": "sound", "messages": [{"role": "user", "content": "Où?"}, {"role": "assistant", "content": "Là."}]},
                       ensure_ascii=False).encode(),
            b'{"id":"roles","messages":[{"role":"SYSTEM","content":"Be brief."},{"role":"Human:","content":"Name a prime."},'
            b'{"role":" Assistant","content":"Seven."}]}',
            b'{"id":"twice","messages":[{"role":"user","content":"Hello."},{"role":"user","content":"Name a prime."},'
            b'{"role":"assistant","content":"Seven."}]}']
# Letters of both kinds in one record: no reading of it is safe.
MIXED = '{"id":"mixed","instruction":"Où est le café?","response":"'.encode() + b'L\xe0."}'


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.jsonl"
    path.write_bytes(b"\n".join([*RECORDS, MIXED]) + b"\n")
    return path


def load(path, cache):
    return datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(cache))


def bmo(*arguments):
    return subprocess.run([BMO, *map(str, arguments), "--quiet"], capture_output=True, text=True, check=False)


def exported(broken, out, *flags):
    bmo("export", broken, "--to", "jsonl", "--out", out, *flags)
    return [json.loads(line) for line in (out / "train.jsonl").open(encoding="utf-8")]


def test_datasets_cannot_load_the_broken_file(broken, tmp_path):
    with pytest.raises((datasets.exceptions.DatasetGenerationError, UnicodeDecodeError)):
        load(broken, tmp_path / "cache")[:]


def test_datasets_loads_what_the_safe_fixes_make_of_it(broken, tmp_path):
    exported(broken, tmp_path / "out", "--fix", "safe")
    rows = load(tmp_path / "out/train.jsonl", tmp_path / "cache")
    assert rows["id"] == ["latin0", "latin1", "latin2", "sound", "roles", "twice"]
    assert [row[0]["content"] for row in rows["messages"][:3]] == LATIN
    assert [[turn["role"] for turn in row] for row in rows["messages"][4:]] == [["system", "user", "assistant"],
                                                                                ["user", "assistant"]]


def test_nothing_is_mended_unasked(broken, tmp_path):
    assert [row["id"] for row in exported(broken, tmp_path / "out")] == ["sound", "twice"]


def test_the_ledger_leads_back_to_every_byte(broken, tmp_path):
    exported(broken, tmp_path / "out", "--fix", "safe")
    changes = duckdb.sql(f"SELECT id, changes FROM '{tmp_path}/out/.bmo/ledger.parquet' ORDER BY record").fetchall()
    for (name, made), record in zip(changes[:3], RECORDS[:3], strict=True):
        assert (name, [change["fix"] for change in made]) == (f"latin{name[-1]}", ["decode_bytes"])
        assert made[0]["after"].encode("cp1252") == record
    roles = {change["field"]: (change["before"], change["after"]) for change in changes[4][1]}
    assert roles == {"messages[0].role": ("SYSTEM", "system"), "messages[1].role": ("Human:", "human"),
                     "messages[2].role": (" Assistant", "assistant")}


def test_what_cannot_be_mended_safely_keeps_its_bytes(broken, tmp_path):
    exported(broken, tmp_path / "out", "--fix", "all")
    kept = [json.loads(line) for line in (tmp_path / "out/.bmo/quarantine.jsonl").open(encoding="utf-8")]
    assert [row["codes"] for row in kept] == [["E_UTF8"]]


def test_csv_of_a_spreadsheet(tmp_path):
    source = tmp_path / "pairs.csv"
    source.write_bytes("instruction,output\nOù est le café ?,\"Là, à gauche.\"\nName a prime.,Seven.\n".encode("cp1252"))
    rows = exported(source, tmp_path / "out", "--fix", "safe")
    assert [row["messages"][-1]["content"] for row in rows] == ["Là, à gauche.", "Seven."]


def test_the_diff_shows_only_what_changes(broken):
    shown = bmo("check", broken, "--fix", "role_name,decode_bytes", "--diff").stdout
    assert "messages[1].role (roles): role_name\n- Human:\n+ human\n" in shown
    assert "Où est le café ?" in shown and "O\\xF9 est le caf\\xE9 ?" in shown
    assert "(sound)" not in shown
