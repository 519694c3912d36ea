"""Text with choices inside: `{Press|Hold} the button for <seconds> seconds.`"""

import re

_FENCE = re.compile(r"(```.*?```)", re.DOTALL)
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([a-z_]+)>")
_MAX_KEPT = 5000  # forms of one text that are kept once joined


class Wording:
    """A text whose `{a|b}` are alternatives and whose `<x>` are filled from a dictionary.

    A choice may hold slots but no further choice. Fenced code is taken as it stands. Every way to
    choose is a form; forms are numbered from 0, where each choice takes its first alternative.
    """

    __slots__ = ("_parts", "_choices", "_num_forms", "_has_slots", "_kept")

    def __init__(self, text):
        self._has_slots = _SLOT.search(text) is not None
        self._parts = []
        self._choices = []  # (where among the parts, the alternatives)
        self._kept = {}
        for piece in _FENCE.split(text):
            self._add(piece)
        self._num_forms = 1
        for _, options in self._choices:
            self._num_forms *= len(options)

    def _add(self, piece):
        if piece.startswith("```"):
            self._parts.append(piece.replace("%", "%%") if self._has_slots else piece)
            return
        for index, text in enumerate(_CHOICE.split(piece)):
            if index % 2 == 0:
                self._parts.append(self._prepared(text))
            else:
                options = [self._prepared(option) for option in text.split("|")]
                self._choices.append((len(self._parts), options))
                self._parts.append("")

    def _prepared(self, text):
        if not self._has_slots:
            return text
        return _SLOT.sub(r"%(\1)s", text.replace("%", "%%"))

    def num_forms(self):
        return self._num_forms

    def choose(self, chance):
        """The number of a form."""
        return int(chance.random() * self._num_forms)

    def render(self, form, slots=None):
        text = self._kept.get(form)
        if text is None:
            text = self._joined(form)
        return text % slots if self._has_slots else text

    def _joined(self, form):
        parts = self._parts.copy()
        rest = form
        for where, options in self._choices:
            rest, choice = divmod(rest, len(options))
            parts[where] = options[choice]
        text = "".join(parts)
        if len(self._kept) < _MAX_KEPT:
            self._kept[form] = text
        return text

    def first(self):
        return self.render(0)

    def any(self, chance, slots=None):
        return self.render(self.choose(chance), slots)
