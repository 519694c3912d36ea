"""Holds bmo to keeping, byte for byte, what other tools were seen to change: dates, numbers, arguments, late fields, CSV.

Each record goes out as JSONL, CSV and Parquet and comes back in; what returns must be what went in.
"""
import csv
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import pyarrow.parquet

BMO = os.environ["BMO"]
CONTAINERS = ("jsonl", "csv", "parquet")


def pair(number, **more):
    return {"instruction": f"What is said of {number}?", "output": f"It is number {number}.", **more}


def called(number, arguments):
    """A conversation whose tool call has these arguments, as JSON text."""
    call = {"id": f"c{number}", "type": "function", "function": {"name": "look", "arguments": arguments}}
    return {"messages": [{"role": "user", "content": f"Look up {number}."},
                         {"role": "assistant", "content": "", "tool_calls": [call]},
                         {"role": "tool", "content": "found", "tool_call_id": f"c{number}"},
                         {"role": "assistant", "content": f"Number {number} was found."}]}


class Kept(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def bmo(self, *arguments):
        done = subprocess.run([BMO, *map(str, arguments), "--json"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def through(self, *lines):
        """The rows after each container and back: (container, rows)."""
        source = self.folder / "pairs.jsonl"
        source.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        to = [part for container in CONTAINERS for part in ("--to", container)]
        self.bmo("export", source, *to, "--out", self.folder / "out")
        for container in CONTAINERS:
            back = self.folder / f"back-{container}"
            self.bmo("export", self.folder / "out" / container, "--to", "jsonl", "--out", back)
            text = (back / "train.jsonl").read_text(encoding="utf-8")
            yield container, [json.loads(line) for line in text.split("\n") if line]

    def check_extra(self, *texts):
        """Fields no layout knows, given as JSON text, keep that text."""
        lines = [json.dumps(pair(i))[:-1] + (", " + text[1:] if text != "{}" else "}") for i, text in enumerate(texts)]
        for container, rows in self.through(*lines):
            with self.subTest(container=container):
                self.assertEqual([row["metadata"]["extra"] or "{}" for row in rows], list(texts))

    def test_dates_stay_text(self):
        self.check_extra('{"made":"2024-01-02"}', '{"made":"2024-01-02T03:04:05Z"}', '{"made":"02/01/2024"}')

    def test_a_date_alone_is_a_good_answer(self):
        lines = [json.dumps({"instruction": f"Which day is number {day}?", "output": f"2024-01-0{day}"}) for day in (1, 2)]
        for container, rows in self.through(*lines):
            with self.subTest(container=container):
                self.assertEqual([row["messages"][1]["content"] for row in rows], ["2024-01-01", "2024-01-02"])

    def test_times_of_pairs_stay_as_they_are(self):
        times = ["2026-01-02T03:04:05Z", "2026-01-02", "2026-01-02 03:04:05.120+02:00"]
        lines = [json.dumps(pair(i, created_at=time)) for i, time in enumerate(times)]
        for container, rows in self.through(*lines):
            with self.subTest(container=container):
                self.assertEqual([row["metadata"]["created_at"] for row in rows], times)

    def test_one_output_takes_nothing_from_another(self):
        """A trainer's rows spell times with a fraction of a second; what is written beside them does not."""
        source = self.folder / "pairs.jsonl"
        source.write_text(json.dumps(pair(1, created_at="2026-01-02T03:04:05Z")) + "\n", encoding="utf-8")
        made = {}
        for order in (["trl", "jsonl", "parquet"], ["parquet", "jsonl", "trl"]):
            out = self.folder / order[0]
            self.bmo("export", source, "--to", ",".join(order), "--out", out)
            made[order[0]] = {name: [path.read_bytes() for path in sorted((out / name).rglob("*")) if path.is_file()]
                              for name in order}
        self.assertEqual(made["trl"], made["parquet"])
        self.assertIn(b'"2026-01-02T03:04:05Z"', made["trl"]["jsonl"][-1])
        self.assertIn(b'"2026-01-02T03:04:05.000Z"', b"".join(made["trl"]["trl"]))

    def test_integers_keep_every_digit(self):
        self.check_extra('{"n":18446744073709551617}', '{"n":9007199254740993}', '{"n":-9223372036854775809}')

    def test_numbers_keep_how_they_are_written(self):
        self.check_extra('{"n":1.0}', '{"n":1}', '{"n":1e2}', '{"n":0.10}', '{"n":-0.0}', '{"n":1.50}')

    def test_unlike_tool_arguments_are_not_filled(self):
        texts = ['{"city":"Oslo"}', '{"n": 1.0}', '{"n":[1,"x",null]}', "{}"]
        lines = [json.dumps(called(i, text)) for i, text in enumerate(texts)]
        for container, rows in self.through(*lines):
            with self.subTest(container=container):
                seen = []
                for row in rows:
                    calls = row["messages"][1]["tool_calls"]
                    calls = json.loads(calls) if isinstance(calls, str) else calls
                    seen.append(calls[0]["function"]["arguments"])
                self.assertEqual(seen, texts)

    def test_late_fields_are_kept(self):
        self.check_extra(*["{}"] * 2000, '{"late":{"deep":[1,{"x":null}]}}', "{}", '{"text":"mine","id2":7}')

    def test_csv_holds_lists_as_json(self):
        lines = [json.dumps(pair(1, tags=["x", "it's \"y\""], topics=["a,b"]))]
        for container, rows in self.through(*lines):
            with self.subTest(container=container):
                self.assertEqual(rows[0]["metadata"]["tags"], ["x", 'it\'s "y"'])
                self.assertEqual(rows[0]["metadata"]["topics"], ["a,b"])
        with open(self.folder / "out/csv/train.csv", encoding="utf-8", newline="") as file:
            cells = next(csv.DictReader(file))
        self.assertEqual(json.loads(cells["metadata"])["tags"], ["x", 'it\'s "y"'])

    def test_line_ends_of_every_kind_stay_in_their_field(self):
        answer = "one\rtwo\r\nthree\nfour, \"five\"\r"
        lines = [json.dumps({"instruction": "Count\rto five.", "output": answer}), json.dumps(pair(2))]
        for container, rows in self.through(*lines):
            with self.subTest(container=container):
                self.assertEqual([m["content"] for m in rows[0]["messages"]], ["Count\rto five.", answer])
                self.assertEqual(len(rows), 2)

    def test_a_bare_return_is_quoted_in_csv(self):
        source = self.folder / "pairs.jsonl"
        source.write_text(json.dumps({"instruction": "Count\rto two.", "output": "one\rtwo"}) + "\n", encoding="utf-8")
        self.bmo("export", source, "--to", "csv:prompt-completion", "--out", self.folder / "out")
        with open(self.folder / "out/train.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["prompt"], row["completion"]) for row in rows], [("Count\rto two.", "one\rtwo")])

    def test_other_tools_see_the_text_that_is_kept(self):
        list(self.through(json.dumps(pair(1))[:-1] + ',"n":18446744073709551617,"made":"2024-01-02"}'))
        [file] = (self.folder / "out/parquet/data").glob("*.parquet")
        [row] = pyarrow.parquet.read_table(file).to_pylist()
        self.assertEqual(row["metadata"]["extra"], '{"n":18446744073709551617,"made":"2024-01-02"}')

    def test_a_bad_turn_order_is_counted_and_not_skipped(self):
        turns = [{"role": "assistant", "content": "Hello."}, {"role": "user", "content": "Hi."}]
        source = self.folder / "pairs.jsonl"
        source.write_text(json.dumps(pair(1)) + "\n" + json.dumps({"messages": turns}) + "\n", encoding="utf-8")
        done = subprocess.run([BMO, "check", source, "--json"], capture_output=True, text=True)
        answer = json.loads(done.stdout)
        self.assertEqual((answer["input"]["records"], answer["exported"], answer["quarantined"]), (2, 1, 1))
        self.assertEqual(answer["examples"][0]["record"], 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
