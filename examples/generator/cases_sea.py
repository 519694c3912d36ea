"""Computed questions about passages, anchoring, calibration and AIS."""

import math


def _passage(chance):
    miles = chance.between(8, 140)
    knots = chance.between(40, 90) / 10
    current = chance.between(-12, 12) / 10
    current = current if abs(current) >= 0.3 else 0.6
    over_ground = knots + current
    minutes = round(miles / over_ground * 60)
    depart = chance.between(4, 14)
    arrive = depart * 60 + minutes
    day = "the same day" if arrive < 1440 else "the next day"
    return {"miles": miles, "knots": f"{knots:.1f}", "stream": f"{abs(current):.1f}",
            "way": "with you" if current > 0 else "against you",
            "sign": "added to" if current > 0 else "taken from",
            "ground": f"{over_ground:.1f}", "hours": minutes // 60, "minutes": minutes % 60,
            "depart": f"{depart:02d}:00", "day": day,
            "arrive": f"{arrive // 60 % 24:02d}:{arrive % 60:02d}"}


def _scope(chance):
    depth = chance.between(20, 120) / 10
    rise = chance.between(2, 45) / 10
    bow = chance.between(8, 20) / 10
    rode, factor = chance.pick((("chain", 5), ("rope and chain", 7)))
    height = depth + rise + bow
    return {"depth": f"{depth:.1f}", "rise": f"{rise:.1f}", "bow": f"{bow:.1f}", "rode": rode,
            "factor": factor, "height": f"{height:.1f}", "length_out": math.ceil(height * factor)}


def _wind(chance):
    error = chance.between(3, 17)
    side, opposite = chance.pick((("starboard", "port"), ("port", "starboard")))
    first = chance.between(26, 38)
    second = first + 2 * error
    return {"tack": side, "other": opposite, "first": first, "second": second, "error": error,
            "mean": first + error}


def _depth(chance):
    below = chance.between(3, 9) / 10
    draft = chance.between(9, 24) / 10
    place = chance.between(2, 7) / 10
    shown = chance.between(25, 190) / 10
    keel = draft - place
    return {"draft": f"{draft:.1f}", "place": f"{place:.1f}", "shown": f"{shown:.1f}",
            "keel": f"{keel:.1f}", "under": f"{shown - keel:.1f}",
            "surface": f"{shown + place:.1f}",
            "margin": f"{below:.1f}"}


def _speed(chance):
    shown = chance.between(40, 80) / 10
    true = round(shown * chance.between(86, 116) / 100, 1)
    true = true if true != shown else round(shown + 0.4, 1)
    return {"shown": f"{shown:.1f}", "true": f"{true:.1f}", "factor": f"{true / shown:.2f}",
            "runs": chance.pick(("two", "four", "six"))}


def _ais(chance):
    height = chance.between(4, 18)
    ship = chance.between(16, 44)
    reach = round(2.2 * (math.sqrt(height) + math.sqrt(ship)))
    closing = chance.between(14, 34)
    return {"height": height, "ship": ship, "reach": reach, "closing": closing,
            "minutes": f"{reach / closing * 60:.0f}"}


def _waypoints(chance):
    model, limit = chance.pick((("Tern 5", 3000), ("Tern 7", 5000)))
    have = chance.between(400, 2600)
    add = chance.between(150, 3900)
    total = have + add
    fits = total <= limit
    return {"model": model, "limit": limit, "have": have, "add": add, "total": total,
            "verdict": (f"Yes. The {model} then holds {total} waypoints, {limit - total} below "
                        "its limit" if fits else
                        f"Not all of them. {total} would be {total - limit} over the limit of "
                        f"the {model}"),
            "advice": ("Nothing has to be deleted first" if fits else
                       "Export the old ones to a card and delete that group first")}


