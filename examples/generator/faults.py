"""Plants faults in what a pair says: each function takes a sound pair and spoils it in one way."""

from dataclasses import dataclass, replace
from typing import Callable

from .pairs import case_original
from .settings import setting_slots
from .spoiled_texts import (ASIDES, CARDS, CONTROL_TOKENS, EMAILS, FOREIGN, HTML_WRAPS, IBANS,
                            INJECTIONS, IP_ADDRESSES, META_TALK, MISSING_INPUTS, MOJIBAKE_SENTENCES,
                            PHONES, PLACEHOLDERS, REFUSALS, SECRETS)

_SCORE_TOO_HIGH = (7.5, 9.0, 42.0, -1.0, 55.0)


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is the code of the check that must find it; empty where no stable code exists yet."""

    name: str
    code: str
    rate: float  # share of all pairs
    spoil: Callable  # (pair, chance, world) -> (pair, detail); detail goes into the truth


def _insert_sentence(text, sentence, chance):
    """Between two sentences of the first paragraph, or after it."""
    head, mark, tail = text.partition("\n\n")
    parts = head.split(". ")
    where = chance.between(1, len(parts))
    if where == len(parts):
        return f"{head} {sentence}{mark}{tail}"
    return ". ".join(parts[:where]) + f". {sentence} " + ". ".join(parts[where:]) + mark + tail


def _with_sentence(table):
    def spoil(pair, chance, world):
        sentence, what = chance.pick(table)
        return (replace(pair, response=_insert_sentence(pair.response, sentence, chance)),
                {"field": "response", "text": what})
    return spoil


def _placeholder(pair, chance, world):
    sentence, what = chance.pick(PLACEHOLDERS)
    return (replace(pair, response=f"{pair.response} {sentence}" if chance.hit(0.5) else
                    f"{sentence} {pair.response}"), {"field": "response", "text": what})


def _refusal(pair, chance, world):
    text = chance.pick(REFUSALS)
    return replace(pair, response=text), {"field": "response", "text": text[:40]}


def _meta_talk(pair, chance, world):
    before, after = chance.pick(META_TALK)
    return (replace(pair, response=f"{before}{pair.response}{after}"),
            {"field": "response", "text": (before or after).strip()[:40]})


def _mojibake(pair, chance, world):
    sentence = chance.pick(MOJIBAKE_SENTENCES)
    spoiled = f"{pair.response} {sentence}".encode().decode("cp1252", errors="replace")
    spoiled = spoiled.replace("\ufffd", "?")
    return replace(pair, response=spoiled), {"field": "response"}


def _echo(pair, chance, world):
    frame = chance.pick(("{}", "You asked: {}", "{} {}", "The question is: {}"))
    return (replace(pair, response=frame.replace("{}", pair.instruction)),
            {"field": "response"})


def _repetition(pair, chance, world):
    sentence = pair.response.split(". ")[0].rstrip(".") + "."
    times = chance.between(5, 9)
    return (replace(pair, response=" ".join([sentence] * times)),
            {"field": "response", "times": times})


def _mismatch(pair, chance, world):
    """The answer to a question about another topic, or about the same one (harder to see)."""
    near = chance.hit(0.3)
    topics = [name for name in world.topics if (name == pair.topic) == near]
    for _ in range(20):
        other = case_original(chance.pick(topics), chance)
        if other.family != pair.family:
            break
    return (replace(pair, response=other.response),
            {"field": "response", "distance": "near" if near else "far", "of_topic": other.topic})


def _pii(table, kind):
    def spoil(pair, chance, world):
        value = chance.pick(table)
        sentence = chance.pick(ASIDES[kind]).format(value)
        return (replace(pair, response=_insert_sentence(pair.response, sentence, chance)),
                {"field": "response", "of_kind": kind, "text": value})
    return spoil


def _wrong_language(pair, chance, world):
    language, text = chance.pick(FOREIGN)
    return replace(pair, response=text), {"field": "response", "found": language, "declared": "en"}


def _html(pair, chance, world):
    before, after = chance.pick(HTML_WRAPS)
    body = pair.response.replace("\n\n", "<br><br>")
    return replace(pair, response=before + body + after), {"field": "response"}


def _contradiction(pair, chance, world):
    """The question of an earlier pair with an answer that cannot be true as well."""
    false_answer, true_id, true_pair = world.false_answer(chance)
    return (replace(true_pair, response=false_answer, variation=""),
            {"field": "response", "contradicts": true_id})


def _injection(pair, chance, world):
    text = chance.pick(INJECTIONS)
    if chance.hit(0.5):
        return replace(pair, instruction=f"{pair.instruction} {text}"), {"field": "instruction"}
    return (replace(pair, response=_insert_sentence(pair.response, text, chance)),
            {"field": "response"})


def _control_token(pair, chance, world):
    before, after = chance.pick(CONTROL_TOKENS)
    return (replace(pair, response=f"{before}{pair.response}{after}"),
            {"field": "response", "text": (before or after).strip()})


def _truncated(pair, chance, world):
    """Cut in the middle of a sentence, as a token limit does."""
    words = pair.response.split(" ")
    for _ in range(40):
        cut = chance.between(len(words) // 2, len(words) - 3)
        last = words[cut - 1]
        if last and last[-1].isalpha() and last[0].islower() and "\n" not in last:
            break
    return (replace(pair, response=" ".join(words[:cut])),
            {"field": "response", "words_left": cut, "words_lost": len(words) - cut})


def _open_fence(pair, chance, world):
    snippet = chance.pick(("```\nnmea2000:\n  instance: 0\n  source: sanderling",
                           "```json\n{\"alarm\": {\"depth\": 2.5,"))
    return replace(pair, response=f"{pair.response}\n\n{snippet}"), {"field": "response"}


def _missing_input(pair, chance, world):
    instruction, response = chance.pick(MISSING_INPUTS)
    slots = setting_slots(chance)
    return (replace(pair, instruction=instruction.format(**slots),
                    response=response.format(**slots)), {"field": "instruction"})


def _score(pair, chance, world):
    return replace(pair), {"field": "scores", "value": chance.pick(_SCORE_TOO_HIGH)}


def _no_source(pair, chance, world):
    return replace(pair, document="", section=""), {"field": "source"}


FAULTS = (
    Fault("placeholder", "W_PLACEHOLDER", 0.0067, _placeholder),
    Fault("refusal", "W_REFUSAL", 0.005, _refusal),
    Fault("meta_talk", "W_META_TALK", 0.005, _meta_talk),
    Fault("mojibake", "W_MOJIBAKE", 0.005, _mojibake),
    Fault("echo", "W_ECHO", 0.005, _echo),
    Fault("repetition", "W_REPETITION", 0.005, _repetition),
    Fault("mismatch", "", 0.0084, _mismatch),
    Fault("pii_email", "W_PII", 0.0034, _pii(EMAILS, "email")),
    Fault("pii_phone", "W_PII", 0.0034, _pii(PHONES, "phone")),
    Fault("pii_card", "W_PII", 0.0034, _pii(CARDS, "card")),
    Fault("pii_iban", "W_PII", 0.0017, _pii(IBANS, "iban")),
    Fault("pii_ip", "W_PII", 0.0017, _pii(IP_ADDRESSES, "ip")),
    Fault("secret", "W_SECRET", 0.0034, _pii(SECRETS, "secret")),
    Fault("wrong_language", "W_LANGUAGE", 0.005, _wrong_language),
    Fault("html_residue", "W_HTML", 0.005, _html),
    Fault("contradiction", "", 0.005, _contradiction),
    Fault("prompt_injection", "W_PROMPT_INJECTION", 0.005, _injection),
    Fault("control_token", "W_CONTROL_TOKEN", 0.005, _control_token),
    Fault("truncated_response", "W_TRUNCATED", 0.0084, _truncated),
    Fault("open_fence", "W_TRUNCATED", 0.0034, _open_fence),
    Fault("missing_input", "W_MISSING_INPUT", 0.0034, _missing_input),
    Fault("score_range", "E_RANGE", 0.005, _score),
    Fault("no_source", "W_NO_SOURCE", 0.005, _no_source),
)
