"""Decides how many of each planted thing there are, and at which positions of which batch."""

from dataclasses import dataclass

from .batches import shared_out
from .broken import BREAKS
from .chance import Chance
from .duplicates import NEAR_EDITS
from .faults import FAULTS

PLAIN, PARTNER = "plain", "partner"


@dataclass(frozen=True, slots=True)
class Action:
    """What is planted at a position. `kind`: plain, partner, fault, break, exact, near, meaning,
    look-alike, tool."""

    kind: str
    name: str
    rate: float
    layouts: tuple = ()  # empty: any
    late: bool = False  # needs earlier pairs to draw on
    drift_too: bool = True


def _actions():
    actions = [Action(PLAIN, "", 0.0), Action(PARTNER, "", 0.0)]
    actions += [Action("break", item.name, item.rate, item.layouts) for item in BREAKS]
    actions += [Action("fault", item.name, item.rate, late=item.name == "contradiction",
                       drift_too=item.name != "contradiction")
                for item in FAULTS]
    copies = [("exact", "bytes", 0.0134), ("exact", "normalized", 0.0067), ("meaning", "", 0.015)]
    copies += [("near", edit, 0.0034) for edit in NEAR_EDITS]
    actions += [Action(kind, name, rate, late=True, drift_too=False) for kind, name, rate in copies]
    actions += [Action("look-alike", name, 0.005, drift_too=False)
                for name in ("number", "name", "negation")]
    actions.append(Action("tool", "", 0.0084, ("messages",), drift_too=False))
    return tuple(actions)


ACTIONS = _actions()


def _may_hold(action, batches, index):
    batch = batches[index]
    if action.layouts and batch.layout not in action.layouts:
        return False
    if batch.drifts and not action.drift_too:
        return False
    if action.kind == "fault" and action.name == "no_source" and batch.layout == "csv":
        return False
    return True


class Plan:
    """One byte for each position of each batch: the number of the action planted there."""

    def __init__(self, batches, num_pairs, seed, clean):
        sizes = shared_out(num_pairs, [batch.weight for batch in batches])
        self._marks = [bytearray(size) for size in sizes]
        self._batches = batches
        self._chance = Chance(seed, "plan")
        self.wanted = {}
        if not clean:
            for number, action in enumerate(ACTIONS):
                if action.rate:
                    self._place(number, action, num_pairs)

    def size(self, index):
        return len(self._marks[index])

    def at(self, index, position):
        return ACTIONS[self._marks[index][position]]

    def _place(self, number, action, num_pairs):
        count = max(1, round(num_pairs * action.rate))
        holders = [i for i in range(len(self._batches)) if _may_hold(action, self._batches, i)]
        if not holders:
            return
        weights = [len(self._marks[i]) for i in holders]
        # A few at most: give them to batches drawn by chance, so that small kinds spread too.
        if count < len(holders):
            shares = [0] * len(holders)
            for index in self._chance.shuffled(range(len(holders)))[:count]:
                shares[index] = 1
        else:
            shares = shared_out(count, weights)
        self.wanted[action.kind, action.name] = sum(shares)
        for index, share in zip(holders, shares):
            for _ in range(share):
                self._mark(self._marks[index], number, action, index)

    def _mark(self, marks, number, action, index):
        last = len(marks) - 2  # the last place of a file is kept for what a file's end can carry
        first = self._first_place(len(marks), action, index)
        while True:
            place = self._chance.between(first, last)
            if marks[place]:
                continue
            if action.kind == "look-alike":
                if place == last or marks[place + 1]:
                    continue
                marks[place + 1] = 1
            marks[place] = number
            return

    def _first_place(self, size, action, index):
        """Copies need something to copy: they keep away from the head of a layout's first file."""
        if not action.late:
            return 1
        family = self._batches[index].family
        is_first = all(batch.family != family for batch in self._batches[:index])
        return size // 2 if is_first else max(1, size // 10)
