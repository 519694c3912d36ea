"""Computed questions about batteries, charging, cables and error codes."""

_CAPACITY = {"Eider 100": 100, "Eider 200": 200, "pair of Eider 100s": 200,
             "pair of Eider 200s": 400}
_LOADS = (("refrigerator", 4.2), ("watermaker", 9.5), ("diesel heater", 1.6), ("radar", 2.4),
          ("autopilot", 3.1), ("freezer", 5.3), ("laptop supply", 2.8), ("deck floodlight", 1.9))


def _number(value, places=1):
    """Without a trailing zero: 7.0 is written 7."""
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _runtime(chance):
    bank = chance.pick(tuple(_CAPACITY))
    load, amps = chance.pick(_LOADS)
    extra = chance.between(3, 28) / 10
    start = chance.between(14, 20) * 5
    usable = _CAPACITY[bank] * (start - 20) / 100
    return {"bank": bank, "load": load, "amps": _number(amps), "extra": _number(extra),
            "a_load": f"{'an' if load == 'autopilot' else 'a'} {load}",
            "start": start, "total": _number(amps + extra), "usable": _number(usable),
            "hours": _number(usable / (amps + extra))}


def _charge_time(chance):
    bank = chance.pick(tuple(_CAPACITY))
    charger = chance.pick((20, 40))
    low = chance.between(3, 12) * 5
    high = chance.between(low // 5 + 4, 20) * 5
    needed = _CAPACITY[bank] * (high - low) / 100
    return {"bank": bank, "charger": charger, "low": low, "high": high, "needed": _number(needed),
            "hours": _number(needed / charger + (0.5 if high > 90 else 0)),
            "tail": ("Half an hour is included for the last tenth, when the current tapers."
                     if high > 90 else "Below 90 percent the current stays level, so no extra "
                     "time is needed for a taper.")}


def _solar(chance):
    watts = chance.between(5, 28) * 10
    sun = chance.between(20, 65) / 10
    daily = round(watts * sun * 0.75 / 12.8)
    need = chance.between(20, 95)
    short = need - daily
    verdict = (f"leaves you {short} Ah short each day" if short > 0 else
               "just covers your use" if short == 0 else
               f"leaves {-short} Ah to spare each day")
    return {"watts": watts, "sun": _number(sun), "daily": daily, "need": need,
            "verdict": verdict}


_SECTIONS = ((2.5, "14 AWG"), (4, "12 AWG"), (6, "10 AWG"), (10, "8 AWG"), (16, "6 AWG"),
             (25, "4 AWG"), (35, "2 AWG"), (50, "1/0 AWG"), (70, "2/0 AWG"), (95, "3/0 AWG"))


def _cable(chance):
    device, amps = chance.pick((
        ("anchor windlass", 80), ("Dunlin 40", 40), ("inverter", 90), ("refrigerator", 6),
        ("Dunlin 20", 20), ("bilge pump", 8), ("radar", 5), ("DC-DC charger", 30), ("heater", 12)))
    meters = chance.between(4, 24) / 2
    exact = 2 * meters * amps * 0.0175 / (12 * 0.03)
    size, gauge = next((pair for pair in _SECTIONS if pair[0] >= exact), (120, "4/0 AWG"))
    return {"device": device, "amps": amps, "meters": _number(meters), "exact": _number(exact),
            "size": _number(size), "gauge": gauge, "both": _number(2 * meters)}


def _network(chance):
    displays = chance.between(1, 4)
    sensors = chance.between(2, 9)
    extras = chance.between(0, 6)
    total = displays * 3 + sensors + extras * 2
    verdict = ("and one power tee in the middle feeds it with ease" if total <= 20 else
               "so feed the backbone in the middle" if total <= 40 else
               "so split the power supply into two halves with a power isolator")
    return {"displays": displays, "sensors": sensors, "extras": extras, "total": total,
            "load": total * 50, "verdict": verdict}


_CODES = (
    ("E04", "Tern 5", "the supply fell below 9 V", "a corroded fuse holder or a supply taken from "
     "the starter circuit", "feed the plotter from the house bank and clean the fuse holder"),
    ("E04", "Tern 7", "the supply fell below 9 V", "a thin cable shared with the VHF radio",
     "run a separate 2.5 mm² pair to the panel"),
    ("E11", "Gannet A1", "there has been no satellite fix for 15 minutes", "an antenna under a "
     "metal hatch or a wet connector", "move the antenna to open sky and dry the plug"),
    ("E17", "Tern 7", "the card cannot be read", "a card formatted by a camera or a worn card",
     "format it as FAT32 in the plotter's own menu and copy the charts again"),
    ("E23", "Gannet A1", "the antenna reflects too much power", "water in the coaxial plug or a "
     "crushed cable at the mast foot", "measure the antenna alone with a dummy load and renew the "
                                       "plug"),
    ("E31", "Eider 200", "the cells differ by more than 0.15 V", "months of partial charging "
     "without a full one", "hold the battery at 14.2 V for eight hours so that the cells balance"),
    ("E32", "Eider 100", "the cells are above 60 °C", "a battery box without air next to the "
     "engine",
     "open the box, let it cool and move the battery out of the engine space"),
    ("E41", "Petrel W2", "the radio link has been lost for a minute", "a base mounted behind a "
     "metal bulkhead", "move the base within 25 meters in plain sight of the mast"),
    ("E52", "Curlew D1", "no echo returns", "growth on the face or air under an in-hull mount",
     "clean the face and refill the mounting cup with mineral oil"),
    ("E60", "Harborlink Hub", "pairing timed out", "a phone that still holds the old pairing",
     "delete the Hub on the phone, hold its button for ten seconds and pair again"),
)


def _code(chance):
    code, device, meaning, cause, remedy = chance.pick(_CODES)
    return {"code": code, "device": device, "meaning": meaning, "cause": cause, "remedy": remedy,
            "days": chance.between(2, 60), "times": chance.between(2, 9),
            "version": f"{chance.between(3, 4)}.{chance.between(0, 6)}.{chance.between(0, 19)}"}


def _storage(chance):
    start = chance.between(8, 19) * 5
    weeks = chance.between(8, 30)
    loss = weeks * 3 / 4.35
    drain = chance.between(2, 12)
    drained = drain * 24 * 7 * weeks / 1000
    left = start - loss - drained
    verdict = (f"leaves about {left:.0f} percent in spring, which is safe" if left >= 20 else
               "will empty the battery before spring, so disconnect it")
    return {"start": start, "weeks": weeks, "drain": drain, "loss": f"{loss:.0f}",
            "drained": f"{drained:.0f}", "verdict": verdict}


KINDS = (
    dict(key="case-runtime", topic="charging", product="Eider", category="calculation",
         level="medium", tags=("energy budget", "lithium"), source=("battery-guide", "3"),
         draw=_runtime,
         question="{How long can my <bank> run|For how many hours will my <bank> feed|Please work "
         "out how long the <bank> can carry} <a_load> at <amps> A plus <extra> A of other "
         "consumers, {starting at <start> percent|from <start> percent}, {if I stop at 20 percent|"
         "down to 20 percent|without going below 20 percent}?",
         gist="{About|Roughly|Some} <hours> hours{ in all|}.",
         details="{From <start> down to 20 percent|Between <start> and 20 percent} your <bank> "
         "{gives|delivers|can supply} <usable> Ah. {The <load> and the rest|Both loads together} "
         "{draw|take|need} <total> A, and <usable> {divided by|over} <total> is <hours>. {The "
         "current of <a_load> is an average, so allow a tenth less|Keep a tenth in hand, because "
         "the <load> does not run evenly|On a hot day reckon with a tenth less}."),
    dict(key="case-charge-time", topic="charging", product="Dunlin", category="calculation",
         level="easy", tags=("charger", "lithium"), source=("dunlin-manual", "3.1"),
         draw=_charge_time,
         question="{How long does a Dunlin <charger> need|What time does the Dunlin <charger> take|"
         "How many hours must a Dunlin <charger> run} {to bring|to take|to charge} my <bank> from "
         "<low> to <high> percent?",
         gist="{Plan|Reckon with|Allow} about <hours> hours.",
         details="{You need|The step from <low> to <high> percent is|That amounts to} <needed> Ah, "
         "and the Dunlin <charger> {supplies|delivers|puts in} <charger> A. <tail> {Loads that are "
         "switched on meanwhile|A refrigerator running at the same time|Lights and pumps in use} "
         "{take their share|lengthen the time accordingly|come off that current}."),
    dict(key="case-solar", topic="charging", product="Whimbrel 20", category="calculation",
         level="medium", tags=("solar", "energy "
                                        "budget"), source=("whimbrel-sheet", "4"), draw=_solar,
         question="{What will a <watts> W panel bring|How much does a panel of <watts> W "
         "yield|What can I expect from <watts> W of solar} {on a Whimbrel 20|through a Whimbrel "
         "20} {with|given|at} <sun> sun hours a day, {if we use|when our use is|against a need of} "
         "<need> Ah?",
         gist="{About|Roughly} <daily> Ah a day, which <verdict>.",
         details="{A panel lying flat on deck|A panel on a boat|A panel that swings with the boat} "
         "{gives|reaches|yields} about three quarters of its rating, so <watts> W times <sun> "
         "hours times 0.75, {divided by|over} 12.8 V, is <daily> Ah. {Shade from a boom or a "
         "shroud|The shadow of a single shroud|A backstay across one corner} can {halve that|cost "
         "half of it}, {so tilt the panel while at anchor|so move the panel when the sun swings "
         "round}."),
    dict(key="case-cable", topic="installation", product="all", category="calculation",
         level="hard", tags=("wiring", "cable size"), source=("wiring-guide", "2.3"), draw=_cable,
         question="{What cable do I need|Which cross-section is right|How thick must the cable be} "
         "for the <device> that {draws|takes|needs} <amps> A {at <meters> meters from the "
         "battery|<meters> meters away from the battery|over a run of <meters> meters} on 12 V?",
         gist="{Use|Take|Choose} <size> mm², which is <gauge>.",
         details="{There and back|Out and return|Both conductors together} the current {travels|"
         "covers} <both> meters. {For a drop of 3 percent|To keep the loss to 3 percent}, 0.36 V, "
         "copper {needs|calls for} <exact> mm², and <size> mm² is the next size {made|sold|up}. "
         "{Fuse it at the battery for the cable, not for the <device>|The fuse at the battery "
         "protects the cable, so rate it for the cable|Use tinned strands and crimped lugs}."),
    dict(key="case-network", topic="installation", product="all", category="calculation",
         level="medium", tags=("nmea 2000", "power draw"), source=("wiring-guide", "5.1"),
         draw=_network,
         question="{Will my NMEA 2000 backbone carry|Is one NMEA 2000 backbone enough for|Can I "
         "put on one NMEA 2000 network} <displays> {displays|instrument displays} of 3 LEN, "
         "<sensors> sensors of 1 LEN and <extras> gateways of 2 LEN?",
         gist="{Yes. The sum is|Yes: that makes|It will. The load comes to} <total> LEN or <load> "
         "mA, <verdict>.",
         details="{One LEN stands for|Each LEN is|The unit LEN means} 50 mA. {Mind|Observe|Keep "
         "to} the {length|reach} as well: no drop {longer than|over} 6 meters and a backbone of at "
         "most 100 meters with mini cable. {Both ends need a terminator of 120 ohms|Put a 120 ohm "
         "terminator on each end|Close each end with its terminator}."),
    dict(key="case-code", topic="sensors", product="all", category="troubleshooting",
         level="medium", tags=("error code", "diagnosis"), source=("error-codes", "1"), draw=_code,
         question="{For <days> days|Since <days> days ago} the <device> {has shown|has been "
         "showing|puts up} <code> {about <times> times a day|some <times> times every day|<times> "
         "times daily}. {The firmware is <version>|It runs firmware <version>|Firmware <version> "
         "is installed}. {What does that mean|How do I get rid of it|What should I check}?",
         gist="<code> on the <device> means that <meaning>.",
         details="{The usual cause is|In most cases the reason is|We mostly find} <cause>; {the "
         "remedy is to|what helps is to} <remedy>. {Firmware <version> plays no part in it|The "
         "code has nothing to do with firmware <version>}. {If <code> still appears <times> times "
         "a day|Should <code> return}, {note the time of each event|write down when it comes|keep "
         "a list with times} and {open a case in the app|send us the log from the app}."),
    dict(key="case-storage", topic="winter-storage", product="Eider 100", category="calculation",
         level="medium", tags=("winter", "self-discharge"), source=("battery-guide", "8"),
         draw=_storage,
         question="{My Eider 100 goes into <weeks> weeks of winter storage at <start> percent|I "
         "lay up for <weeks> weeks with the Eider 100 at <start> percent|The Eider 100 will stand "
         "for <weeks> weeks from <start> percent} and {a constant drain of|a standby load of} "
         "<drain> mA {stays on|remains connected}. {Is that safe|Will it last|Does it hold out}?",
         gist="{That plan|Such a winter} <verdict>.",
         details="{The cells lose|Self-discharge takes} 3 percent a month, {here|so over your "
         "winter} <loss> percent, and <drain> mA over <weeks> weeks {adds|takes} another <drained> "
         "Ah. {An Eider that falls below 10 percent shuts itself off|Below 10 percent the "
         "protection opens}, and {a frozen charger cannot wake it|it must be woken above "
         "freezing}."),
)
