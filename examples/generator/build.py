"""Writes a whole data set: batches, attempts, hours, and the truth about what was planted."""

import csv
import json

from . import broken, duplicates, faults, voice
from .batches import BATCHES, GAP_TOPIC, deal_entries
from .cases import KINDS
from .chance import Chance
from .economy import SCALES, Workshop
from .knowledge import load
from .layouts import RecordFile, csv_row, csv_text, record_of
from .order_desk import order_pair
from .pairs import FamilyStream, case_original, retold, set_among
from .plan import PARTNER, PLAIN, Plan
from .pool import NothingToDrawOn, Pools
from .truth import Truth

_DOCUMENT_HOME = "https://docs.harbor-and-vane.example/"
_BREAK_CODES = {item.name: item.code for item in broken.BREAKS}
_FAULTS = {item.name: item for item in faults.FAULTS}
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class World:
    """What faults may draw on besides the pair that they spoil."""

    def __init__(self, topics):
        self.topics = topics
        self.pools = Pools()
        self.family = ""  # the batch family being written

    def false_answer(self, chance):
        return self.pools.contradicted(self.family, chance)


class BatchWriter:
    """Writes one batch: position by position, what the plan says."""

    def __init__(self, batch, index, plan, entries, world, out, truth, seed, case_share):
        self.batch, self.index, self.plan = batch, index, plan
        self.world, self.out, self.truth = world, out, truth
        self.chance = Chance(seed, f"batch/{batch.label}")
        self.size = plan.size(index)
        self.workshop = Workshop(batch, index, self.size, seed)
        self.stream = FamilyStream(entries, batch.topics, case_share, self.chance)
        # The gap stays a gap: nothing is planted on its few entries.
        self.entries = [entry for entry in entries if entry.topic != GAP_TOPIC]
        self.seed_id = ""  # the original whose variations the stream hands out now
        self.look_alike = None
        self.owed = []  # planted things that had no earlier pair to draw on
        stem = batch.label[2:4] + batch.label[5:7] if batch.label[0].isdigit() else "x"
        self.prefix = f"hv-{stem}-"
        container = batch.file.rpartition(".")[2]
        self.file = RecordFile(out.batch_path(batch), container, batch.delimiter)

    def write(self):
        for position in range(self.size):
            self._write_one(position)
        if self._ends_torn():
            self._tear_last_line()
        self.file.close()
        self.out.add_time(self.workshop.time_entries(self.size))

    def _ends_torn(self):
        return self.truth.plants and self.batch.layout == "instruction-response"

    def _write_one(self, position):
        action = self.plan.at(self.index, position)
        identity = f"{self.prefix}{position + 1:05d}"
        if action.kind == PLAIN and self.owed:
            action = self.owed.pop()
        if action.kind == PLAIN:
            self._plain(identity, position)
            return
        try:
            self._planted(action, identity, position)
        except NothingToDrawOn:
            self._put_off(action, identity, position)

    def _put_off(self, action, identity, position):
        """Writes a pair that the action can draw on; the action takes the next plain position."""
        pair = case_original(self.chance.weighted(self.batch.topics), self.chance)
        self._emit(pair, identity, position, "")
        self.world.pools.offer(self.batch.family, identity, identity, pair, self.chance)
        self.owed.append(action)

    def _plain(self, identity, position):
        pair, is_original = self.stream.next()
        if is_original:
            self.seed_id = identity
        pair = self._voiced(self._in_conversation(pair))
        self._emit(pair, identity, position, "" if is_original else self.seed_id)
        if self.truth.plants and not self.batch.drifts:
            self.world.pools.offer(self.batch.family, identity, self.seed_id, pair, self.chance)

    def _voiced(self, pair):
        if self.batch.drifts:
            pair.response = voice.drifted(pair.response, self.chance)
        return pair

    def _in_conversation(self, pair):
        """Onboarding talks: more than half of the questions follow an earlier one."""
        if self.batch.layout == "sharegpt" and self.entries and self.chance.hit(0.6):
            other = self.chance.pick(self.entries)
            if other.key != pair.family:
                number = self.chance.below(len(other.questions))
                pair.earlier = ((other.questions[number], other.told(number, self.chance, True)),)
        return pair

    def _fresh(self):
        """A pair of its own, outside the stream of families: what gets planted on."""
        if self.entries and self.chance.hit(0.6):
            entry = self.chance.pick(self.entries)
            pair = set_among(entry, self.chance.below(len(entry.questions)), self.chance, "")
        else:
            pair = case_original(self.chance.weighted(self.batch.topics), self.chance)
        return self._voiced(self._in_conversation(pair))

    def _planted(self, action, identity, position):
        planters = {"fault": self._fault, "break": self._break, "exact": self._copy,
                    "near": self._copy, "meaning": self._copy, "look-alike": self._first_of_two,
                    PARTNER: self._second_of_two, "tool": self._tool}
        planters[action.kind](action, identity, position)

    def _fault(self, action, identity, position):
        fault = _FAULTS[action.name]
        self.world.family = self.batch.family
        pair, detail = fault.spoil(self._fresh(), self.chance, self.world)
        place = self._emit(pair, identity, position, "", fault=action.name, detail=detail)
        self.truth.fault(self.batch, identity, place, fault.name, fault.code, detail)

    def _break(self, action, identity, position):
        place = self._emit(self._fresh(), identity, position, "", fault=action.name, breaks=True)
        self.truth.fault(self.batch, identity, place, action.name, _BREAK_CODES[action.name],
                         {}, quarantined=True)

    def _copy(self, action, identity, position):
        pools, family = self.world.pools, self.batch.family
        source_id, source_seed, source = pools.take(family, action.kind, self.chance)
        detail = {"edit": action.name}
        if action.kind == "exact":
            pair = duplicates.exact_copy(source, action.name, self.chance)
        elif action.kind == "near":
            pair, detail = duplicates.near_copy(source, action.name, self.chance)
        else:
            pair = retold(source, self.chance)
            detail = {"edit": "by-hand" if source.case is None else "by-wording"}
        pair.variation = ""
        place = self._emit(pair, identity, position, "")
        self.truth.duplicate(self.batch, identity, place, action.kind, source_id, source_seed,
                             detail)

    def _first_of_two(self, action, identity, position):
        pair = self._case_for(action.name)
        self._emit(pair, identity, position, "")
        self.look_alike = (action.name, identity, pair)

    def _case_for(self, how):
        """A case that has a look-alike of this kind."""
        topics = ("warranty",) if how == "negation" else [name for name, _ in self.batch.topics]
        while True:
            pair = case_original(self.chance.pick(topics), self.chance)
            if duplicates.look_alike(pair, how, self.chance) is not None:
                return pair

    def _second_of_two(self, action, identity, position):
        how, first_id, first = self.look_alike
        pair = None
        while pair is None:
            pair = duplicates.look_alike(first, how, self.chance)
        place = self._emit(pair, identity, position, "")
        self.truth.look_alike(self.batch, identity, place, how, first_id)

    def _tool(self, action, identity, position):
        place = self._emit(order_pair(self.chance), identity, position, "")
        self.truth.note(self.batch, identity, place, "tool_call")

    def _emit(self, pair, identity, position, seed_id, fault="", detail=None, breaks=False):
        """Writes the record; gives the place where it begins."""
        metadata = self._metadata(pair, identity, position, seed_id, fault, detail)
        place = self.file.place()
        self.truth.count(self.batch, pair, seed_id)
        data = self._bytes(pair, identity, metadata, fault if breaks else "")
        self.file.add(data)
        return place

    def _bytes(self, pair, identity, metadata, fault):
        if self.batch.layout == "csv":
            return self._csv_bytes(csv_row(pair, identity, metadata), fault)
        record = record_of(pair, identity, metadata, self.batch.layout)
        if not fault or broken.break_record(fault, record, self.batch.layout, self.chance):
            return _encode(record).encode()
        return broken.break_line(fault, record, _encode(record), self.chance)

    def _csv_bytes(self, row, fault):
        if fault in ("empty_response", "blank_response"):
            row[4] = "" if fault == "empty_response" else " \u00a0\u200b"
        elif fault == "csv_fields":
            row = row[:9] if self.chance.hit(0.5) else row + ["see ticket", "reopened"]
        data = csv_text(row, self.batch.delimiter).rstrip("\n").encode()
        return broken.invalid_utf8(data) if fault == "invalid_utf8" else data

    def _metadata(self, pair, identity, position, seed_id, fault, detail):
        workshop = self.workshop
        moment = workshop.moment(position)
        metadata = {}
        if seed_id:
            metadata["seed_id"] = seed_id
            metadata["variation"] = pair.variation
        metadata.update(topics=[pair.topic], tags=list(pair.tags), category=pair.category,
                        difficulty=pair.level, language="en")
        self._add_scores(metadata, fault, detail)
        if pair.document:
            metadata["source"] = {
                "document": pair.document, "uri": f"{_DOCUMENT_HOME}{pair.document}#{pair.section}",
                "author": "Harbor & Vane", "licence": "CC-BY-4.0"}
        if self.batch.layout != "csv":
            self._add_history(metadata, pair, identity, seed_id, moment, fault)
        elif not seed_id:
            workshop.wrote_original()
        metadata["created_at"] = moment
        metadata["batch"] = self.batch.label
        return metadata

    def _add_scores(self, metadata, fault, detail):
        if self.batch.layout in ("csv", "alpaca"):
            metadata["quality"] = self.workshop.quality(fault)
            if fault == "score_range":
                metadata["quality"] = detail["value"] if detail["value"] > 10 else 73.0
                detail.update(field="quality", value=metadata["quality"])
            return
        metadata["scores"] = self.workshop.scores(fault)
        if fault == "score_range":
            metadata["scores"]["judge"] = detail["value"]
            detail["field"] = "scores.judge"

    def _add_history(self, metadata, pair, identity, seed_id, moment, fault):
        workshop = self.workshop
        if seed_id:
            attempts = workshop.generated(pair, identity, seed_id, moment)
            last = attempts[-1]
            metadata["generation"] = {key: last[key] for key in (
                "run", "model", "provider", "prompt", "temperature", "top_p", "max_tokens", "seed",
                "started_at", "duration_ms", "prompt_tokens", "completion_tokens", "cost",
                "attempt", "outcome")}
            self.out.add_attempts(attempts + workshop.given_up(pair, seed_id, moment))
        else:
            workshop.wrote_original()
        metadata["review"] = workshop.review(moment, fault)

    def _tear_last_line(self):
        identity = f"{self.prefix}{self.size + 1:05d}"
        pair = self._fresh()
        metadata = self._metadata(pair, identity, self.size, "", "truncated_last_line", {})
        place = self.file.place()
        record = record_of(pair, identity, metadata, self.batch.layout)
        self.truth.count(self.batch, pair, "")
        torn = broken.break_line("truncated_last_line", record, _encode(record), self.chance)
        self.file.add(torn, ends_line=False)
        self.truth.fault(self.batch, identity, place, "truncated_last_line",
                         broken.TRUNCATED_LAST_LINE.code, {}, quarantined=True)


