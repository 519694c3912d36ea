"""Computed questions about invoices, orders, warranty, returns, licenses and updates."""

from .settings import MONTHS, PEOPLE

_PRICES = {"Tern 5": 389, "Tern 7": 649, "Gannet A1": 549, "Petrel W2": 329, "Curlew D1": 149,
           "Sanderling M5": 159, "Dunlin 20": 189, "Dunlin 40": 299, "Whimbrel 20": 129,
           "Plover": 64, "Harborlink Hub": 119}
_BATTERIES = {"Eider 100": 799, "Eider 200": 1449}


def money(value):
    return f"${value:,.2f}" if value != int(value) else f"${int(value):,}"


def _proration(chance):
    plan, price = chance.pick((("Plus", 4), ("Fleet", 15)))
    boats = 1 if plan == "Plus" else chance.between(2, 24)
    used = chance.between(2, 27)
    month = price * boats
    credit = round(month * (30 - used) / 30, 2)
    return {"plan": plan, "boats": boats, "used": used, "left": 30 - used,
            "month_price": money(month),
            "credit": money(credit), "fleet": "one boat" if boats == 1 else f"{boats} boats",
            "invoice": f"HV-{chance.between(20000, 99999)}"}


def _fleet(chance):
    boats = chance.between(3, 60)
    months = chance.between(3, 12)
    rate = 0 if boats < 5 else 10 if boats < 15 else 20
    gross = boats * 15 * months
    net = gross * (100 - rate) / 100
    return {"boats": boats, "months": months, "rate": rate, "gross": money(gross),
            "net": money(net),
            "reason": {0: "Below five boats there is no discount",
                       10: "From five boats on you receive 10 percent",
                       20: "From fifteen boats on you receive 20 percent"}[rate]}


def _shipping(chance):
    item = chance.pick(tuple(_PRICES))
    count = chance.between(1, 3)
    batteries = chance.between(0, 3)
    battery = chance.pick(tuple(_BATTERIES))
    goods = _PRICES[item] * count
    parcel = 0 if goods >= 400 else 9
    total = parcel + 35 * batteries
    extra = (f"{batteries} × {battery}" if batteries else "no battery")
    return {"item": item, "count": count, "extra": extra, "goods": money(goods),
            "parcel": money(parcel),
            "freight": money(35 * batteries), "total": money(total),
            "rule": "free, because they come to $400 or more" if parcel == 0 else "$9",
            "freight_days": ("Freight takes five to eight business days" if batteries else
                             "The parcel takes three to five business days")}


def _months(start, count):
    return MONTHS[(start + count) % 12], (start + count) // 12


def _warranty_slots(product, registered, bought, year, age):
    years = 5 if product.startswith("Eider") else 3 if registered else 2
    covered = age < years * 12
    failed, later = _months(bought, age)
    article = "an" if product.startswith("Eider") else "a"
    return {"product": product, "a_product": f"{article} {product}",
            "registered": "registered" if registered else "did not register",
            "bought": MONTHS[bought], "year": year, "failed": failed, "failed_year": year + later,
            "age": age, "years": years, "_covered": covered,
            "verdict": "Yes, the repair is covered" if covered else "No, the warranty has ended",
            "reason": ("every Eider has five years" if product.startswith("Eider") else
                       "registration within 60 days extends two years to three" if registered else
                       "only a registered instrument gets a third one"),
            "step": ("open a case in the app and we send a prepaid label" if covered else
                     "we can offer a repair at a fixed price")}


def _warranty(chance):
    product = chance.pick(("Tern 5", "Tern 7", "Gannet A1", "Petrel W2", "Eider 100", "Dunlin 40"))
    return _warranty_slots(product, chance.hit(0.5), chance.below(12), chance.between(2021, 2024),
                           chance.between(5, 52))


def _warranty_flip(slots):
    """The same case, had it been registered or not: only a negation apart."""
    bought = MONTHS.index(slots["bought"])
    return _warranty_slots(slots["product"], slots["registered"] != "registered", bought,
                           slots["year"], slots["age"])


def _refund_slots(item, opened, days):
    price = _PRICES[item]
    kept = round(price * 0.15, 2) if opened else 0
    return {"item": item, "days": days, "price": money(price), "fee": money(kept),
            "state": "have opened" if opened else "have not opened", "refund": money(price - kept),
            "rule": ("an opened box costs a restocking fee of 15 percent" if opened else
                     "an unopened box comes back at the full price"), "_opened": opened}


def _refund(chance):
    return _refund_slots(chance.pick(tuple(_PRICES)), chance.hit(0.5), chance.between(2, 29))


