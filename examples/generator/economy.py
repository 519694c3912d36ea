"""What the pairs cost: generation runs with their attempts, reviews, and people's hours."""

from .chance import Chance

# name, provider, tokens a second, dollars per 1,000 tokens in and out, and how well it does.
_MODELS = {
    "ostler-7b-instruct": ("local", 62.0, 0.0, 0.0, -0.06),
    "ostler-34b-instruct": ("local", 21.0, 0.0, 0.0, 0.05),
    "cirrus-2-small": ("cirrus-cloud", 118.0, 0.0006, 0.0024, 0.02)}
_MACHINE_PER_HOUR = 0.55  # dollars for the rented machine that runs the local models
# The prompt got better twice; success rises with it.
_PROMPTS = (("2025-09", "reword-v1", 0.56), ("2026-01", "reword-v2", 0.71),
            ("2026-05", "reword-v3", 0.85))
BAD_RUN = "run-2603-b"  # a server that timed out: the one run that falls out of the trend
_FAILURES = (("parse_error", 3.0), ("duplicate", 3.0), ("incoherent", 2.5), ("truncated", 2.0),
             ("refusal", 1.0), ("timeout", 0.7))
_PEOPLE = (("Ines", "knowledge writing", 62.0), ("Marek", "data engineering", 74.0),
           ("Ruth", "support lead", 55.0))
SCALES = {"judge": (1.0, 5.0), "human": (1.0, 5.0), "quality": (0.0, 10.0)}


def prompt_of(month):
    return [row for row in _PROMPTS if row[0] <= month][-1][1:]


