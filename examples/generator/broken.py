"""Plants faults in how a record is written: keys, types, roles, syntax, bytes."""

import json
from dataclasses import dataclass

_ANSWER_KEYS = {"alpaca": "output", "prompt-completion": "completion",
                "instruction-response": "response", "bench": "output"}


@dataclass(frozen=True, slots=True)
class Break:
    """A fault of structure. `layouts` are those whose records can carry it."""

    name: str
    code: str
    rate: float
    layouts: tuple


_FLAT = tuple(_ANSWER_KEYS)
_FLAT_LINES = ("prompt-completion", "instruction-response", "bench")
_CHAT = ("messages", "nested", "sharegpt")
_LINES = _FLAT_LINES + _CHAT

BREAKS = (
    Break("json_syntax", "E_JSON_SYNTAX", 0.005, _LINES),
    Break("row_shape", "E_ROW_SHAPE", 0.0017, _FLAT_LINES),
    Break("duplicate_key", "E_DUP_KEY", 0.0034, _LINES),
    Break("invalid_utf8", "E_UTF8", 0.0034, _LINES + ("csv",)),
    Break("null_response", "E_NULL_FIELD", 0.0034, _FLAT),
    Break("missing_response", "E_MISSING_FIELD", 0.0034, _FLAT),
    Break("empty_response", "E_EMPTY_FIELD", 0.0034, _FLAT + _CHAT + ("csv",)),
    Break("blank_response", "E_EMPTY_FIELD", 0.0034, _FLAT + _CHAT + ("csv",)),
    Break("wrong_type", "E_FIELD_TYPE", 0.0034, _FLAT),
    Break("unknown_role", "E_ROLE", 0.0034, _CHAT),
    Break("role_order", "E_ROLE_ORDER", 0.0034, _CHAT),
    Break("no_assistant", "E_NO_ASSISTANT", 0.0034, _CHAT),
    Break("csv_fields", "E_CSV_FIELDS", 0.0034, ("csv",)),
)
TRUNCATED_LAST_LINE = Break("truncated_last_line", "E_JSON_TRUNCATED", 0.0, _LINES)


def _turns(record):
    return record["conversations"] if "conversations" in record else record["messages"]


def _role_key(record):
    return ("from", "value") if "conversations" in record else ("role", "content")


def _answer_breaks(name, record, layout):
    """Faults of the response, whatever the layout calls it."""
    texts = {"null_response": None, "empty_response": "", "blank_response": " \u00a0\u200b\n"}
    if layout in _CHAT:
        _turns(record)[-1][_role_key(record)[1]] = texts[name]
        return
    key = _ANSWER_KEYS[layout]
    if name == "missing_response":
        del record[key]
    elif name == "wrong_type":
        record[key] = {"text": record[key], "tokens": 57}
    else:
        record[key] = texts[name]


def _role_breaks(name, record, chance):
    turns = _turns(record)
    role, content = _role_key(record)
    if name == "unknown_role":
        turns[-2][role] = chance.pick(("customer", "moderator", "wizard"))
    elif name == "no_assistant":
        turns.pop()
    else:
        opener = {**turns[-1], content: "How can I help you today?"}
        turns.insert(turns[0][role] == "system", opener)


def break_record(name, record, layout, chance):
    """Spoils a record that is still an object. False: the fault lies in the bytes instead."""
    if name in ("null_response", "missing_response", "empty_response", "blank_response",
                "wrong_type"):
        _answer_breaks(name, record, layout)
    elif name in ("unknown_role", "role_order", "no_assistant"):
        _role_breaks(name, record, chance)
    else:
        return False
    return True


def _bad_syntax(record, text, chance):
    form = chance.below(4)
    if form == 0:
        return text[:-1] + ",}"
    if form == 1:
        return repr(record)  # a Python dictionary, printed instead of written as JSON
    if form == 2:
        return text[:-1] + ', "confidence": NaN}'
    return text.replace('": ', '" ', 1)  # a colon is missing


def break_line(name, record, text, chance):
    """The bytes of a spoiled line of JSON Lines."""
    if name == "json_syntax":
        return _bad_syntax(record, text, chance).encode()
    if name == "row_shape":
        return json.dumps(list(record.values())[:3], ensure_ascii=False).encode()
    if name == "duplicate_key":
        return ('{"id": "' + record["id"] + '-old", ' + text[1:]).encode()
    if name == "invalid_utf8":
        return invalid_utf8(text.encode())
    if name == "truncated_last_line":
        return text[:len(text) * 2 // 5].encode()
    raise ValueError(name)


def invalid_utf8(line):
    """One Latin-1 byte in the middle of the longest word run: `caf\\xe9`."""
    where = line.find(b" the ")
    where = where if where >= 0 else line.find(b" ")
    return line[:where] + b" caf\xe9" + line[where:]
