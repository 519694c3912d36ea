"""Questions whose answers are computed: any number of different pairs from a few shapes."""

from collections.abc import Callable
from dataclasses import dataclass

from . import cases_office, cases_power, cases_sea
from .settings import CLOSINGS, OFFICE_CLOSINGS, SETTINGS, setting_slots
from .wording import Wording


@dataclass(frozen=True, slots=True)
class CaseKind:
    key: str
    topic: str
    product: str
    category: str
    level: str
    tags: tuple
    document: str
    section: str
    draw: Callable
    question: Wording
    gist: Wording
    details: Wording
    closing: Wording
    flip: Callable = None  # slots of the same case with its one yes turned to no


@dataclass(slots=True)
class Case:
    """One drawn case, with the choices of words that it was last told in."""

    kind: CaseKind
    slots: dict
    setting: int
    choices: tuple

    def setting_text(self):
        return SETTINGS[self.setting].render(self.choices[0], self.slots)

    def question(self):
        return self.kind.question.render(self.choices[1], self.slots)

    def instruction(self):
        return f"{self.setting_text()} {self.question()}"

    def gist(self):
        """The answer without its reasons but one."""
        details = self.kind.details.render(self.choices[3], self.slots)
        return f"{self.kind.gist.render(self.choices[2], self.slots)} {_first_sentence(details)}"

    def response(self):
        gist = self.kind.gist.render(self.choices[2], self.slots)
        details = self.kind.details.render(self.choices[3], self.slots)
        return f"{gist} {details} {self.kind.closing.render(self.choices[4], self.slots)}"

    def retold(self, chance, same_setting=False):
        """The same case in other words; on demand the boat is described as before."""
        other = _told(self.kind, self.slots, chance)
        if same_setting:
            other.setting = self.setting
            other.choices = (self.choices[0],) + other.choices[1:]
        return other

    def with_slots(self, slots):
        """Another case in the same words."""
        return Case(self.kind, slots, self.setting, self.choices)


def _first_sentence(text):
    return text.partition(". ")[0].rstrip(".") + "."


def new_case(kind, chance):
    slots = setting_slots(chance)
    slots.update(kind.draw(chance))
    return _told(kind, slots, chance)


def _told(kind, slots, chance):
    setting = chance.below(len(SETTINGS))
    choices = (SETTINGS[setting].choose(chance), kind.question.choose(chance),
               kind.gist.choose(chance), kind.details.choose(chance), kind.closing.choose(chance))
    return Case(kind, slots, setting, choices)


def _kinds():
    found = {}
    for module in (cases_office, cases_power, cases_sea):
        for row in module.KINDS:
            kind = CaseKind(
                key=row["key"], topic=row["topic"], product=row["product"],
                category=row["category"], level=row["level"], tags=row["tags"],
                document=row["source"][0], section=row["source"][1], draw=row["draw"],
                question=Wording(row["question"]), gist=Wording(row["gist"]),
                details=Wording(row["details"]),
                closing=OFFICE_CLOSINGS if module is cases_office else CLOSINGS, flip=row.get("flip"))
            found.setdefault(kind.topic, []).append(kind)
    return found


KINDS = _kinds()  # by topic
