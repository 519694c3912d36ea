"""Writes one file of pairs, as fast as Python can, for measuring on large amounts."""

from .batches import BENCH
from .build import BatchWriter, Output, World
from .cases import KINDS
from .economy import SCALES
from .plan import Plan
from .truth import Truth


class BenchWriter(BatchWriter):
    """The same pairs and plans with a few metadata only and no account of costs."""

    def _metadata(self, pair, identity, position, seed_id, fault, detail):
        metadata = {"topics": [pair.topic], "category": pair.category,
                    "quality": round(4.0 + 6.0 * self.chance.random(), 1)}
        if fault == "score_range":
            metadata["quality"] = 73.0
            detail.update(field="quality", value=73.0)
        if seed_id:
            metadata["seed_id"] = seed_id
            metadata["variation"] = pair.variation
        metadata["source"] = pair.document
        metadata["batch"] = f"part-{position // 50000:04d}"
        return metadata


def build_bench(folder, num_pairs, seed, layout, clean):
    """pairs.jsonl and, beside it, the truth; the topics keep to their targets."""
    batch = BENCH if layout == "alpaca" else BENCH.with_layout(layout)
    plan = Plan((batch,), num_pairs, seed, clean)
    world = World(tuple(sorted(KINDS)))
    out = Output(folder, in_batches=False)
    truth = Truth(folder, seed, num_pairs, plants=not clean, is_demo=False)
    writer = BenchWriter(batch, 0, plan, [], world, out, truth, seed, 1.0)
    writer.write()
    out.close()
    truth.finish(out.figures, SCALES)
