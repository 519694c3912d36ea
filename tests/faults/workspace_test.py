#!/usr/bin/env python3
"""Kills bmo in a workspace at random moments: no version may be lost or made twice, and no figure either.

FAULT_POINTS scales the number of kills (default 8 of each kind); BMO names the program (default: build/dev/bmo)."""
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BMO = str(pathlib.Path(os.environ.get("BMO", ROOT / "build/dev/bmo")).resolve())
POINTS = int(os.environ.get("FAULT_POINTS", "8"))


class WorkspaceTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="bmo-workspace-")
        self.addCleanup(self.folder.cleanup)
        self.here = pathlib.Path(self.folder.name)
        self.random = random.Random(5)
        self.bmo("init")

    def bmo(self, *words):
        return subprocess.run([BMO, *words, "--quiet"], cwd=self.here, capture_output=True, text=True, check=True)

    def asked(self, *words):
        return json.loads(self.bmo(*words, "--json").stdout)

    def write(self, name, count, start=0):
        words = [f"word{n}" for n in range(500)]
        with open(self.here / name, "w", encoding="utf-8") as out:
            for n in range(start, start + count):
                text = " ".join(self.random.choices(words, k=60))
                out.write(json.dumps({"id": f"p{n}", "instruction": f"Question {n}?", "output": text + "."}) + "\n")

    def seconds_of(self, *words):
        start = time.monotonic()
        self.bmo(*words)
        return time.monotonic() - start

    def kill(self, after, *words, by=signal.SIGKILL):
        """Starts the command and kills it; true where it was still running."""
        with subprocess.Popen([BMO, *words, "--quiet"], cwd=self.here, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as running:
            time.sleep(after)
            alive = running.poll() is None
            running.send_signal(by)
        return alive

    def test_killed_imports_lose_no_version(self):
        self.write("first.jsonl", 3000)
        whole = self.seconds_of("import", "first.jsonl", "--dataset", "set")
        pairs = 3000
        killed = 0
        for point in range(POINTS):
            name = f"more{point}.jsonl"
            self.write(name, 3000, start=pairs)
            command = ("import", name, "--dataset", "set")
            killed += self.kill(self.random.uniform(0, whole), *command)
            before = self.asked("list", "versions", "--dataset", "set")["versions"]
            self.assertIn(before[-1]["pairs"], (pairs, pairs + 3000), "a version holds a part of an import")
            self.bmo(*command)
            pairs += 3000
            versions = self.asked("list", "versions", "--dataset", "set")["versions"]
            self.assertEqual([v["version"] for v in versions], list(range(1, point + 3)))
            self.assertEqual(versions[-1]["pairs"], pairs)
        self.assertGreater(killed, 0, "no import was killed: the test tested nothing")
        read = self.asked("analyze", "dataset:set", "--chapter", "pairs")
        self.assertEqual(read["records"], pairs)

    def duplicates(self, *words):
        """What a search finds, without what differs between two runs."""
        answer = self.asked("dedup", *words)
        return {key: answer[key] for key in ("pairs", "kept", "removed", "found", "thresholds")}

    def indexed(self):
        """Segments of which the index holds all."""
        return len(list((self.here / "index").glob("*/manifest.json")))

    def test_killed_searches_leave_a_whole_index(self):
        self.write("first.jsonl", 4000)
        self.write("again.jsonl", 2000, start=2000)
        self.bmo("import", "first.jsonl", "--dataset", "set")
        self.bmo("import", "again.jsonl", "--dataset", "set")
        plain = self.duplicates(*sorted(map(str, (self.here / "data").glob("*/*/data/*.parquet"))))
        whole = self.seconds_of("dedup", "dataset:set")
        self.assertEqual(self.indexed(), 2)
        killed = 0
        for _ in range(POINTS):
            for left in (self.here / "index").glob("**/*"):
                if left.is_file() and left.name != "lock":
                    left.unlink()
            killed += self.kill(self.random.uniform(0, whole), "dedup", "dataset:set")
            found = self.duplicates("dataset:set")
            for key in ("pairs", "kept", "removed", "found", "thresholds"):
                self.assertEqual(found[key], plain[key])
            self.assertEqual(self.indexed(), 2)
        self.assertGreater(killed, 0, "no search was killed: the test tested nothing")

    def copies(self, name, of, count):
        """Writes pairs of an earlier file with one more word, under other ids."""
        lines = self.random.sample((self.here / of).read_text(encoding="utf-8").splitlines(), count)
        with open(self.here / name, "w", encoding="utf-8") as out:
            for line in lines:
                pair = json.loads(line)
                pair["id"] = name + pair["id"]
                pair["output"] = pair["output"][:-1] + " indeed."
                out.write(json.dumps(pair) + "\n")

    def test_killed_searches_of_a_growing_set_find_what_a_whole_search_finds(self):
        self.write("first.jsonl", 3000)
        self.bmo("import", "first.jsonl", "--dataset", "set")
        self.bmo("dedup", "dataset:set")
        killed = 0
        for point in range(POINTS):
            name = f"more{point}.jsonl"
            self.copies(name, "first.jsonl", 15)  # From 20 on likeness would wipe a source out.
            self.bmo("import", name, "--dataset", "set")
            plain = self.duplicates(*sorted(map(str, (self.here / "data").glob("*/*/data/*.parquet"))))
            self.assertLess(plain["kept"], plain["pairs"])
            whole = self.seconds_of("dedup", "dataset:set") if point == 0 else whole
            by = signal.SIGINT if point % 2 else signal.SIGKILL  # The one ends in order, half done.
            killed += self.kill(self.random.uniform(0, whole), "dedup", "dataset:set", by=by)
            self.assertEqual(self.duplicates("dataset:set"), plain)
            self.assertEqual(len(list((self.here / "index").glob("near-*[!w]"))), 1)
        self.assertGreater(killed, 0, "no search was killed: the test tested nothing")

    def test_damaged_findings_of_a_search_are_noticed_and_made_anew(self):
        self.write("first.jsonl", 2000)
        self.bmo("import", "first.jsonl", "--dataset", "set")
        before = self.duplicates("dataset:set")
        near = next((self.here / "index").glob("near-*"))
        whole = near.read_bytes()
        middle = len(whole) // 2
        for damage in (whole[:-5], whole[:middle] + b"x" + whole[middle + 1:], b""):
            near.write_bytes(damage)
            answer = self.asked("dedup", "dataset:set")
            self.assertTrue(any("damaged" in note for note in answer["notes"]), answer.get("notes"))
            self.assertEqual(answer["kept"], before["kept"])
            self.assertEqual(near.read_bytes(), whole)

    def test_a_damaged_index_is_noticed_and_made_anew(self):
        self.write("first.jsonl", 2000)
        self.bmo("import", "first.jsonl", "--dataset", "set")
        before = self.duplicates("dataset:set")
        prints = next((self.here / "index").glob("*/prints"))
        whole = prints.read_bytes()
        for damage in (whole[:-5], b"x" + whole[1:], b""):
            prints.write_bytes(damage)
            answer = self.asked("dedup", "dataset:set")
            self.assertTrue(any("damaged" in note for note in answer["notes"]), answer.get("notes"))
            self.assertEqual(answer["kept"], before["kept"])
            self.assertEqual(prints.read_bytes(), whole)

    def test_killed_analyses_leave_whole_figures(self):
        self.write("first.jsonl", 4000)
        self.bmo("import", "first.jsonl", "--dataset", "set")
        command = ("analyze", "dataset:set", "--chapter", "pairs,content")
        whole = self.seconds_of(*command)
        expected = self.asked("list", "history", "--dataset", "set")
        killed = 0
        for _ in range(POINTS):
            killed += self.kill(self.random.uniform(0, whole), *command)
            self.assertEqual(self.asked("list", "history", "--dataset", "set"), expected)
        self.assertGreater(killed, 0, "no analysis was killed: the test tested nothing")

    def test_analyses_and_imports_at_once(self):
        self.write("first.jsonl", 500)
        self.bmo("import", "first.jsonl", "--dataset", "set")
        analyses = [subprocess.Popen([BMO, "analyze", "dataset:set@1", "--chapter", "pairs", "--quiet"],
                                     cwd=self.here, stdout=subprocess.DEVNULL) for _ in range(4)]
        for number in range(3):
            self.write(f"more{number}.jsonl", 500, start=500 * (number + 1))
            self.bmo("import", f"more{number}.jsonl", "--dataset", "set")
        for analysis in analyses:
            self.assertEqual(analysis.wait(), 0)
        self.assertEqual(len(self.asked("list", "runs", "--dataset", "set")["runs"]), 4)
        self.assertEqual(len(self.asked("list", "versions", "--dataset", "set")["versions"]), 4)

    def kept(self, out):
        rows = (self.here / out / "train.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(row)["id"] for row in rows]

    def test_a_decision_outlives_imports_scores_and_kills(self):
        self.write("first.jsonl", 4000)
        self.bmo("import", "first.jsonl", "--dataset", "set")
        self.bmo("override", "p7", "--drop", "--reason", "wrong", "--by", "ada", "--dataset", "set")
        # The same pairs again, among others, and new scores of all.
        self.write("more.jsonl", 4000, start=4000)
        with (self.here / "again.jsonl").open("w", encoding="utf-8") as out:
            for name in ("more.jsonl", "first.jsonl"):
                out.write((self.here / name).read_text(encoding="utf-8"))
        self.bmo("import", "again.jsonl", "--dataset", "set")
        self.bmo("score", "dataset:set")
        command = ("export", "dataset:set", "--to", "jsonl", "--out", "whole", "--with-scores")
        whole = self.seconds_of(*command)
        self.assertNotIn("p7", self.kept("whole"))
        self.assertIn("p8", self.kept("whole"))
        killed = 0
        for point in range(POINTS):
            command = ("export", "dataset:set", "--to", "jsonl", "--out", f"out{point}", "--with-scores")
            killed += self.kill(self.random.uniform(0, whole), *command)
            self.bmo(*command)
            self.assertEqual(self.kept(f"out{point}"), self.kept("whole"))
        self.assertGreater(killed, 0, "no export was killed: the test tested nothing")

    def test_killed_decisions_are_whole_or_not_there(self):
        self.write("first.jsonl", 2000)
        self.bmo("import", "first.jsonl", "--dataset", "set")
        decision = ("override", "--where", "id LIKE '%7'", "--drop", "--reason", "wrong", "--by", "ada",
                    "--dataset", "set")
        self.bmo(*decision)
        self.bmo("export", "dataset:set", "--to", "jsonl", "--out", "before")
        expected = self.kept("before")
        self.assertEqual(len(expected), 1800)
        whole = self.seconds_of(*decision)
        killed = 0
        for point in range(POINTS):
            killed += self.kill(self.random.uniform(0, whole), *decision)
            # The log goes on behind whatever the kill has left of it.
            self.bmo("override", "p1", "--keep", "--reason", "looked at", "--by", "ada", "--dataset", "set")
            self.bmo("export", "dataset:set", "--to", "jsonl", "--out", f"after{point}")
            self.assertEqual(self.kept(f"after{point}"), expected)
        self.assertGreater(killed, 0, "no decision was killed: the test tested nothing")


if __name__ == "__main__":
    unittest.main()
