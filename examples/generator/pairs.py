"""Makes pairs: originals from knowledge and cases, and the variations of each."""

from dataclasses import dataclass

from .cases import KINDS, Case, new_case
from .settings import ADDRESSES, SETTINGS, setting_slots

_SHORTLY = ("Answer in one or two sentences: {}", "{} A short answer is enough.",
            "In brief: {}", "{} Please keep it to two sentences.", "Short version, please: {}")


@dataclass(slots=True)
class Pair:
    instruction: str
    response: str
    topic: str
    product: str
    category: str
    level: str
    tags: tuple
    document: str
    section: str
    family: str
    variation: str = ""  # empty: an original
    case: Case = None
    entry: object = None
    earlier: tuple = ()  # turns before the last: (question, answer)
    setting: str = ""  # the part of the instruction that may go to Alpaca's `input`
    tools: list = None
    tool_call: tuple = None  # (the call, the tool's answer)


def _from_entry(entry, instruction, response, variation="", setting=""):
    return Pair(instruction, response, entry.topic, entry.product, entry.category, entry.level,
                entry.tags, entry.document, entry.section, entry.key, variation, None, entry,
                setting=setting)


def _from_case(case, response, variation=""):
    kind = case.kind
    setting = case.setting_text()
    return Pair(f"{setting} {case.question()}", response, kind.topic, kind.product, kind.category,
                kind.level, kind.tags, kind.document, kind.section, kind.key, variation, case,
                setting=setting)


def entry_original(entry, chance):
    return _from_entry(entry, entry.questions[0], entry.told(0, chance))


def case_original(topic, chance):
    case = new_case(chance.pick(KINDS[topic]), chance)
    return _from_case(case, case.response())


def set_among(entry, number, chance, variation="scenario"):
    """The question of that number, asked by the owner of some boat."""
    slots = setting_slots(chance)
    setting = chance.pick(SETTINGS).any(chance, slots)
    answer = f"{chance.pick(ADDRESSES).any(chance, slots)} {entry.told(number, chance)}"
    return _from_entry(entry, f"{setting} {entry.questions[number]}", answer, variation, setting)


def entry_variations(entry, count, chance):
    """Up to four variations, none of which asks in the words of another."""
    def reworded(number):
        return _from_entry(entry, entry.questions[number], entry.told(number, chance), "reworded")

    def brief(number):
        asked = chance.pick(_SHORTLY).format(entry.questions[number])
        return _from_entry(entry, asked, entry.told(number, chance, brief=True), "brief")

    last = len(entry.questions) - 1
    makers = [(reworded, number) for number in range(1, last + 1)]
    makers += [(brief, 0), (lambda number: set_among(entry, number, chance), last)]
    return [make(number) for make, number in chance.shuffled(makers)[:count]]


def case_variations(original, count, chance):
    made = []
    for number in range(count):
        case = original.case.retold(chance)
        if number % 3 == 2:
            pair = _from_case(case, case.gist(), "brief")
            pair.instruction = chance.pick(_SHORTLY).format(pair.instruction)
        else:
            pair = _from_case(case, case.response(), "reworded")
        made.append(pair)
    return made


def retold(pair, chance):
    """The same meaning in other words, or None where the pair has no second telling."""
    if pair.case is not None:
        case = pair.case.retold(chance, same_setting=True)
        return _from_case(case, case.response())
    if pair.entry is not None and pair.entry.retold_answer:
        return _from_entry(pair.entry, pair.entry.retold_question, pair.entry.retold_answer)
    return None


class FamilyStream:
    """Hands out pairs of one batch: each original, then its variations, then the next family."""

    def __init__(self, entries, topics, case_share, chance):
        self._entries = iter(entries)
        self._topics = topics
        self._case_share = case_share
        self._chance = chance
        self._waiting = []
        self._cases_first = 1  # so that there is soon something to retell

    def next(self):
        """The next pair and whether it opens a family."""
        if self._waiting:
            return self._waiting.pop(), False
        chance = self._chance
        entry = None
        if self._cases_first:
            self._cases_first -= 1
        elif not chance.hit(self._case_share):
            entry = next(self._entries, None)
        if entry is None:
            original = case_original(chance.weighted(self._topics), chance)
            self._waiting = case_variations(original, chance.between(1, 3), chance)
        else:
            original = entry_original(entry, chance)
            self._waiting = entry_variations(entry, chance.between(1, 3), chance)
        return original, True
