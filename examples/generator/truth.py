"""Writes what was planted: one line a record in truth.jsonl, the sums in truth-summary.json."""

import json

from .batches import BATCHES, GAP_TOPIC, TOPIC_TARGETS
from .economy import BAD_RUN
from .voice import MARKERS


class Truth:
    def __init__(self, folder, seed, num_pairs, plants, is_demo=True):
        self.plants = plants
        self._is_demo = is_demo
        self._path = folder / "truth-summary.json"
        self._lines = open(folder / "truth.jsonl", "w", encoding="utf-8", newline="\n")
        self._seed, self._num_pairs = seed, num_pairs
        self._kinds = {}
        self._codes = {}
        self._batches = {}
        self._topics = {}
        self._categories = {}
        self._records = self._quarantined = self._off_scale = self._seeds = 0

    def count(self, batch, pair, seed_id):
        self._records += 1
        self._seeds += not seed_id
        for counts, key in ((self._batches, batch.label), (self._topics, pair.topic),
                            (self._categories, pair.category)):
            counts[key] = counts.get(key, 0) + 1

    def _line(self, batch, identity, place, kind, name, rest):
        self._kinds.setdefault(kind, {}).setdefault(name, 0)
        self._kinds[kind][name] += 1
        self._lines.write(json.dumps({"id": identity, "file": batch.file, **place, "kind": kind,
                                      "name": name, **rest}, ensure_ascii=False) + "\n")

    def fault(self, batch, identity, place, name, code, detail, quarantined=False):
        if code:
            self._codes[code] = self._codes.get(code, 0) + 1
        self._quarantined += quarantined
        self._off_scale += code == "E_RANGE"
        fate = "quarantined" if quarantined else "exported"
        self._line(batch, identity, place, "fault", name, {"code": code, "fate": fate, **detail})

    def duplicate(self, batch, identity, place, how, source_id, source_seed, detail):
        self._line(batch, identity, place, "duplicate", how,
                   {"of": source_id, "seed_of": source_seed, **detail})

    def look_alike(self, batch, identity, place, how, first_id):
        self._line(batch, identity, place, "look-alike", how, {"of": first_id, "merge": False})

    def note(self, batch, identity, place, name):
        self._line(batch, identity, place, "note", name, {})

    def _summary(self, figures, scales):
        total = self._records
        shares = {name: round(count / total, 4) for name, count in sorted(self._topics.items())}
        summary = {
            "seed": self._seed, "pairs_asked_for": self._num_pairs, "records": total,
            "seeds": self._seeds, "variations": total - self._seeds,
            "quarantined": self._quarantined, "exported": total - self._quarantined,
            "quarantined_with_scales": self._quarantined + self._off_scale,
            "planted": {kind: dict(sorted(names.items()))
                        for kind, names in sorted(self._kinds.items())},
            "codes": dict(sorted(self._codes.items())),
            "batches": self._batches, "topics": shares,
            "scales": {name: list(scale) for name, scale in scales.items()}}
        if self._is_demo:
            summary.update(self._story(shares, figures))
        return summary

    def _story(self, shares, figures):
        """What a reader of the whole set should notice."""
        rarest, least = min(self._categories.items(), key=lambda item: (item[1], item[0]))
        return {
            "topic_targets": TOPIC_TARGETS,
            "topic_gap": {"topic": GAP_TOPIC, "share": shares.get(GAP_TOPIC, 0.0),
                          "target": TOPIC_TARGETS[GAP_TOPIC]},
            "voice_drift": {"batches": [batch.label for batch in BATCHES if batch.drifts],
                            "share": 1.0, "markers": list(MARKERS)},
            "label_imbalance": {"field": "category", "rarest": rarest,
                                "share": round(least / self._records, 4)},
            "generation": _generation(figures),
            "hours": {"minutes": figures["minutes"],
                      "labor_cost_usd": round(figures["labor_cost"], 2)}}

    def finish(self, figures, scales):
        self._lines.close()
        text = json.dumps(self._summary(figures, scales), indent=2, ensure_ascii=False)
        self._path.write_bytes((text + "\n").encode())


def _generation(figures):
    def rates(name):
        return {key: {"accepted": counts[0], "attempts": counts[1],
                      "success": round(counts[0] / counts[1], 4)}
                for key, counts in sorted(figures[name].items())}
    return {"attempts": figures["attempts"], "accepted": figures["accepted"],
            "cost_usd": round(figures["cost"], 4), "prompt_tokens": figures["prompt_tokens"],
            "completion_tokens": figures["completion_tokens"], "bad_run": BAD_RUN,
            "by_prompt": rates("by_prompt"), "by_model": rates("by_model"),
            "by_run": rates("by_run")}
