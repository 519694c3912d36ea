"""Holds docs/traps.md against the codes that bmo has and the tests that there are."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CODE = re.compile(r"`([EWN]_[A-Z0-9_]+)`")
TEST = re.compile(r"`(\w+)::(\w+)`")


def rows(page):
    """The cells of its one table: trap, who, what happens, codes, tests."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def known_codes():
    pages = "".join(path.read_text() for path in (ROOT / "docs/reference").glob("*.md"))
    return set(re.findall(r"^(?:## |\*\*code:\*\* )([EWN]_[A-Z0-9_]+)$", pages, re.M))


def known_tests():
    """Those of the loaders by file and name, those of C++ by the class that walks every extension."""
    named = {(path.stem.removesuffix("_test"), name) for path in (ROOT / "tests/loaders").glob("*_test.py")
             for name in re.findall(r"^def test_(\w+)\(", path.read_text(), re.M)}
    return named | {("conformance", name) for path in (ROOT / "tests/conformance").glob("*_test.cpp")
                    for name in re.findall(r"^class (\w+)", path.read_text(), re.M)}


def faults(page, codes, tests):
    page = "\n".join(line for line in page.splitlines() if line.startswith("| "))
    found = [f"no code {code}" for code in CODE.findall(page) if code not in codes]
    found += [f"no test {place}::{name}" for place, name in TEST.findall(page)
              if (place, name) not in tests]
    found += [f"no test in: {row[0]}" for row in rows(page) if len(row) != 5 or not TEST.search(row[4])]
    named = set(TEST.findall(page))
    return found + [f"not in the table: {place}::{name}" for place, name in sorted(tests - named) if name.startswith("trap_")]


class Traps(unittest.TestCase):
    def setUp(self):
        self.page = (ROOT / "docs/traps.md").read_text()

    def test_every_code_and_test_exists_and_no_trap_is_left_out(self):
        self.assertGreater(len(rows(self.page)), 80)
        self.assertEqual(faults(self.page, known_codes(), known_tests()), [])

    def test_what_does_not_exist_is_found(self):
        page = "| a | b | c | d | e |\n| trap | who | what | `E_NO_SUCH` | `trl::no_such` |\n| trap | who | what | `E_UTF8` | none |\n"
        self.assertEqual(faults(page, {"E_UTF8"}, {("trl", "trap_more")}),
                         ["no code E_NO_SUCH", "no test trl::no_such", "no test in: trap", "not in the table: trl::trap_more"])


if __name__ == "__main__":
    unittest.main()
