#!/usr/bin/env python3
"""Runs the test groups, cheapest first, and closes with how many tests passed and failed.

Usage: run_tests.py [--keep-going] [GROUP...]. Stops after the first group with a failure, unless told to go on.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEPS = pathlib.Path(os.environ.get("BMO_DEPS", ROOT / ".deps"))
# Where the tests find what they work on; a test whose data is absent skips and says so.
SETTINGS = {"BMO": str(ROOT / "build/test/bmo"),
            "BMO_BROKEN": str(ROOT / "build/test/tests/bmo_broken_export"),
            "BMO_TEST_DATA": os.environ.get("BMO_TEST_DATA", str(ROOT.parent / "shared/data")),
            "HF_HUB_OFFLINE": "1", "HF_HOME": str(ROOT / "build/reports/hf"), "PYTHONDONTWRITEBYTECODE": "1"}
ahead = []  # The set-up that runs beside the first groups.
CLOSING = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.M)


class Tally:
    """Counts of one group or of all."""

    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def add(self, other):
        self.passed, self.failed = self.passed + other.passed, self.failed + other.failed
        self.skipped += other.skipped

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


def call(*command, **settings):
    return subprocess.run([str(part) for part in command], cwd=ROOT, **settings)


def set_up_ahead(groups):
    """Begins to fetch what later groups need while the first build; `set_up` says what of it failed."""
    folders = [f"python-{name}" for group in groups for name in PYTHON.get(group, ())]
    ahead.append(subprocess.Popen([ROOT / "tools/setup.sh", *folders], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL))


def set_up(*groups):
    """Installs what a group needs; a set-up that fails ends the run."""
    for process in ahead:
        process.wait()
    if call(ROOT / "tools/setup.sh", *groups).returncode:
        sys.exit(1)


def build(preset="test"):
    """Builds a preset whole; a build that fails ends the run."""
    started = time.monotonic()
    if call(ROOT / "dev", "build", preset, stdout=subprocess.DEVNULL).returncode:
        print(f"error: the {preset} build failed\n0 passed, 1 failed")
        sys.exit(1)
    print(f"   built {preset} in {time.monotonic() - started:.0f} s", flush=True)


def script(*command):
    """A check that passes or fails as a whole."""
    return Tally(0, 1) if call(*command).returncode else Tally(1, 0)


def counted(*command):
    """A runner of ours that closes with `N passed, N failed`."""
    ran = call(*command, stdout=subprocess.PIPE, text=True)
    closing = CLOSING.findall(ran.stdout)
    print(ran.stdout, end="", flush=True)
    tally = Tally(*(int(n or 0) for n in closing[-1])) if closing else Tally()
    if ran.returncode and not tally.failed:
        tally.failed = 1
    return tally


# Prints the names of a folder's tests.
LIST_TESTS = """
import sys, unittest
def tests(suite):
    for one in suite:
        yield from tests(one) if isinstance(one, unittest.TestSuite) else [one.id()]
print(*tests(unittest.TestLoader().discover(sys.argv[1], "*test*.py")))
"""


def unittest(folder):
    """Tests that need Python's own library alone, as many at a time as there are processors."""
    environment = {**os.environ, **SETTINGS, "PYTHONPATH": str(ROOT / folder)}
    names = call("python3", "-c", LIST_TESTS, folder, stdout=subprocess.PIPE, text=True, check=True, env=environment).stdout.split()
    tally = Tally()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for one in pool.map(lambda name: one_unittest(name, environment), names):
            tally.add(one)
    return tally


def one_unittest(name, environment):
    ran = call("python3", "-m", "unittest", "-q", name, stderr=subprocess.PIPE, text=True, env=environment)
    total = sum(map(int, re.findall(r"^Ran (\d+) tests?", ran.stderr, re.M)))
    bad = sum(map(int, re.findall(r"(?:failures|errors)=(\d+)", ran.stderr)))
    skipped = sum(map(int, re.findall(r"skipped=(\d+)", ran.stderr)))
    if ran.returncode:
        print(ran.stderr, end="", flush=True)
        bad = max(bad, 1)
    return Tally(max(total - bad - skipped, 0), bad, skipped)


def ctest(preset):
    """Every GoogleTest program of a build; a program that died counts as one failure."""
    reports = ROOT / "build" / preset / "reports"
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir(parents=True)
    ran = call("ctest", "--preset", preset, "--parallel", os.cpu_count() or 1, "--quiet",
               env={**os.environ, "GTEST_OUTPUT": f"json:{reports}/"})
    tally = Tally()
    for report in reports.glob("*.json"):
        for suite in json.loads(report.read_text())["testsuites"]:
            for test in suite["testsuite"]:
                tally.add(gtest_outcome(test))
    if ran.returncode:
        call("ctest", "--preset", preset, "--rerun-failed", "--output-on-failure")
        tally.failed = max(tally.failed, 1)
    return tally