def _refund_flip(slots):
    return _refund_slots(slots["item"], not slots["_opened"], slots["days"])


def _update(chance):
    model = chance.pick(("Tern 5", "Tern 7"))
    major, minor = chance.pick(((3, 4), (3, 8), (3, 11), (4, 0), (4, 1), (4, 2), (4, 4), (4, 5)))
    patch = chance.between(0, 19)
    direct = major >= 4
    return {"model": model, "have": f"{major}.{minor}.{patch}",
            "path": "go straight to 4.6" if direct else "install 4.2 first and then 4.6",
            "why": ("every 4.x release can be updated in one step" if direct else
                    "the map store changed with 4.0 and only 4.2 can convert it"),
            "minutes": 12 if direct else 25, "tracks": chance.between(3, 48)}


def _seats(chance):
    crew = chance.between(2, 14)
    plan, limit = chance.pick((("Free", 1), ("Plus", 4), ("Fleet", 10)))
    fits = crew <= limit
    better = "Plus" if crew <= 4 else "Fleet"
    return {"crew": crew, "plan": plan, "limit": limit, "person": chance.pick(PEOPLE),
            "verdict": (f"Yes, {crew} people fit into the {plan} plan" if fits else
                        f"No, the {plan} plan stops at {limit}"),
            "advice": ("nobody needs a second account" if fits else
                       f"the {better} plan is the one to take" if crew <= 10 else
                       "a second crew list on the Fleet plan is needed")}


_DRAWS = {"Tern 5": 8, "Tern 7": 13, "Gannet A1": 5, "Curlew D1": 2, "Harborlink Hub": 2}


def _kit(chance):
    first, second, third = chance.shuffled(tuple(_DRAWS))[:3]
    days = chance.between(2, 14)
    hours = chance.between(3, 12)
    price = _PRICES[first] + _PRICES[second] + _PRICES[third]
    watts = _DRAWS[first] + _DRAWS[second] + _DRAWS[third]
    daily = round(watts * hours / 12.8)
    return {"first": first, "second": second, "third": third, "list": money(price),
            "saved": money(round(price * 0.05, 2)), "price": money(round(price * 0.95, 2)),
            "watts": watts, "hours": hours, "days": days,
            "daily": daily, "voyage": daily * days}