class Output:
    """The folder that is written: batches/ holds pairs only, all else lies beside it."""

    def __init__(self, folder, in_batches=True):
        self._pairs_folder = folder / "batches" if in_batches else folder
        self._pairs_folder.mkdir(parents=True, exist_ok=True)
        self._attempts = self._time = None
        if in_batches:
            self._attempts = open(folder / "attempts.jsonl", "w", encoding="utf-8", newline="\n")
            self._time = open(folder / "time.csv", "w", encoding="utf-8", newline="\n")
            self._rows = csv.writer(self._time, lineterminator="\n")
            self._rows.writerow(("date", "person", "task", "minutes", "hourly_rate", "currency",
                                 "batch"))
        self.figures = {"attempts": 0, "accepted": 0, "cost": 0.0, "prompt_tokens": 0,
                        "completion_tokens": 0, "by_model": {}, "by_prompt": {}, "by_run": {},
                        "minutes": 0, "labor_cost": 0.0}

    def batch_path(self, batch):
        return self._pairs_folder / batch.file

    def add_attempts(self, attempts):
        figures = self.figures
        for attempt in attempts:
            accepted = attempt["outcome"] == "accepted"
            figures["attempts"] += 1
            figures["accepted"] += accepted
            for name in ("cost", "prompt_tokens", "completion_tokens"):
                figures[name] += attempt[name]
            for group in ("model", "prompt", "run"):
                counts = figures["by_" + group].setdefault(attempt[group], [0, 0])
                counts[0] += accepted
                counts[1] += 1
            self._attempts.write(_encode(attempt) + "\n")

    def add_time(self, rows):
        for row in rows if self._time is not None else ():
            self._rows.writerow(row)
            self.figures["minutes"] += row[3]
            self.figures["labor_cost"] += row[3] / 60 * row[4]

    def close(self):
        for file in (self._attempts, self._time):
            if file is not None:
                file.close()


def build_demo(folder, num_pairs, seed, clean=False):
    """Twelve batches with everything beside them."""
    by_topic = load()
    plan = Plan(BATCHES, num_pairs, seed, clean)
    world = World(tuple(sorted(KINDS)))
    out = Output(folder)
    truth = Truth(folder, seed, num_pairs, plants=not clean)
    hands = deal_entries(by_topic, BATCHES)
    for index, batch in enumerate(BATCHES):
        BatchWriter(batch, index, plan, hands[index], world, out, truth, seed, 0.08).write()
    out.close()
    truth.finish(out.figures, SCALES)