def gtest_outcome(test):
    if test.get("failures"):
        return Tally(0, 1)
    return Tally(0, 0, 1) if test["result"] != "COMPLETED" else Tally(1, 0)


def pytest(*folders, python="test", name=None):
    """Python tests of these folders or files against the build of the tests, with the packages of a Python folder."""
    set_up(f"python-{python}")
    build()
    report = ROOT / "build/reports" / f"{name or pathlib.PurePath(folders[0]).name}.xml"
    report.unlink(missing_ok=True)
    ran = call(DEPS / f"python-{python}/bin/python", "-m", "pytest", "-q", "-rs", "--no-header", "-p", "no:cacheprovider",
               f"--junit-xml={report}", *folders, env={**os.environ, **SETTINGS})
    suites = xml.etree.ElementTree.parse(report).getroot().iter("testsuite") if report.exists() else []
    tally = Tally()
    for suite in suites:
        bad, skipped = int(suite.get("failures")) + int(suite.get("errors")), int(suite.get("skipped"))
        tally.add(Tally(int(suite.get("tests")) - bad - skipped, bad, skipped))
    if ran.returncode and not tally.failed:
        tally.failed = 1
    return tally


def format_group():
    set_up("python-lint")
    return script("python3", "tools/format.py")


def text_group():
    tally = script("python3", "tools/check_layers.py")
    tally.add(script("python3", "tools/check_text.py"))
    tally.add(unittest("tests/tools"))
    return tally


def unit_group():
    build()
    tally = script("cmake", "--build", "build/test", "--target", "all_verify_interface_header_sets", "--", "--quiet")
    tally.add(unittest("tests/refuse"))
    tally.add(ctest("test"))
    return tally


def golden_group():
    build()
    tally = counted("python3", "tests/golden/run.py", "--bmo", "build/test/bmo")
    tally.add(script("python3", "tools/reference.py", "--check", "build/test/bmo"))
    return tally


def data_group():
    return pytest("tests/examples", "tests/data")


def loaders(tier):
    """What trainers' own loaders make of our exports; each Python folder runs the files of its consumers."""
    tally = Tally()
    for python, consumers in LOADERS[tier].items():
        started = time.monotonic()
        part = pytest(*[f"tests/loaders/{consumer}_test.py" for consumer in consumers.split()], python=python,
                      name=f"loaders-{python}")
        print(f"   {python}: {part} in {time.monotonic() - started:.0f} s", flush=True)
        tally.add(part)
    return tally


def all_loaders_group():
    """Every tier, and what they found as a page of docs."""
    reports = ROOT / "build/reports"
    for stale in reports.glob("loaders-*.xml"):
        stale.unlink()
    tally = Tally()
    for tier in LOADERS:
        tally.add(loaders(tier))
    call("python3", "tests/loaders/table.py", *sorted(reports.glob("loaders-*.xml")))
    return tally


def chat_group():
    return pytest("tests/chat", python="chat")


def faults_group():
    build()
    return unittest("tests/faults")


def asan_group():
    build("asan")
    return ctest("asan")


# By tier: a Python folder, and the consumers that it can run.
LOADERS = {
    0: {"loaders0": "columns croissant datasets mistral mlx_lm templates together"},
    1: {"loaders1": "litgpt trl", "datasets-2.21": "datasets", "datasets-3.6": "datasets", "datasets-4.0": "datasets"},
    2: {"llamafactory": "llamafactory", "swift": "swift", "axolotl": "axolotl unsloth", "torchtune": "torchtune"},
}
GROUPS = {"format": format_group, "text": text_group, "unit": unit_group, "golden": golden_group,
          "data": data_group, "chat": chat_group, "faults": faults_group, "loaders0": lambda: loaders(0), "loaders1": lambda: loaders(1),
          "loaders": all_loaders_group, "asan": asan_group}
# The Python folders of a group, where they are not at hand from the start.
PYTHON = {"data": ["test"], "chat": ["chat"], "loaders0": LOADERS[0], "loaders1": LOADERS[1],
          "loaders": [name for tier in LOADERS.values() for name in tier]}
# A third build of everything would double the time of a run, and so would four more trainers: asked for by name.
USUAL = [name for name in GROUPS if name not in ("asan", "loaders")]


def main():
    wanted = [a for a in sys.argv[1:] if a != "--keep-going"]
    unknown = [name for name in wanted if name not in GROUPS]
    if unknown:
        sys.exit(f"error: no test group {unknown[0]}\n  hint: groups are {' '.join(GROUPS)}")
    total = Tally()
    for name in wanted or USUAL:
        print(f"== {name}", flush=True)
        started = time.monotonic()
        tally = GROUPS[name]()
        total.add(tally)
        print(f"   {name}: {tally} in {time.monotonic() - started:.0f} s", flush=True)
        if tally.failed and "--keep-going" not in sys.argv:
            break
        if not ahead:
            set_up_ahead(wanted or USUAL)
    print(total)
    return int(bool(total.failed) or not total.passed)


sys.exit(main())
