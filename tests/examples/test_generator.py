"""Holds the demo data to its promises: same seed same bytes, a truth that counts, sound pairs."""

import csv
import filecmp
import io
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HARBOR = EXAMPLES / "harbor"
CATEGORIES = {"how-to", "fact", "policy", "troubleshooting", "advice"}
MADE_BY_HAND = {"bmo.toml", "mapping.toml"}  # the rest of the folder is the generator's
sys.path.insert(0, str(EXAMPLES))

from generator import knowledge  # noqa: E402
from generator.batches import BATCHES, TOPIC_TARGETS, shared_out  # noqa: E402
from generator.wording import Wording  # noqa: E402


def generate(folder, *options, environment=None):
    command = [sys.executable, str(EXAMPLES / "generate.py"), "--out", str(folder), *options]
    subprocess.run(command, check=True, env=environment)
    return Path(folder)


def files_of(folder):
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*"))
            if path.is_file()}


def truth_of(folder):
    with open(folder / "truth.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def summary_of(folder):
    return json.loads((folder / "truth-summary.json").read_text(encoding="utf-8"))


def csv_records(path, batch):
    text = path.read_bytes().decode("utf-8", errors="surrogateescape")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=batch.delimiter))
    for row in rows[1:]:
        yield dict(zip(rows[0], row)) if len(row) == len(rows[0]) else None


def json_lines(path):
    for line in path.read_bytes().split(b"\n"):
        if not line:
            continue
        try:
            yield json.loads(line.decode("utf-8"))
        except ValueError:
            yield None


def records_of(folder, batch):
    """Every record of a batch in its order; None where it cannot be read."""
    path = folder / "batches" / batch.file
    if path.suffix == ".csv":
        return list(csv_records(path, batch))
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))
    return list(json_lines(path))


def texts_of(record):
    """(what was asked last, what was answered last) of a sound record of any layout."""
    turns = record.get("messages") or record.get("conversations")
    if turns:
        return tuple(turn.get("content", turn.get("value")) for turn in
                     (turns[-2] if len(turns) < 5 or turns[-2].get("role") != "tool" else turns[-4],
                      turns[-1]))
    asked = record.get("instruction") or record.get("prompt") or record.get("question")
    if record.get("input"):
        asked = record["input"] + " " + asked
    answer = (record.get("output") or record.get("completion") or record.get("response")
              or record.get("answer"))
    return asked, answer


def shingles(text):
    text = " ".join(re.findall(r"\w+", text.lower()))
    return {text[start:start + 5] for start in range(max(1, len(text) - 4))}


def likeness(first, second):
    first, second = shingles(first), shingles(second)
    return len(first & second) / len(first | second)


class Checked(unittest.TestCase):
    """The demo as it is checked in, read once."""

    @classmethod
    def setUpClass(cls):
        cls.truth = truth_of(HARBOR)
        cls.summary = summary_of(HARBOR)
        cls.records = {batch.file: records_of(HARBOR, batch) for batch in BATCHES}
        cls.planted = {(line["file"], line["record"]): line for line in cls.truth}

    def sound(self):
        """(batch, record) of every record without a planted fault."""
        for batch in BATCHES:
            for number, record in enumerate(self.records[batch.file], 1):
                line = self.planted.get((batch.file, number))
                if line is None or line["kind"] in ("note", "look-alike"):
                    yield batch, record


