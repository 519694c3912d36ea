"""What each public set holds, read from its own JSON by code that knows nothing of bmo."""
import functools
import json
import os
import pathlib
import typing

DATA = pathlib.Path(os.environ.get("BMO_TEST_DATA", "../shared/data"))
BLANK = " \t\n\r\f\v\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000"
ROLES = {"human": "user", "gpt": "assistant", "system": "system", "observation": "tool", "function_call": "assistant"}


class Pair(typing.NamedTuple):
    """A conversation up to its last answer; preference sets have a second, worse answer, KTO sets a label."""
    turns: tuple
    rejected: str | None = None
    label: bool | None = None
    has_tools: bool = False

    @property
    def prompt(self):
        return self.turns[:-1]

    @property
    def answer(self):
        return self.turns[-1][1]


def instruction(row):
    user = row["instruction"] + ("\n" + row["input"] if row.get("input") else "")
    answer = next(row[key] for key in ("output", "response", "answer") if key in row)
    return Pair((("user", user), ("assistant", answer)))


def turns_of(row):
    """A call of a tool is a turn of the assistant that says nothing."""
    first = (("system", row["system"]),) if row.get("system") else ()
    return first + tuple((ROLES[turn["from"]], "" if turn["from"] == "function_call" else turn["value"])
                         for turn in row["conversations"])


def conversation(row):
    has_tools = any(turn["from"] in ("function_call", "observation") for turn in row["conversations"])
    return Pair(turns_of(row), has_tools=has_tools or bool(row.get("tools", "[]").strip() not in ("", "[]")))


def preference(row):
    return Pair(turns_of(row) + (("assistant", row["chosen"]["value"]),), rejected=row["rejected"]["value"])


def text_of(message):
    content = message["content"]
    return content if isinstance(content, str) else "".join(part["value"] for part in content if part["type"] == "text")


def two_conversations(row):
    chosen = tuple((message["role"], text_of(message)) for message in row["chosen_messages"])
    return Pair(chosen, rejected=text_of(row["rejected_messages"][-1]))


def labelled(row):
    return Pair(tuple((message["role"], message["content"]) for message in row["messages"]), label=row["label"])


# name: its files, and how one row of it reads.
SETS = {
    "alpaca-52k": (["alpaca-52k/alpaca_data.json"], instruction),
    "gpteacher": (["gpteacher/*.json"], instruction),
    "glaive": (["llamafactory/glaive_toolcall_en_demo.json"], conversation),
    "dpo": (["llamafactory/dpo_en_demo.json"], preference),
    "v1-dpo": (["llamafactory/v1_dpo_demo.jsonl"], two_conversations),
    "kto": (["llamafactory/kto_en_demo.json"], labelled),
}


def raw_rows(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file) if path.suffix == ".json" else [json.loads(line) for line in file]


@functools.cache
def rows_of(name):
    """Every row of a set as its files have it, in the files' order."""
    return [row for pattern in SETS[name][0] for path in sorted(DATA.glob(pattern)) for row in raw_rows(path)]


def is_blank(text):
    return not (text or "").strip(BLANK)


def is_good(pair):
    """Whether a pair has questions and an answer; what lacks them is set aside by the core checks."""
    answered = pair.turns[-1][0] == "assistant" and not is_blank(pair.answer)
    return answered and not any(is_blank(text) for role, text in pair.turns if role == "user")


def chatml(turns):
    """What the tests' own chat template makes of a conversation."""
    return "".join(f"<|im_start|>{role}\n{text}<|im_end|>\n" for role, text in turns)


def told_turns(row):
    """What a chat template must show of one turn after the other: of a call its name and the names of what it is given."""
    for turn in row["conversations"]:
        if turn["from"] == "function_call":
            call = json.loads(turn["value"])
            yield from (call["name"], *(call["arguments"] if isinstance(call["arguments"], dict) else []))
        else:
            yield turn["value"].strip()


def not_shown(row, text):
    """What the model is not shown of a row: of its tools anywhere, of its turns, calls and results in their order."""
    for tool in json.loads(row["tools"]) if row["tools"].strip() else []:
        if tool["name"] not in text or tool["description"] not in text:
            return tool["name"]
    place = 0
    for told in told_turns(row):
        place = text.find(told, place)
        if place < 0:
            return told
    return None


def sampled(pairs, most):
    """At most this many pairs with their places, spread over all and with the first and the last."""
    step = max(1, (len(pairs) - 1) // (most - 1))
    places = sorted({*range(0, len(pairs), step), len(pairs) - 1})
    return [(i, pairs[i]) for i in places]