class Workshop:
    """The making of one batch: hands out metadata, keeps account of attempts and hours."""

    def __init__(self, batch, number, num_pairs, seed):
        self._batch = batch
        self._number = number
        self._num_pairs = max(1, num_pairs)
        self._chance = Chance(seed, f"economy/{batch.label}")
        month = batch.month if batch.month[0].isdigit() else "2026-01"
        self._month = month
        stem = month[2:4] + month[5:7]
        names = tuple(_MODELS)
        self._runs = ((f"run-{stem}-a", names[number % 3]),
                      (f"run-{stem}-b", names[(number + 1) % 3]))
        self._prompt, self._prompt_skill = prompt_of(month)
        self.minutes_written = self.minutes_reviewed = self.minutes_corrected = 0.0
        self.num_generated = 0

    def moment(self, position):
        """The time at which the pair was made: positions run through the month."""
        minute = position * 27 * 1440 // self._num_pairs + self._chance.below(700) + 480
        day, minute = 1 + minute // 1440, minute % 1440
        return f"{self._month}-{min(day, 28):02d}T{minute // 60:02d}:{minute % 60:02d}:00Z"

    def level(self, spoiled):
        """How good a judge finds the pair, 0 to 1: rises by the month, dips in the drift."""
        mean = 0.70 + 0.015 * self._number - (0.12 if self._batch.drifts else 0.0)
        return max(0.0, min(1.0, self._chance.bell(mean - (0.35 if spoiled else 0.0), 0.08)))

    def scores(self, spoiled):
        level = self.level(spoiled)
        scores = {"judge": round(1 + 4 * level, 1)}
        if self._chance.hit(0.35):
            human = 1 + 4 * max(0.0, min(1.0, self._chance.bell(level, 0.07)))
            scores["human"] = float(round(human))
        return scores

    def quality(self, spoiled):
        return round(10 * self.level(spoiled), 1)

    def review(self, moment, spoiled):
        chance = self._chance
        if not chance.hit(0.72):
            return {"status": "pending"}
        status = chance.weighted((("approved", 5), ("edited", 3), ("rejected", 2)) if spoiled else
                                 (("approved", 88), ("edited", 12)))
        minutes = round(0.3 + chance.random() * (2.6 if status == "edited" else 0.9), 1)
        if status == "edited":
            self.minutes_corrected += minutes
        else:
            self.minutes_reviewed += minutes
        return {"status": status, "by": chance.pick(("Ines", "Ruth")), "at": moment[:10],
                "minutes": minutes}

    def wrote_original(self):
        self.minutes_written += 4 + self._chance.random() * 9

    def generated(self, pair, identity, seed_id, moment):
        """The attempts that a generated pair took, failures first, success last."""
        run, model = self._runs[self._chance.below(2)]
        attempts = []
        while True:
            outcome = self._outcome(run, model)
            attempts.append(self._attempt(pair, run, model, moment, len(attempts) + 1, outcome))
            if outcome == "accepted" or len(attempts) == 6:
                break
        attempts[-1]["outcome"] = "accepted"
        attempts[-1]["pair_id"] = identity
        for attempt in attempts:
            attempt["seed_id"] = seed_id
            attempt["batch"] = self._batch.label
        self.num_generated += 1
        return attempts

    def given_up(self, pair, seed_id, moment):
        """Now and then nothing usable comes of a seed."""
        if not self._chance.hit(0.05):
            return []
        run, model = self._runs[self._chance.below(2)]
        attempts = [self._attempt(pair, run, model, moment, number, self._failure(run))
                    for number in (1, 2, 3)]
        for attempt in attempts:
            attempt["seed_id"] = seed_id
            attempt["batch"] = self._batch.label
        return attempts

    def _failure(self, run):
        return "timeout" if run == BAD_RUN and self._chance.hit(0.7) else \
            self._chance.weighted(_FAILURES)

    def _outcome(self, run, model):
        skill = self._prompt_skill + _MODELS[model][4] - (0.35 if run == BAD_RUN else 0.0)
        return "accepted" if self._chance.hit(skill) else self._failure(run)

    def _attempt(self, pair, run, model, moment, number, outcome):
        chance = self._chance
        provider, speed, price_in, price_out, _ = _MODELS[model]
        tokens_in = 210 + len(pair.instruction) // 4 + chance.below(40)
        tokens_out = len(pair.instruction + pair.response) // 4 + chance.below(20)
        if outcome in ("truncated", "timeout"):
            tokens_out = 512 if outcome == "truncated" else 0
        milliseconds = 30000 if outcome == "timeout" else round(180 + tokens_out / speed * 1000)
        cost = tokens_in / 1000 * price_in + tokens_out / 1000 * price_out
        if provider == "local":
            cost = milliseconds / 3600000 * _MACHINE_PER_HOUR
        return {"run": run, "model": model, "provider": provider, "prompt": self._prompt,
                "temperature": (0.7, 0.8, 0.9)[chance.below(3)], "top_p": 0.95, "max_tokens": 512,
                "seed": chance.below(100000), "started_at": moment, "duration_ms": milliseconds,
                "prompt_tokens": tokens_in, "completion_tokens": tokens_out, "cost": round(cost, 6),
                "attempt": number, "outcome": outcome}

    def time_entries(self, num_pairs):
        """Rows of time.csv: nobody books more than four hours at a time."""
        rows = []
        jobs = [("Ines", "write originals", self.minutes_written),
                ("Ruth", "review", self.minutes_reviewed),
                ("Ines", "correct pairs", self.minutes_corrected),
                ("Marek", "prompts and runs", 50 + 0.15 * self.num_generated),
                ("Marek", "import and export", 35 + 0.02 * num_pairs)]
        if self._number == 0:
            jobs.append(("Marek", "set-up", 390.0))
        for person, task, minutes in jobs:
            rows += self._booked(person, task, round(minutes))
        return sorted(rows)

    def _booked(self, person, task, minutes):
        rate = dict((name, rate) for name, _, rate in _PEOPLE)[person]
        rows = []
        while minutes > 0:
            booked = min(minutes, 60 + 15 * self._chance.below(13))
            day = f"{self._month}-{self._chance.between(1, 28):02d}"
            rows.append((day, person, task, booked, rate, "USD", self._batch.label))
            minutes -= booked
        return rows
