"""Writes pairs as the records that people really keep: seven layouts in three containers."""

import csv
import io
import json

SYSTEM_PROMPT = ("You are the support assistant of Harbor & Vane, maker of marine instruments and "
                 "batteries. Answer plainly and from the manuals.")
CSV_COLUMNS = ("id", "seed_id", "variation", "question", "answer", "topics", "tags", "category",
               "difficulty", "language", "quality", "source", "licence", "created_at", "batch")
_THANKS = ("Thank you. {}", "That helped. {}", "Understood. {}", "{}", "Good. {}")


def _split_setting(pair):
    """An Alpaca record keeps the circumstances in `input`."""
    setting = pair.setting
    if setting and pair.instruction.startswith(setting + " "):
        return pair.instruction[len(setting) + 1:], setting
    return pair.instruction, ""


def _chat(pair, names):
    role, content = names
    is_openai = role == "role"
    user, assistant = ("user", "assistant") if is_openai else ("human", "gpt")
    turns = [{role: "system", content: SYSTEM_PROMPT}] if is_openai else []
    for question, answer in pair.earlier:
        turns += [{role: user, content: question}, {role: assistant, content: answer}]
    asked = pair.instruction
    if pair.earlier:
        asked = _THANKS[len(asked) % len(_THANKS)].format(asked)
    turns.append({role: user, content: asked})
    if pair.tool_call is not None:
        call, result = pair.tool_call
        turns.append({"role": "assistant", "content": "", "tool_calls": [call]})
        turns.append({"role": "tool", "content": result, "tool_call_id": call["id"]})
    turns.append({role: assistant, content: pair.response})
    return turns


def record_of(pair, identity, metadata, layout):
    """The record as a dictionary, its keys in the order in which they are written."""
    record = {"id": identity}
    if layout in ("messages", "nested"):
        record["messages"] = _chat(pair, ("role", "content"))
        if pair.tools:
            record["tools"] = pair.tools
    elif layout == "sharegpt":
        record["conversations"] = _chat(pair, ("from", "value"))
    elif layout in ("alpaca", "bench"):
        instruction, given = _split_setting(pair)
        record.update(instruction=instruction, input=given, output=pair.response)
    elif layout == "prompt-completion":
        record.update(prompt=pair.instruction, completion=pair.response)
    else:
        record.update(instruction=pair.instruction, response=pair.response)
    if layout == "nested":
        record["metadata"] = metadata
    else:
        record.update(metadata)
    return record


def csv_row(pair, identity, metadata):
    """A spreadsheet's row: what does not fit into its columns was never written down."""
    cells = {**metadata, "id": identity, "question": pair.instruction, "answer": pair.response,
             "topics": json.dumps(metadata["topics"]), "tags": json.dumps(metadata["tags"])}
    source = metadata.get("source", {})
    cells["source"] = source.get("document", "")
    cells["licence"] = source.get("licence", "")
    return [cells.get(column, "") for column in CSV_COLUMNS]


def csv_text(row, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(row)
    return out.getvalue()


class RecordFile:
    """A file of records that knows where each one begins."""

    def __init__(self, path, container, delimiter=""):
        self._file = open(path, "wb", buffering=1 << 20)
        self._container = container
        self._delimiter = delimiter
        self.record = self.line = self.byte = 0
        if container == "csv":
            self._put(csv_text(CSV_COLUMNS, delimiter).encode())
        elif container == "json":
            self._put(b"[\n")

    def _put(self, data):
        self._file.write(data)
        self.byte += len(data)
        self.line += data.count(b"\n")

    def place(self):
        """Where the next record begins: its number and line from 1, its byte from 0."""
        byte, line = self.byte, self.line + 1
        if self._container == "json" and self.record:
            byte, line = byte + 2, line + 1  # after ",\n"
        return {"record": self.record + 1, "line": line, "byte": byte}

    def add(self, data, ends_line=True):
        """One record's bytes, without what separates records."""
        if self._container == "json" and self.record:
            self._put(b",\n")
        self._put(data + b"\n" if ends_line and self._container != "json" else data)
        self.record += 1

    def close(self):
        if self._container == "json":
            self._put(b"\n]\n")
        self._file.close()