KINDS = (
    dict(key="case-kit", topic="products", product="all", category="calculation", level="easy",
         tags=("price", "power draw"), source=("catalog-2025", "3"), draw=_kit,
         question="{What do a <first>, a <second> and a <third> cost together|What is the price of "
         "the <first>, the <second> and the <third> as a kit|I would like the <first>, the "
         "<second> and the <third>: what do they cost}, and {how many ampere hours do they "
         "take|what do they draw} {in|over} <days> days of <hours> hours{ under way|}?",
         gist="{The kit costs|You pay|As a kit they cost} <price>, and {the voyage takes|you "
         "should count on} about <voyage> Ah.",
         details="{Three instruments ordered together earn|An order of three instruments brings} a "
         "discount of 5 percent, so <saved> {comes|goes} off the list price of <list>. {Together "
         "they draw|The three take|Their loads add up to} <watts> W, {which is|hence} <daily> Ah "
         "in <hours> hours at 12.8 V, {and <days> days make <voyage> Ah|so <voyage> Ah for the "
         "<days> days}."),
    dict(key="case-proration", topic="billing", product="Harborlink", category="policy",
         level="medium", tags=("subscription", "refund"), source=("billing-handbook", "3"),
         draw=_proration,
         question="{Invoice <invoice> charges <month_price>|I was billed <month_price> on invoice "
         "<invoice>|On invoice <invoice> I paid <month_price>} for the <plan> plan with <fleet>, "
         "and I {canceled|ended it|stopped the plan} after <used> days. {What do I get back|How "
         "much is refunded|What is my credit}?",
         gist="{You receive|We credit|Your credit is} <credit>.",
         details="{A month counts as 30 days|We reckon with months of 30 days}, so <left> {days "
         "remain|of 30 days are unused}, and <month_price> times <left> {over 30|divided by 30} is "
         "<credit>. {The credit appears on the next statement|The sum goes back to the card you "
         "paid with|It is returned the way you paid} within {five|seven} business days{, under "
         "invoice <invoice>|}."),
    dict(key="case-fleet", topic="billing", product="Harborlink", category="calculation",
         level="easy", tags=("subscription", "discount"), source=("billing-handbook", "4"),
         draw=_fleet,
         question="{What do we pay|What is the price|How much is it} for <boats> boats {on the "
         "Fleet plan|in Harborlink Fleet} {for a season of <months> months|over <months> "
         "months|from the first to the last of <months> months}?",
         gist="<net> {in all|altogether|for the whole time}.",
         details="{<boats> boats at $15 a month make|The list price is|Before discount it is} "
         "<gross> for <months> months. <reason>{, applied to the whole sum|}. {Boats may be added "
         "or removed at any time|You can exchange boats within the season|A boat that is laid up "
         "can be paused}, {and the discount follows the count of each month|and each month is "
         "counted by itself}."),
    dict(key="case-shipping", topic="orders", product="all", category="policy", level="medium",
         tags=("shipping", "price"), source=("shipping-policy", "2"), draw=_shipping,
         question="{What does shipping cost|How much is the freight|What do I pay for delivery} "
         "for <count> × <item> and <extra>{, sent by standard service|}?",
         gist="<total>{ in total| altogether|}.",
         details="{The instruments are worth|<count> × <item> comes to|Goods other than batteries "
         "make} <goods>, so {their parcel is|standard shipping is} <rule>. {Batteries travel as "
         "dangerous goods|Lithium batteries go by ground freight} at $35 each, here <freight>. "
         "<freight_days>{, and we send a tracking number|; the tracking number comes by app}."),
    dict(key="case-warranty", topic="warranty", product="all", category="policy", level="medium",
         tags=("warranty term", "registration"), source=("warranty-terms", "1"), draw=_warranty,
         flip=_warranty_flip,
         question="{I bought <a_product> in <bought> <year>|My <product> dates from <bought> "
         "<year>|You sold me <a_product> in <bought> <year>}, <registered> it with you within two "
         "months, and it {failed|broke down|stopped working} in <failed> <failed_year>. {Is it "
         "covered|Does the warranty apply|Is that still a warranty case}?",
         gist="<verdict>.",
         details="{The <product> was|At that time it was} <age> months old, and its term is "
         "<years> years: <reason>. {Next|From here}, <step>. {Keep the receipt at hand|Have the "
         "receipt ready|We only need the receipt} and the serial number{ from the rear label|}{, "
         "please|}."),
    dict(key="case-refund", topic="warranty", product="all", category="policy", level="easy",
         tags=("return", "refund"), source=("return-policy", "2"), draw=_refund, flip=_refund_flip,
         question="{I received|We were sent|We got} a <item> <days> days ago and <state> the box. "
         "{What do I get back if I return it|How much is refunded|What would the refund be}?",
         gist="{You get back|We refund|The refund is} <refund>.",
         details="{Returns are open for 30 days|You are within the 30 days|<days> days are within "
         "the limit of 30}, and <rule>, {here|in this case} <fee> of <price>. {Request the label "
         "in the app|Ask for a return label in the app} and {pack everything that was in the "
         "box|put all the parts back in}; {the money is sent|we pay} within {a week|seven days} of "
         "{arrival|receipt}."),
    dict(key="case-update", topic="firmware", product="Tern 7", category="how-to", level="medium",
         tags=("update", "chartplotter"), source=("firmware-notes", "4.6"), draw=_update,
         question="{My <model> is on version <have>|The <model> shows version <have>|Version "
         "<have> is on my <model>} and I have <tracks> tracks stored. {How do I get to 4.6|Can I "
         "update to 4.6 directly|What is the way to 4.6}, and {are the tracks safe|will I keep the "
         "tracks}?",
         gist="{From <have> you|You} can <path>; the tracks stay{ where they are|}.",
         details="{The reason is that|This is so because} <why>. {Save|Export} the <tracks> tracks "
         "to a card {anyway|all the same}, {keep the engine battery out of it|use shore power or a "
         "full battery} and allow <minutes> minutes. {Do not switch off|Leave the power alone} "
         "while the screen is blue{, even if the bar stands still|}."),
    dict(key="case-seats", topic="app", product="Harborlink", category="fact", level="easy",
         tags=("crew", "plans"), source=("app-guide", "6"), draw=_seats,
         question="{We are <crew> people|Our crew counts <crew>|There are <crew> of us}, <person> "
         "included, and we {have|use|pay for} the <plan> plan. {Can everybody follow the boat in "
         "the app|May all of us use the app|Does each of us get access}?",
         gist="<verdict>, so <advice>.",
         details="{The limits are|The plans allow} one person with Free, four with Plus and ten "
         "for each boat with Fleet. {<person> can invite the others|The owner, or <person> on your "
         "behalf, sends the invitations|Invitations are sent} under Account, Crew; an invitation "
         "is {valid|good} for three days. {Guests see position and batteries only|A guest cannot "
         "change any setting}."),
)
