"""Remembers some sound pairs already written, so that later ones can copy or contradict them."""

from .duplicates import look_alike

_LIMIT = 300


class NothingToDrawOn(Exception):
    """No pair of this family of layouts can be copied or contradicted yet."""


class Pools:
    """A bounded store for each family of layouts; what is taken is gone, so edits never pile up."""

    def __init__(self):
        self._pools = {}

    def offer(self, family, identity, seed_id, pair, chance):
        pool = self._pools.setdefault(family, [])
        if len(pool) < _LIMIT:
            pool.append((identity, seed_id, pair))
        else:
            pool[chance.below(_LIMIT)] = (identity, seed_id, pair)

    def take(self, family, kind, chance):
        """(id, id of its original, pair): one that can be copied in this way."""
        if kind == "meaning":
            return self._retellable(family, chance)
        # One exact copy in four leaves its original behind, so that clusters of three arise.
        return self._drawn(family, lambda pair: pair.variation != "brief", chance,
                           keep=kind == "exact" and chance.hit(0.25))

    def _retellable(self, family, chance):
        """Every other one was told anew by hand, where there is such a pair."""
        if chance.hit(0.5):
            try:
                return self._drawn(
                    family, lambda pair: pair.variation == "" and pair.entry is not None
                    and pair.entry.retold_answer, chance)
            except NothingToDrawOn:
                pass
        return self._drawn(family, lambda pair: pair.case is not None and pair.variation != "brief",
                           chance)

    def contradicted(self, family, chance):
        """(false answer, id of the true pair, the true pair): a written lie, else wrong figures."""
        while True:
            try:
                identity, _, pair = self._drawn(
                    family, lambda pair: pair.variation == "" and pair.entry is not None
                    and pair.entry.false_answer and not pair.earlier, chance)
                return pair.entry.false_answer, identity, pair
            except NothingToDrawOn:
                identity, _, pair = self._drawn(
                    family, lambda pair: pair.variation == "" and pair.case is not None, chance)
            other = look_alike(pair, "number", chance)
            if other is not None:
                return other.response, identity, pair

    def _drawn(self, family, fits, chance, keep=False):
        pool = self._pools.get(family, [])
        tries = [chance.below(len(pool)) for _ in range(4)] if pool else []
        index = next((index for index in tries if fits(pool[index][2])), None)
        if index is None:
            candidates = [index for index, (_, _, pair) in enumerate(pool) if fits(pair)]
            if not candidates:
                raise NothingToDrawOn(family)
            index = chance.pick(candidates)
        return pool[index] if keep else pool.pop(index)
