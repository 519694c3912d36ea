"""Plants duplicates (exact, near, by meaning) and the look-alikes that must not be merged."""

import re
from dataclasses import replace

from .pairs import retold
from .settings import BOATS, NUMERALS

# Other words for words that the texts use often; same part of speech, roughly the same sense.
_SYNONYMS = dict(pair.split("=") for pair in """
about=roughly adds=brings advise=recommend after=following alarm=warning allow=permit
also=likewise always=invariably anchor=mooring another=further answer=reply appears=shows
arrive=land because=since before=until below=under between=among boat=vessel bright=luminous
bring=carry cable=lead carry=hold cause=reason change=alter charge=load check=inspect
choose=select clean=wipe close=shut cold=chilly complete=full connect=attach count=reckon
cover=hood current=flow damage=harm deep=low delivers=gives device=unit difference=gap
divided=split draw=pull during=throughout each=every easy=simple empty=flat enough=sufficient
enter=type error=fault every=each expect=await fall=drop figure=number first=initial
follow=track found=seen full=complete gives=yields goods=items half=part hold=keep
inside=within keep=retain large=big last=final late=tardy leave=depart length=extent
limit=bound long=lengthy make=produce mean=average means=signifies measure=gauge menu=list
moment=instant mount=fix move=shift much=plenty need=require needs=requires next=following
night=evening normal=usual note=write offset=correction often=frequently older=elderly
once=straight only=just open=start order=purchase over=above owner=holder page=screen
part=piece phone=handset place=spot plan=scheme press=push price=cost protects=guards
quick=fast rate=pace reading=value reads=shows receive=get remains=stays remove=delete
repair=mend rest=remainder return=restore safe=secure save=store screen=display second=other
sends=transmits setting=option short=brief show=display shows=displays side=flank
since=because slow=sluggish small=little some=certain start=begin steady=constant stop=halt
store=hold strong=robust supply=feed swap=exchange takes=needs tells=says terms=conditions
test=trial then=afterward through=via time=duration tool=implement total=sum turn=rotate
under=beneath unit=module update=upgrade usable=available used=employed usual=common
value=figure version=release wait=pause warm=heat watch=observe water=sea whole=entire
will=shall with=using within=inside without=lacking works=functions write=put wrong=false
""".split())
_WORD = re.compile(r"[a-z]{4,}")
_KEEP = {"does", "none", "never", "nothing", "minus", "without", "against", "opened", "registered"}
_POLITE = ("Could you please tell me: {}", "Hello, a question. {}", "Please help me with this. {}",
           "Dear team, {}", "I would like to know: {}")

LADDER = (2, 5, 10, 15, 20)  # per cent of the words replaced
NEAR_EDITS = tuple(f"words-{share:02d}" for share in LADDER) + ("polite-prefix", "typos")


def _typo(word):
    middle = len(word) // 2
    return word[:middle - 1] + word[middle] + word[middle - 1] + word[middle + 1:]


def _words_replaced(pair, share, chance):
    """Replaces share per cent of all words, at least one; numbers, names, negations stay."""
    texts = [pair.instruction, pair.response]
    places = [(which, match.span()) for which, text in enumerate(texts)
              for match in _WORD.finditer(text) if match[0] not in _KEEP]
    num_words = sum(len(text.split()) for text in texts)
    wanted = min(len(places), max(1, round(num_words * share / 100)))
    for which, (start, end) in sorted(chance.shuffled(places)[:wanted], reverse=True):
        text = texts[which]
        word = text[start:end]
        texts[which] = text[:start] + _SYNONYMS.get(word, _typo(word)) + text[end:]
    return replace(pair, instruction=texts[0], response=texts[1]), wanted


def near_copy(pair, edit, chance):
    """An edited copy and what was done to it."""
    if edit.startswith("words-"):
        copy, replaced = _words_replaced(pair, int(edit[6:]), chance)
        return copy, {"edit": edit, "words_replaced": replaced}
    if edit == "typos":
        copy, replaced = _words_replaced(pair, 0, chance)
        places = list(_WORD.finditer(copy.instruction))
        if places:
            start, end = chance.pick(places).span()
            text = copy.instruction
            copy = replace(copy, instruction=text[:start] + _typo(text[start:end]) + text[end:])
        return copy, {"edit": edit, "words_replaced": replaced + bool(places)}
    asked = chance.pick(_POLITE).format(pair.instruction[0].lower() + pair.instruction[1:]
                                        if pair.case is None and pair.instruction.startswith(
                                            ("How", "What", "Why", "Which", "Can", "Is", "Do"))
                                        else pair.instruction)
    return replace(pair, instruction=asked), {"edit": edit, "words_replaced": 0}


def exact_copy(pair, how, chance):
    """Byte for byte, or the same but for case, spaces and closing marks."""
    if how == "bytes":
        return replace(pair)
    instruction = pair.instruction.replace(". ", ".  ").rstrip("?")
    return replace(pair, instruction=f" {instruction.lower()} ?", response=pair.response + "\n")


def by_meaning(pair, chance):
    return retold(pair, chance)


def _redrawn(case, chance):
    """New figures for the same boat, words and subject; None where every draw is alike."""
    names = {key: case.slots[key] for key in ("boat", "hull", "port", "person", "month", "length")}
    for _ in range(20):
        slots = {**names, **case.kind.draw(chance)}
        other = case.with_slots(slots)
        words = re.sub(r"[\d.,:]+", "#", other.instruction())
        if (words == re.sub(r"[\d.,:]+", "#", case.instruction())
                and other.instruction() != case.instruction()
                and other.response() != case.response()):
            return other
    return None


def look_alike(pair, how, chance):
    """A pair that differs in a number, a name or a negation only, and so says something else."""
    case = pair.case
    if case is None:
        return None
    if how == "number":
        other = _redrawn(case, chance)
    elif how == "name":
        slots = dict(case.slots)
        slots["boat"] = chance.pick([boat for boat in BOATS if not slots["boat"].startswith(boat)])
        slots["boat"] += chance.pick(NUMERALS)
        other = case.with_slots(slots)
    else:
        other = _flipped(case) if case.kind.flip else None
    if other is None:
        return None
    return replace(pair, instruction=other.instruction(), response=other.response(), case=other,
                   setting=other.setting_text())


def _flipped(case):
    names = {key: case.slots[key] for key in ("boat", "hull", "port", "person", "month", "length")}
    other = case.with_slots({**names, **case.kind.flip(case.slots)})
    return other if other.response() != case.response() else None
