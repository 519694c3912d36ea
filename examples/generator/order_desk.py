"""Conversations in which the assistant looks an order up with a tool."""

import json

from .cases_office import money
from .pairs import Pair
from .settings import BOATS, PORTS

TOOLS = [{"type": "function", "function": {
    "name": "find_order", "description": "Looks an order up by its number.",
    "parameters": {"type": "object", "required": ["order"],
                   "properties": {"order": {"type": "string"},
                                  "with_tracking": {"type": "boolean", "default": False}}}}}]
_ITEMS = (("Tern 7", 649), ("Petrel W2", 329), ("Gannet A1", 549), ("Dunlin 40", 299),
          ("Curlew D1", 149), ("Sanderling M5", 159))
_ASKED = ("Where is order {order} for {boat}?", "Has my order {order} left yet? It goes to {port}.",
          "When will {order} arrive in {port}?",
          "Please check the state of order {order} for {boat}.")
_STATES = (
    ("packed", "Order {order} is packed and waits for the carrier, who collects at 16:00. It holds "
     "one {item} at {price} and should reach {port} within {days} business days."),
    ("in transit", "Order {order} is on its way to {port}. The parcel with the {item}, worth "
     "{price}, was scanned yesterday and should arrive within {days} business days."),
    ("awaiting stock", "Order {order} waits for stock: the {item} is due back in {days} business "
     "days and leaves for {port} the same day. You may cancel until then and get {price} back."))


def order_pair(chance):
    item, price = chance.pick(_ITEMS)
    order = f"HV-{chance.between(100000, 999999)}"
    state, told = chance.pick(_STATES)
    slots = {"order": order, "item": item, "price": money(price), "boat": chance.pick(BOATS),
             "port": chance.pick(PORTS), "days": chance.between(2, 9)}
    arguments = json.dumps({"order": order, "with_tracking": chance.hit(0.5)})
    call = {"id": f"call_{order[3:]}", "type": "function",
            "function": {"name": "find_order", "arguments": arguments}}
    result = json.dumps({"order": order, "state": state, "items": [item], "total": float(price),
                         "days": slots["days"]})
    return Pair(chance.pick(_ASKED).format(**slots), told.format(**slots), "orders", item, "lookup",
                "easy", ("order state", "tool use"), "order-desk", "1", "order-lookup",
                tools=TOOLS, tool_call=(call, result))
