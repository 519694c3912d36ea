"""Draws that are the same on every machine and in every version of Python."""

import hashlib
import random


class Chance:
    """A stream of draws named by a seed and a label.

    Only `random.Random.random` is used: Python promises its sequence for a given seed, while
    `choice`, `shuffle` and their kin may change from version to version.
    """

    __slots__ = ("random",)

    def __init__(self, seed, label=""):
        digest = hashlib.blake2b(f"{seed}/{label}".encode(), digest_size=8).digest()
        self.random = random.Random(int.from_bytes(digest, "big")).random

    def below(self, limit):
        return int(self.random() * limit)

    def between(self, low, high):
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def hit(self, probability):
        return self.random() < probability

    def weighted(self, pairs):
        """One name of [(name, weight), ...]."""
        point = self.random() * sum(weight for _, weight in pairs)
        for name, weight in pairs:
            point -= weight
            if point < 0:
                return name
        return pairs[-1][0]

    def shuffled(self, items):
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result

    def bell(self, mean, spread):
        """Roughly normal: the sum of four draws has a spread of 1/sqrt(3)."""
        draw = self.random() + self.random() + self.random() + self.random() - 2.0
        return mean + spread * 1.7320508 * draw
