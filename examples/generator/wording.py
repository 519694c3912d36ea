"""Text with choices inside: `{Press|Hold} the button for <seconds> seconds.`"""

import re

_FENCE = re.compile(r"(```.*?```)", re.DOTALL)
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([a-z_]+)>")


class Wording:
    """A text whose `{a|b}` are alternatives and whose `<x>` are filled from a dictionary.

    A choice may hold slots but no further choice. Fenced code is taken as it stands.
    """

    __slots__ = ("_parts", "_open", "_sizes", "_has_slots")

    def __init__(self, text):
        self._has_slots = _SLOT.search(text) is not None
        self._parts = []
        self._open = []  # where among the parts a choice lies
        options = []
        for piece in _FENCE.split(text):
            self._add(piece, options)
        self._sizes = tuple(len(option) for option in options)
        self._open = tuple(zip(self._open, options))

    def _add(self, piece, options):
        if piece.startswith("```"):
            self._parts.append(piece.replace("%", "%%") if self._has_slots else piece)
            return
        for index, text in enumerate(_CHOICE.split(piece)):
            if index % 2 == 0:
                self._parts.append(self._prepared(text))
            else:
                self._open.append(len(self._parts))
                options.append([self._prepared(option) for option in text.split("|")])
                self._parts.append("")

    def _prepared(self, text):
        if not self._has_slots:
            return text
        return _SLOT.sub(r"%(\1)s", text.replace("%", "%%"))

    def num_forms(self):
        forms = 1
        for size in self._sizes:
            forms *= size
        return forms

    def choose(self, chance):
        draw = chance.random
        return [int(draw() * size) for size in self._sizes]

    def render(self, choices, slots=None):
        parts = self._parts.copy()
        for (where, options), choice in zip(self._open, choices):
            parts[where] = options[choice]
        text = "".join(parts)
        return text % slots if self._has_slots else text

    def first(self):
        return self.render([0] * len(self._sizes))

    def any(self, chance, slots=None):
        return self.render(self.choose(chance), slots)
