"""Files of findings, read by what knows nothing of bmo: SARIF by the members that its standard requires, JUnit by an XML parser."""
import collections
import json
import os
import subprocess
import xml.etree.ElementTree

import pytest

BMO = os.environ["BMO"]
ROWS = [{"id": "a", "instruction": "Name a prime.", "response": "Seven."},
        {"id": "<b> & \"c\"", "instruction": "Name \"a\" <prime> & no other.", "response": "The answer is seven and the\u0007"},
        {"id": "c", "instruction": "Name a prime.", "response": ""},
        {"id": "d", "messages": [{"role": "wizard", "content": "x"}]}]
# SARIF 2.1.0, of the properties that we write: which are required (sections 3.13, 3.14, 3.18, 3.19, 3.27, 3.49).
REQUIRED = {"log": ("version", "runs"), "run": ("tool",), "driver": ("name",), "rule": ("id",), "result": ("message",)}
LEVELS = {"none", "note", "warning", "error"}


@pytest.fixture
def written(tmp_path):
    source = tmp_path / "a pair's file.jsonl"
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    source.write_bytes(lines + b'{"instruction":"caf\xe9","response":"b"}\n')

    def write(name):
        subprocess.run([BMO, "check", source.name, "--checks", "all", "--findings", name, "--quiet"], cwd=tmp_path,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return (tmp_path / name).read_bytes()
    return write


def counts_of(jsonl):
    return collections.Counter(json.loads(line)["code"] for line in jsonl.decode().splitlines())


def test_sarif_has_what_its_standard_requires(written):
    log = json.loads(written("all.sarif"))
    assert all(key in log for key in REQUIRED["log"]) and log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "bmo"
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) > 2
    for result in run["results"]:
        assert all(key in result for key in REQUIRED["result"]) and result["message"]["text"]
        assert result["level"] in LEVELS
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "a%20pair%27s%20file.jsonl"
        assert all(number >= 1 for number in place.get("region", {}).values())
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")


def test_sarif_and_junit_tell_of_what_the_list_tells(written):
    told = counts_of(written("all.jsonl"))
    assert {"E_ROLE", "E_UTF8", "E_EMPTY_FIELD"} <= set(told)
    run = json.loads(written("all.sarif"))["runs"][0]
    assert collections.Counter(result["ruleId"] for result in run["results"]) == told
    suites = xml.etree.ElementTree.fromstring(written("all.xml"))
    failed = {case.get("name") for case in suites.iter("testcase") if case.find("failure") is not None}
    assert failed == {code for code in told if code.startswith("E_")}
    (suite,) = suites.findall("testsuite")
    assert int(suite.get("tests")) == len(suite.findall("testcase"))
    assert int(suite.get("failures")) == len(failed) == int(suites.get("failures"))