class Determinism(unittest.TestCase):
    def test_checked_in_demo_is_what_the_generator_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            made = files_of(generate(folder))
            kept = {name: path for name, path in files_of(HARBOR).items()
                    if name not in MADE_BY_HAND}
            self.assertEqual(sorted(made), sorted(kept))
            for name, path in made.items():
                self.assertTrue(filecmp.cmp(path, kept[name], shallow=False), name)

    def test_same_seed_same_bytes_whatever_the_hash_seed_locale_or_zone(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            generate(one, "--seed", "3", environment={"PYTHONHASHSEED": "1", "TZ": "UTC"})
            generate(two, "--seed", "3", environment={
                "PYTHONHASHSEED": "99", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "0"})
            for name, path in files_of(Path(one)).items():
                self.assertTrue(filecmp.cmp(path, Path(two) / name, shallow=False), name)

    def test_another_seed_gives_other_pairs(self):
        with tempfile.TemporaryDirectory() as folder:
            generate(folder, "--seed", "8")
            name = "batches/2025-10-support.jsonl"
            self.assertFalse(filecmp.cmp(Path(folder) / name, HARBOR / name, shallow=False))


class Size(unittest.TestCase):
    def test_checked_in_demo_stays_small(self):
        total = sum(path.stat().st_size for path in files_of(HARBOR).values())
        self.assertLess(total, 1_500_000)

    def test_shares_add_up(self):
        self.assertEqual(shared_out(10, [1, 1, 1]), [4, 3, 3])
        self.assertEqual(sum(shared_out(997, [0.3, 1.1, 0.7])), 997)


class TruthCounts(Checked):
    def test_every_record_is_counted(self):
        for batch in BATCHES:
            self.assertEqual(len(self.records[batch.file]), self.summary["batches"][batch.label])
        self.assertEqual(self.summary["records"],
                         self.summary["exported"] + self.summary["quarantined"])

    maxDiff = None

    def test_the_sums_are_those_of_the_lines(self):
        counted = {}
        for line in self.truth:
            names = counted.setdefault(line["kind"], {})
            names[line["name"]] = names.get(line["name"], 0) + 1
        self.assertEqual(counted, self.summary["planted"])

    def test_one_line_at_most_for_each_record(self):
        self.assertEqual(len(self.planted), len(self.truth))

    def test_place_points_at_the_record(self):
        for line in self.truth:
            data = (HARBOR / "batches" / line["file"]).read_bytes()
            self.assertEqual(data[:line["byte"]].count(b"\n") + 1, line["line"], line)
            here = data[line["byte"]:line["byte"] + 400]
            if line["name"] != "row_shape" or b"[" != here[:1]:
                self.assertIn(line["id"].encode(), here, line)

    def test_only_planted_records_are_unreadable(self):
        unreadable = {(batch.file, number) for batch in BATCHES
                      for number, record in enumerate(self.records[batch.file], 1)
                      if record is None}
        codes = {"E_JSON_SYNTAX", "E_UTF8", "E_CSV_FIELDS", "E_JSON_TRUNCATED"}
        self.assertLessEqual(unreadable, {place for place, line in self.planted.items()
                                          if line.get("code") in codes})

    def test_generation_figures_are_those_of_the_attempts(self):
        attempts = list(json_lines(HARBOR / "attempts.jsonl"))
        generation = self.summary["generation"]
        self.assertEqual(len(attempts), generation["attempts"])
        accepted = [attempt for attempt in attempts if attempt["outcome"] == "accepted"]
        self.assertEqual(len(accepted), generation["accepted"])
        self.assertAlmostEqual(sum(attempt["cost"] for attempt in attempts),
                               generation["cost_usd"], places=3)

    def test_hours_are_those_of_the_time_entries(self):
        with open(HARBOR / "time.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(sum(int(row["minutes"]) for row in rows),
                         self.summary["hours"]["minutes"])
        cost = sum(int(row["minutes"]) / 60 * float(row["hourly_rate"]) for row in rows)
        self.assertAlmostEqual(cost, self.summary["hours"]["labor_cost_usd"], places=2)


class SoundPairs(Checked):
    """What was not spoiled on purpose must not look spoiled, or precision means nothing."""

    FORBIDDEN = re.compile(
        r"\{\{|\}\}|\bTODO\b|\bTBD\b|lorem ipsum|\[insert|\[your|<\||\[/?INST|&[a-z]+;"
        r"|</?[a-z]+[ >/]"
        r"|as an ai|language model|i'm sorry|cannot assist|ignore all|previous instructions"
        r"|[\w.]+@[\w.]+\.\w+|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b"
        r"|(?:\d[ -]?){13,19}|\ufffd|\u200b|Ã|Â°|â€|\{[^{}]*\||%\([a-z_]+\)s|<[a-z_]+>",
        re.IGNORECASE)

    def test_no_trace_of_a_fault(self):
        for _, record in self.sound():
            for text in texts_of(record):
                found = self.FORBIDDEN.search(re.sub(r"```.*?```", "", text, flags=re.DOTALL))
                self.assertIsNone(found, f"{record['id']}: {found and found[0]!r} in {text!r}")

    def test_answers_are_whole(self):
        for _, record in self.sound():
            answer = texts_of(record)[1].rstrip()
            self.assertRegex(answer, r"([.!?]|```)$", record["id"])
            self.assertEqual(answer.count("```") % 2, 0)
            self.assertGreater(len(answer.split()), 4)

    def test_scores_stay_on_their_scales(self):
        for _, record in self.sound():
            record = {**record, **record.get("metadata", {})} if isinstance(
                record.get("metadata"), dict) else record
            for name, value in (record.get("scores") or {}).items():
                low, high = self.summary["scales"][name]
                self.assertTrue(low <= value <= high, record["id"])

    def test_only_planted_pairs_are_alike(self):
        """Pairs of different seeds that share most of their text differ in figures or names."""
        told = []
        for batch, record in self.sound():
            asked, answer = texts_of(record)
            nested = record.get("metadata", {})
            seed = record.get("seed_id") or nested.get("seed_id") or record["id"]
            told.append((seed, record["id"], asked, answer, shingles(asked + " " + answer)))
        for index, (seed, name, asked, answer, first) in enumerate(told):
            for other_seed, other_name, other_asked, other_answer, second in told[index + 1:]:
                if seed == other_seed:
                    continue
                shared = len(first & second)
                if shared < 0.7 * len(first | second):
                    continue
                same = re.findall(r"\d[\d.,]*|[A-Z]\w+", asked + answer) == re.findall(
                    r"\d[\d.,]*|[A-Z]\w+", other_asked + other_answer)
                self.assertFalse(same, f"{name} and {other_name}: {asked!r} / {other_asked!r}")


class PlantedPairs(Checked):
    def _pair(self, identity):
        for records in self.records.values():
            for record in records:
                if isinstance(record, dict) and record.get("id") == identity:
                    return texts_of(record)
        self.fail(f"no record {identity}")

    def test_exact_copies_are_equal(self):
        for line in self.truth:
            if line["name"] == "exact" and line["edit"] == "bytes":
                self.assertEqual(self._pair(line["id"]), self._pair(line["of"]))

    def test_near_copies_are_near(self):
        for line in self.truth:
            if line["name"] == "near":
                one, two = self._pair(line["id"]), self._pair(line["of"])
                self.assertNotEqual(one, two)
                self.assertGreater(likeness(" ".join(one), " ".join(two)), 0.3, line)

    def test_look_alikes_differ_in_what_they_say(self):
        for line in self.truth:
            if line["kind"] == "look-alike":
                self.assertNotEqual(self._pair(line["id"])[0], self._pair(line["of"])[0])

    def test_duplicates_by_meaning_are_told_differently(self):
        for line in self.truth:
            if line["name"] == "meaning":
                one, two = self._pair(line["id"]), self._pair(line["of"])
                self.assertLess(likeness(" ".join(one), " ".join(two)), 0.95, line)

    def test_the_voice_drifts_in_its_batch_only(self):
        contractions = re.compile(r"\b\w+'(t|s|re|ll|ve)\b")
        rates = {}
        for batch, record in self.sound():
            answer = texts_of(record)[1]
            hits = len(contractions.findall(answer)) + answer.count("!")
            rates.setdefault(batch.drifts, []).append(hits)
        self.assertGreater(sum(rates[True]) / len(rates[True]), 3.0)
        self.assertLess(sum(rates[False]) / len(rates[False]), 0.1)

    def test_one_topic_is_a_gap_and_no_other(self):
        shares = self.summary["topics"]
        for topic, target in TOPIC_TARGETS.items():
            if topic == self.summary["topic_gap"]["topic"]:
                self.assertLess(shares.get(topic, 0.0), 0.3 * target)
            else:
                self.assertGreater(shares.get(topic, 0.0), 0.5 * target, topic)


class Scaling(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.large = summary_of(generate(cls.folder.name, "--pairs", "6000", "--seed", "5"))
        cls.small = summary_of(HARBOR)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_planted_shares_stay(self):
        for kind, names in self.small["planted"].items():
            small = sum(names.values()) / self.small["records"]
            large = sum(self.large["planted"][kind].values()) / self.large["records"]
            self.assertAlmostEqual(small, large, delta=0.25 * small, msg=kind)

    def test_gap_and_batches_stay(self):
        for label, count in self.small["batches"].items():
            self.assertAlmostEqual(count / self.small["records"],
                                   self.large["batches"][label] / self.large["records"], places=2)
        gap = self.large["topic_gap"]
        self.assertLess(gap["share"], 0.5 * gap["target"])

    def test_no_pair_is_repeated_by_accident(self):
        seen = {}
        copies = {line["id"] for line in truth_of(Path(self.folder.name))
                  if line["kind"] in ("duplicate", "fault")}
        for batch in BATCHES:
            for record in records_of(Path(self.folder.name), batch):
                if not isinstance(record, dict) or record["id"] in copies or batch.drifts:
                    continue
                earlier = seen.setdefault(texts_of(record), record["id"])
                self.assertEqual(earlier, record["id"])


class Bench(unittest.TestCase):
    def test_clean_file_holds_no_fault(self):
        with tempfile.TemporaryDirectory() as folder:
            generate(folder, "--profile", "bench", "--pairs", "3000", "--clean")
            data = (Path(folder) / "pairs.jsonl").read_bytes()
            records = [json.loads(line) for line in data.splitlines()]
            self.assertEqual(len(records), 3000)
            texts = {(r["instruction"], r["input"], r["output"]) for r in records}
            self.assertEqual(len(texts), 3000)
            self.assertTrue(450 <= len(data) / 3000 <= 750, len(data) / 3000)
            self.assertEqual(truth_of(Path(folder)), [])

    def test_messages_layout(self):
        with tempfile.TemporaryDirectory() as folder:
            generate(folder, "--profile", "bench", "--pairs", "500", "--layout", "messages",
                     "--clean")
            for record in json_lines(Path(folder) / "pairs.jsonl"):
                self.assertEqual([turn["role"] for turn in record["messages"]],
                                 ["system", "user", "assistant"])


class Words(unittest.TestCase):
    def test_choices_and_slots(self):
        wording = Wording("{Press|Hold} for <n> s, 5 %.\n```\n{a|b}\n```")
        self.assertEqual(wording.num_forms(), 2)
        self.assertEqual(wording.render(1, {"n": 3}), "Hold for 3 s, 5 %.\n```\n{a|b}\n```")

    def test_every_entry_is_complete(self):
        keys = set()
        for topic, entries in knowledge.load().items():
            for entry in entries:
                self.assertGreaterEqual(len(set(entry.questions)), 3, entry.key)
                self.assertNotEqual(entry.gist.first(), entry.answer.first(), entry.key)
                self.assertNotIn(entry.key, keys)
                self.assertIn(entry.category, CATEGORIES)
                keys.add(entry.key)
        self.assertGreaterEqual(len(keys), 150)


if __name__ == "__main__":
    unittest.main()