KINDS = (
    dict(key="case-passage", topic="navigation", product="Tern 7", category="calculation",
         level="easy", tags=("passage planning", "tides"), source=("tern-manual", "6.4"),
         draw=_passage,
         question="{We leave at <depart>|Departure is at <depart>|I plan to cast off at <depart>} "
         "for {a leg|a passage|a run} of <miles> nautical miles at <knots> knots, with <stream> "
         "knots of stream <way>. {When do we arrive|What arrival time should I enter|When shall we "
         "be there}?",
         gist="{You arrive|Expect to arrive|Reckon on arriving} at about <arrive> <day>.",
         details="{The stream of <stream> knots is|<stream> knots of stream are} <sign> <knots> "
         "knots, which {gives|leaves} <ground> knots over the ground. {For <miles> miles that "
         "is|<miles> miles then take} <hours> hours and <minutes> minutes{ of sailing|}. {A stream "
         "rarely holds for a whole passage|Tides turn|No stream stays constant}, so {let the "
         "plotter update the arrival time|watch the arrival time on the route page|look at the "
         "figure again after an hour}."),
    dict(key="case-scope", topic="navigation", product="Tern 5", category="calculation",
         level="easy", tags=("anchoring", "tides"), source=("tern-manual", "7.2"), draw=_scope,
         question="{How much <rode> should I let out|What length of <rode> do I need|How many "
         "meters of <rode> are right} {in <depth> meters of water|where the plotter shows <depth> "
         "meters}, {when the tide will rise|with a rise of tide of|if the water still rises} "
         "<rise> meters and my bow {is|stands} <bow> meters above the water?",
         gist="{Let out|Pay out|Veer} <length_out> meters.",
         details="{At high water the height from bow to bottom is|Bow to bottom at high water "
         "makes|The three figures add up to} <height> meters, and {for <rode> we advise|<rode> "
         "calls for|with <rode> take} <factor> times that. {Set the anchor alarm to this length "
         "plus the length of the boat|Enter the anchor alarm as that length plus your boat|Give "
         "the alarm circle the rode and one boat length}{, measured from where the anchor lies|}."),
    dict(key="case-wind", topic="sensors", product="Petrel W2", category="calculation",
         level="hard", tags=("wind", "calibration"), source=("petrel-manual", "6"), draw=_wind,
         question="{Close-hauled the Petrel W2 shows|On the wind my Petrel W2 reads|Beating to "
         "windward, the Petrel W2 gives} <first> degrees on <tack> tack and <second> degrees on "
         "<other> tack. {What offset do I enter|How do I correct that|Which correction is right}?",
         gist="{Enter|Set|Type in} an offset of <error> degrees toward <tack>.",
         details="{The true angle is the mean of both|Both tacks should show the mean}, <mean> "
         "degrees, so {each reading is off by|the vane is turned by|the error is} <error> degrees. "
         "{Open|Go to} Sensors, Wind, Offset, {enter the figure|make the entry} and {sail both "
         "tacks again|repeat the two tacks}{ in steady wind|}. {A difference of 2 degrees is "
         "within the sensor's tolerance|Up to 2 degrees of difference is normal}."),
    dict(key="case-depth", topic="sensors", product="Curlew D1", category="calculation",
         level="medium", tags=("depth", "calibration"), source=("curlew-sheet", "3"), draw=_depth,
         question="{My draft is <draft> meters|The boat draws <draft> meters|She draws <draft> "
         "meters} and the Curlew D1 {sits|is mounted|is fitted} <place> meters below the "
         "waterline. {What offset shows the depth under the keel|Which offset gives me the water "
         "under the keel}, and what does {a reading of <shown> meters|<shown> meters without "
         "offset} mean?",
         gist="{Enter|Set} an offset of minus <keel> meters; <shown> meters then {becomes|reads "
         "as} <under> meters under the keel.",
         details="{The keel reaches <keel> meters deeper than the transducer|From transducer to "
         "keel it is <keel> meters}. {If you prefer|To see} the depth from the surface, "
         "{enter|set} plus <place> meters{ instead|}, and the same echo {reads|shows} <surface> "
         "meters. {Set|Put} the shallow alarm at <margin> meters {more than you think you "
         "need|above your own limit}."),
    dict(key="case-speed", topic="sensors", product="Curlew D1", category="calculation",
         level="medium", tags=("speed", "calibration"), source=("curlew-sheet", "5"), draw=_speed,
         question="{On a measured mile|Over a measured mile|Between two marks} the log "
         "{shows|reads} <shown> knots, {while the mean over the ground is|but satellite speed "
         "averages|and the plotter's mean is} <true> knots on <runs> runs. {What calibration "
         "factor|Which factor} do I {enter|set|need}?",
         gist="{Enter|Set} a factor of <factor>.",
         details="{It is the true speed over the shown speed|Divide the true by the shown speed}: "
         "<true> {divided by|over} <shown>. {Runs in opposite directions|Runs both ways, <runs> in "
         "your case,} cancel the stream, {which is why one run is never enough|so the mean can be "
         "trusted}. {Clean the paddle wheel first|A fouled paddle wheel shows too little|Check "
         "that the wheel spins freely}{, or the factor will be wrong next month|}."),
    dict(key="case-ais-range", topic="ais", product="Gannet A1", category="calculation",
         level="medium", tags=("ais range", "antenna"), source=("gannet-manual", "4.1"), draw=_ais,
         question="{At what distance will the Gannet A1 pick up|How far off does my Gannet A1 "
         "see|From how far can the Gannet A1 receive} a ship {whose antenna is|with its antenna} "
         "<ship> meters up, {if mine is|when my own stands|with mine} at <height> meters, and how "
         "long until we meet {at a closing speed of|if we close at} <closing> knots?",
         gist="{About|Roughly} <reach> nautical miles, and <minutes> minutes {until you meet|to "
         "the meeting point}.",
         details="{VHF reaches|Radio at these frequencies carries} to the horizon: 2.2 times the "
         "sum of {both square roots|the square roots}, of <height> and of <ship> meters. {At "
         "<closing> knots|Closing at <closing> knots} you {have|are given} <minutes> minutes. "
         "{Raising your antenna helps more than more power|Height counts for more than watts|A "
         "masthead antenna is the cheapest gain}{, because the horizon is the limit|}."),
    dict(key="case-waypoints", topic="navigation", product="Tern 5", category="fact", level="easy",
         tags=("waypoints", "limits"), source=("tern-manual", "5.6"), draw=_waypoints,
         question="{I have <have> waypoints in my <model> and want to import <add> more|My <model> "
         "holds <have> waypoints and a friend gave me <add> others|There are <have> waypoints in "
         "the <model>, and a file with <add> is waiting}. {Do they fit|Is there room|Will that "
         "work}?",
         gist="<verdict>.",
         details="{The <model> stores|A <model> has room for} <limit> waypoints{ in any number of "
         "groups|}. <advice>; {the import|reading the file} {takes|needs} about a minute for each "
         "1,000. {Duplicates with the same name|Points of the same name} {get a number added|are "
         "kept and numbered}, {so tidy the file before you import|so look through the list "
         "afterward}."),
)
