"""What a target costs beside its plain container: each offer of each target, and the same layout without a target.

    targets.py PROGRAM PAIRS.jsonl [ROUNDS] [TARGET...]
Both are exported in turn, on one thread and without the read-back, and counted in seconds of the processors, which
hold on a busy machine. Prints each ratio, and fails where one is above 1.2.
"""
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile

MOST = 1.2


def spent(program, source, to, out, *flags):
    """Seconds of the processors, as the system counted them for the child."""
    shutil.rmtree(out, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run([program, "export", source, "--to", to, "--out", out, "--quiet", "--threads", "1", "--no-proof",
                          "--durability", "none", *flags], capture_output=True, text=True)
    if ran.returncode not in (0, 1):
        sys.exit(f"{to}: {ran.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def offers(program, target):
    """Layout, container and place of metadata, as the target's card has them."""
    told = json.loads(subprocess.run([program, "explain", target, "--json"], capture_output=True, text=True, check=True).stdout)
    for line in told["offers"].splitlines():
        layout, _, rest = line.partition(":")
        container = rest.split(" in ")[1].split(" ")[0]
        yield layout, container, "inline" if "metadata in each row" in rest else "sidecar"


def main():
    program, source = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    listed = json.loads(subprocess.run([program, "list", "targets", "--json"], capture_output=True, text=True, check=True).stdout)
    targets = sys.argv[4:] or [item["name"] for item in listed["items"]]
    worst = 0.0
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as top:
        for target in targets:
            for layout, container, metadata in offers(program, target):
                pair = [(f"{target}:{layout}", ()), (f"{container}:{layout}", ("--metadata", metadata))]
                least = [min(times) for times in zip(*[[spent(program, source, to, f"{top}/out", *flags) for to, flags in pair]
                                                       for _ in range(rounds)])]
                ratio = least[0] / least[1]
                worst = max(worst, ratio)
                print(f"{target}:{layout}: {least[0]:.2f} s, {container}:{layout} {least[1]:.2f} s, {ratio:.2f} times", flush=True)
    print(f"the most is {worst:.2f} times its plain container")
    return int(worst > MOST)


sys.exit(main())
