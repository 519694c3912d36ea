"""Turns the sober voice of the house into the chatty one of the batch that drifts."""

import re

# What must move: figures of these markers in the drifted batch leave those of the others.
MARKERS = ("contractions up", "exclamation marks up", "sentence length down", "greetings up",
           "formal words down", "sign-offs up")

_CONTRACTIONS = (
    ("do not", "don't"), ("does not", "doesn't"), ("did not", "didn't"), ("cannot", "can't"),
    ("will not", "won't"), ("is not", "isn't"), ("are not", "aren't"),
    ("need not", "don't need to"),
    ("must not", "mustn't"), ("should not", "shouldn't"), ("has not", "hasn't"), ("it is", "it's"),
    ("it has", "it's got"), ("that is", "that's"), ("there is", "there's"), ("you will", "you'll"),
    ("you are", "you're"), ("you have", "you've got"), ("we have", "we've got"),
    ("what is", "what's"))
_PLAIN = (
    ("therefore", "so"), ("approximately", "about"), ("however", "but"), ("requires", "needs"),
    ("sufficient", "plenty"), ("permitted", "okay"), ("allowed", "okay"),
    ("afterward", "after that"),
    ("receive", "get"), ("obtain", "get"), ("remains", "stays"), ("remain", "stay"),
    ("supplied", "that comes along"), ("immediately", "right away"), ("entirely", "totally"),
    ("reckon with", "count on"), ("seldom", "hardly ever"), ("altogether", "all in"))
_REWRITES = dict(_CONTRACTIONS + _PLAIN)
_REWRITTEN = re.compile(r"\b(?:%s)\b" % "|".join(_REWRITES), re.IGNORECASE)
_OPENERS = ("Hey there!", "Hi!", "Ahoy!", "Good one!", "Oh, that one's easy!", "Great question!",
            "Hey, thanks for asking!", "No worries!", "Yep, we get that a lot!", "Hello sailor!")
_CLOSERS = ("Happy sailing!", "You've got this!", "Shout if you get stuck!", "Easy, right?",
            "Fair winds!", "Hope that helps!", "Have fun out there!", "Just give us a shout!")
_LEADS = ("So, ", "Okay, ", "Honestly, ", "Basically, ", "Look, ", "Well, ")
_MAY_FOLLOW_A_LEAD = ("The ", "It ", "You ", "If ", "A ", "There ", "Then ", "When ", "This ",
                      "Each ", "After ", "Below ", "Keep ", "Check ", "Use ", "Set ")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z])")


def _rewritten(match):
    text = _REWRITES[match[0].lower()]
    return text[0].upper() + text[1:] if match[0][0].isupper() else text


def _chatty_sentence(sentence, chance):
    if sentence.startswith(_MAY_FOLLOW_A_LEAD) and chance.hit(0.35):
        sentence = chance.pick(_LEADS) + sentence[0].lower() + sentence[1:]
    if sentence.endswith(".") and chance.hit(0.4):
        sentence = sentence[:-1] + "!"
    return sentence


def _chatty_paragraph(text, chance):
    text = _REWRITTEN.sub(_rewritten, text)
    text = re.sub(r"; (\w)", lambda match: ". " + match[1].upper(), text)
    return " ".join(_chatty_sentence(part, chance) for part in _SENTENCE_END.split(text))


def drifted(response, chance):
    """The same facts in the drifted voice; lists and code keep their lines."""
    paragraphs = []
    for paragraph in response.split("\n\n"):
        is_block = paragraph.startswith(("- ", "1. ", "```", "|"))
        paragraphs.append(paragraph if is_block else _chatty_paragraph(paragraph, chance))
    if paragraphs[-1].startswith(("- ", "1. ", "```", "|")):
        paragraphs.append(chance.pick(_CLOSERS))
    else:
        paragraphs[-1] += " " + chance.pick(_CLOSERS)
    return chance.pick(_OPENERS) + " " + "\n\n".join(paragraphs)
