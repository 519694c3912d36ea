"""The boats, ports and people that questions are set among."""

from .wording import Wording

BOATS = (
    "Marigold", "Kestrel", "Second Wind", "Bluebell", "Halcyon", "Juniper", "Sea Thrift", "Merlin",
    "Windrose", "Puffin", "Ragtime", "Tamarisk", "Wren", "Long Echo", "Mistral", "Clementine",
    "Arrow", "Nightjar", "Saltmarsh", "Rosalind", "Tern Song", "Fiddler", "Isolde", "Compass Rose",
    "Peregrine", "Amber Light", "Daydream", "Foxglove", "Linnet", "Quiet Hour", "Selkie", "Thistle",
    "Avocet", "Bramble", "Celandine", "Dunlin Dancer", "Evening Star", "Fair Isle", "Guillemot",
    "Hazel", "Islander", "Jackdaw", "Kittiwake", "Lodestar", "Moonraker", "Northern Lad",
    "Osprey", "Pippin", "Quickstep", "Rowan", "Skylark", "Tiderip", "Undine", "Velvet", "Wayfarer",
    "Yarrow", "Zephyr", "Anemone", "Barnacle", "Corsair")
NUMERALS = ("", " II", " III", " IV", " of Ellery", " of Sandholm", " of Kell")
HULLS = ("sloop", "ketch", "yawl", "cutter", "motor yacht", "trawler yacht", "catamaran",
         "gaffer", "pilothouse boat", "launch", "catboat", "workboat")
PORTS = ("Port Ellery", "Sandholm", "Kell Harbor", "Birch Cove", "Tolland Quay", "Osier Point",
         "Westerly Sound", "Marrow Bay", "Stennick", "Gull Landing", "Corran", "Ansel Creek",
         "Fenwick Basin", "Little Skerry", "Arden Haven", "Penmarrow", "Hollin Strand",
         "Oyster Reach", "Northgate Marina", "Lantern Island")
PEOPLE = ("Ruth", "Marek", "Ines", "Tobias", "Hanna", "Colm", "Priya", "Lukas", "Noor", "Felix",
          "Greta", "Owen", "Sofia", "Idris", "Maren", "Pavel", "Amara", "Jonas", "Elif", "Henrik")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")

_WHERE = ("lies in <port>", "is based in <port>", "has her berth in <port>",
          "sails from <port>", "spends the season at <port>", "is moored off <port>")
_WHAT = ("a <length>-foot <hull>", "a <hull> of <length> feet", "an older <length>-foot <hull>",
         "a sturdy <length>-foot <hull>", "a well-kept <hull> of <length> feet")
SETTINGS = tuple(Wording(text) for text in (
    "My boat, <boat>, is {%s} and {%s}." % ("|".join(_WHAT), "|".join(_WHERE)),
    "I {own|sail|skipper|look after} <boat>, {%s}, out of <port>." % "|".join(_WHAT),
    "We {bought|took over|inherited} <boat>, {%s}, {last spring|two years ago|this winter|in "
    "<month>}; she {%s}." % ("|".join(_WHAT), "|".join(_WHERE)),
    "<person> and I {cruise|live|spend our weekends} aboard <boat>, {%s}." % "|".join(_WHAT),
    "This concerns <boat>, {%s} that {%s}." % ("|".join(_WHAT), "|".join(_WHERE)),
    "<boat> is {%s} and I {am refitting her|have rewired her|am new to her electrics|do all the "
    "work aboard myself} in <port>." % "|".join(_WHAT),
    "I am {preparing|fitting out|equipping} <boat>, {%s}, for {a summer of coastal cruising|a "
    "passage from <port>|charter work|the new season|<person>, who will skipper her}."
    % "|".join(_WHAT),
    "Aboard <boat>, {%s} in <port>, <person> {keeps the log|does the wiring|handles the electrics|"
    "looks after the batteries} and asked me to {write|find out|check with you}." % "|".join(_WHAT),
    "For {a customer|a neighbor|my brother|my club} in <port> I look after <boat>, {%s}."
    % "|".join(_WHAT)))

# How an answer takes up the boat that the question told of: before it, or after a computed one.
ADDRESSES = tuple(Wording(text) for text in (
    "{For|Aboard} <boat>, {a <hull> of <length> feet|your <hull>}, the answer {is that for|is the "
    "same as for} any boat.",
    "{Nothing about|The fact that she is} a <hull> of <length> feet changes {the answer|anything} "
    "for <boat>.",
    "{Here is what we advise|This is our advice|Our answer} for <boat>, {your <hull>|a <hull> of "
    "<length> feet}:"))
CLOSINGS = Wording(
    "{Note this in the log of <boat>.|We keep this with the record of <boat>.|That holds for "
    "<boat> as you describe her.|Should <boat> be changed, ask again with the new figures.|If "
    "<boat> differs from what you wrote, so does the answer.|Tell us if <boat> behaves "
    "otherwise.|Other boats than <boat> need figures of their own.}")
OFFICE_CLOSINGS = Wording(
    "{We keep this with the record of <boat>.|Put this with the papers of <boat>.|Name <boat> if "
    "you write about it again.|We have noted it under <boat>.|Nothing else has to be done for "
    "<boat>.|If <boat> has another owner by then, tell us.|Ask again if the papers of <boat> say "
    "otherwise.}")


def setting_slots(chance):
    """What the words of a setting need, drawn anew for each boat."""
    pick = chance.pick
    return {"boat": pick(BOATS) + pick(NUMERALS), "hull": pick(HULLS), "port": pick(PORTS),
            "person": pick(PEOPLE), "month": pick(MONTHS), "length": chance.between(22, 58)}
