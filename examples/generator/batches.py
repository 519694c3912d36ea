"""The twelve monthly batches: file, layout, subjects, and what goes wrong in which."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Batch:
    file: str
    layout: str  # messages, nested, alpaca, prompt-completion, sharegpt, instruction-response, csv
    weight: float  # its share of all pairs, relative to the others
    topics: tuple  # (name, weight)
    delimiter: str = ""
    drifts: bool = False

    @property
    def label(self):
        """The month and the theme: `2025-10-support`."""
        return self.file.rpartition(".")[0]

    @property
    def month(self):
        return self.file[:7]

    def with_layout(self, layout):
        return replace(self, layout=layout)

    @property
    def family(self):
        """Batches of one family write the same pair as the same conversation."""
        return {"messages": "system", "nested": "system", "alpaca": "alpaca",
                "sharegpt": "sharegpt"}.get(self.layout, "plain")


def _evenly(*names):
    return tuple((name, 1.0) for name in names)


BATCHES = (
    Batch("2025-09-products.json", "alpaca", 1.0, _evenly("products", "navigation", "sensors")),
    Batch("2025-10-support.jsonl", "messages", 1.0,
          _evenly("charging", "installation", "app", "ais")),
    Batch("2025-11-power.jsonl", "prompt-completion", 1.0, _evenly("charging", "installation")),
    Batch("2025-12-billing.csv", "csv", 0.9, (("billing", 1.0), ("orders", 1.0), ("warranty", 1.5)),
          delimiter=";"),
    Batch("2026-01-onboarding.jsonl", "sharegpt", 0.9,
          _evenly("app", "firmware", "navigation", "ais")),
    Batch("2026-02-navigation.jsonl", "nested", 1.0, _evenly("navigation", "ais", "sensors")),
    Batch("2026-03-support.jsonl", "messages", 1.1,
          (("installation", 1.0), ("charging", 0.5), ("warranty", 2.0), ("orders", 1.0),
           ("sensors", 1.0))),
    Batch("2026-04-products.json", "alpaca", 1.0,
          (("products", 1.5), ("charging", 1.0), ("winter-storage", 0.05))),
    Batch("2026-05-orders.csv", "csv", 0.9, _evenly("orders", "billing", "warranty", "app"),
          delimiter=","),
    Batch("2026-06-onboarding.jsonl", "sharegpt", 0.9,
          _evenly("installation", "sensors", "firmware", "app")),
    Batch("2026-07-support.jsonl", "messages", 1.3,
          _evenly("charging", "navigation", "installation", "app", "sensors", "products"),
          drifts=True),
    Batch("2026-08-field-notes.jsonl", "instruction-response", 1.0,
          (("installation", 1.0), ("sensors", 1.0), ("firmware", 1.0), ("ais", 1.0),
           ("warranty", 2.0))),
)

# What the company wants of each topic; `winter-storage` is the gap that must be found.
TOPIC_TARGETS = {
    "ais": 0.07, "app": 0.08, "billing": 0.07, "charging": 0.13, "firmware": 0.06,
    "installation": 0.12, "navigation": 0.11, "orders": 0.07, "products": 0.06, "sensors": 0.09,
    "warranty": 0.06, "winter-storage": 0.08}
GAP_TOPIC = "winter-storage"

BENCH = Batch("pairs.jsonl", "bench", 1.0,
              tuple((topic, share) for topic, share in sorted(TOPIC_TARGETS.items())
                    if topic != "products"))


def shared_out(total, weights):
    """Whole numbers in the proportion of the weights that add up to total."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    counts = [int(value) for value in exact]
    by_rest = sorted(range(len(weights)), key=lambda i: (counts[i] - exact[i], i))
    for index in by_rest[:total - sum(counts)]:
        counts[index] += 1
    return counts


def deal_entries(by_topic, batches):
    """Deals every entry of knowledge to one batch that treats its topic, the topics well mixed."""
    hands = [[] for _ in batches]
    for topic, entries in by_topic.items():
        takers = [i for i, batch in enumerate(batches) if topic in dict(batch.topics)]
        if not takers:
            continue
        for number, entry in enumerate(entries):
            depth = (number // len(takers) + 0.5) * len(takers) / len(entries)
            hands[takers[number % len(takers)]].append((depth, topic, entry))
    return [[entry for _, _, entry in sorted(hand, key=lambda item: item[:2])] for hand in hands]
