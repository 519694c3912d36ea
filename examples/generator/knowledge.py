"""Reads the company's knowledge: one file a topic, one entry a question with its answer.

    ## key | product | category | level | tag, tag | document section
    Q: the question as it was first asked
    Q: the same question in other words >> how the answer to these words begins
    A: the answer; what comes before " // " answers in short
    P: the question in words of its own, and
    S: its answer told anew (entries with both can be planted as duplicates by meaning)
    X: a false answer (can be planted as a contradiction)
"""

import re
from dataclasses import dataclass
from pathlib import Path

from .wording import Wording

FOLDER = Path(__file__).resolve().parent.parent / "knowledge"
_BLOCK_START = re.compile(r"^(- |\d+\. |```|\|)")


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    topic: str
    product: str
    category: str
    level: str
    tags: tuple
    document: str
    section: str
    questions: tuple
    leads: tuple  # for each question what its answer begins with; mostly nothing
    gist: Wording
    answer: Wording
    retold_question: str = ""
    retold_answer: str = ""
    false_answer: str = ""

    def told(self, question, chance, brief=False):
        """The answer to the question of that number."""
        text = (self.gist if brief else self.answer).any(chance)
        return f"{self.leads[question]} {text}" if self.leads[question] else text


def _joined(lines):
    """Joins the wrapped lines of a paragraph; lists, tables and code keep their lines."""
    out = []
    fenced = False
    for line in lines:
        opens_block = bool(_BLOCK_START.match(line))
        if fenced or opens_block or not line or not out or not out[-1]:
            out.append(line)
        elif out[-1].startswith("```"):
            out.append(line)
        else:
            out[-1] += " " + line
        if line.startswith("```"):
            fenced = not fenced
    return "\n".join(out).strip()


def _entry(topic, block):
    head, *lines = block.strip().split("\n")
    key, product, category, level, tags, origin = (cell.strip() for cell in head.split("|"))
    document, _, section = origin.rpartition(" ")
    parts = {"Q": [], "A": [], "S": [], "P": [], "X": []}
    current = None
    for line in lines:
        if line[:2] in ("Q:", "A:", "S:", "P:", "X:"):
            current = []
            parts[line[0]].append(current)
            line = line[3:]
        current.append(line)
    questions = [piece.partition(" >> ") for piece in map(_joined, parts.pop("Q"))]
    text = {name: [_joined(piece) for piece in pieces] for name, pieces in parts.items()}
    answer = text["A"][0]
    gist = answer.partition(" //")[0].strip()
    return Entry(
        key=key, topic=topic, product=product, category=category, level=level,
        tags=tuple(tag.strip() for tag in tags.split(",")), document=document, section=section,
        questions=tuple(question for question, _, _ in questions),
        leads=tuple(lead for _, _, lead in questions), gist=Wording(gist),
        answer=Wording(answer.replace(" // ", " ").replace(" //\n", "\n")),
        retold_question=text["P"][0] if text["P"] else "",
        retold_answer=text["S"][0] if text["S"] else "",
        false_answer=text["X"][0] if text["X"] else "")


def load(folder=FOLDER):
    """Every entry by topic, in the order of the files' names and lines."""
    by_topic = {}
    for path in sorted(folder.glob("*.txt")):
        topic = path.stem
        blocks = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        by_topic[topic] = [_entry(topic, block) for block in blocks[1:]]
    return by_topic
