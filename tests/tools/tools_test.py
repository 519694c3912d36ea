"""The checks of tools/ and the golden runner, each shown a fault that it must find."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LAYERS = "base:\nmodel: base\n"
CMAKE = "bmo_folder(base LIBRARIES fmt::fmt)\nbmo_folder(model LINKS bmo_base)\n"
BASE = "// Holds what any program needs.\n#pragma once\n"
MODEL = '// Says what a pair is.\n#pragma once\n#include <string>\n\n#include "bmo/base/base.hpp"\n'


class House(unittest.TestCase):
    """A small sound project in a folder of its own, to which each test does one thing."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)
        shutil.copytree(ROOT / "tools", self.root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
        (self.root / "tests/golden").mkdir(parents=True)
        shutil.copy(ROOT / "tests/golden/run.py", self.root / "tests/golden/run.py")
        for name, text in {"tools/layers.txt": LAYERS, "bmo/CMakeLists.txt": CMAKE,
                           "bmo/base/base.hpp": BASE, "bmo/model/model.hpp": MODEL}.items():
            self.write(name, text)
        subprocess.run(["git", "init", "--quiet"], cwd=self.root, check=True)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_script(self, *command, **environment):
        ran = subprocess.run([sys.executable, *command], cwd=self.root, text=True, capture_output=True,
                             env={**os.environ, **environment})
        return ran.returncode, ran.stdout + ran.stderr

    def finds(self, script, expected):
        status, told = self.run_script(f"tools/{script}")
        self.assertIn(expected, told)
        self.assertEqual(status, 1)


class Layers(House):
    def test_a_sound_house_passes(self):
        status, told = self.run_script("tools/check_layers.py")
        self.assertEqual(status, 0, told)

    def test_an_include_that_goes_up(self):
        self.write("bmo/base/text.cpp", '// Text.\n#include "bmo/model/model.hpp"\n')
        self.finds("check_layers.py", "bmo/base/text.cpp: base may not include bmo/model/model.hpp")

    def test_a_table_that_goes_up(self):
        self.write("tools/layers.txt", "base: model\nmodel: base\n")
        self.finds("check_layers.py", "base may not name model")

    def test_a_folder_that_is_not_listed(self):
        self.write("bmo/extra/extra.hpp", "// Is new.\n")
        self.finds("check_layers.py", "bmo/extra: not in tools/layers.txt")

    def test_headers_in_a_circle(self):
        self.write("bmo/model/a.hpp", '// A.\n#include "bmo/model/b.hpp"\n')
        self.write("bmo/model/b.hpp", '// B.\n#include "bmo/model/a.hpp"\n')
        self.finds("check_layers.py", "include circle: bmo/model/a.hpp -> bmo/model/b.hpp -> bmo/model/a.hpp")

    def test_a_folder_without_its_face(self):
        self.write("bmo/model/model.hpp", "#pragma once\n")
        self.finds("check_layers.py", "bmo/model/model.hpp: the folder's face")

    def test_a_library_in_the_wrong_folder(self):
        self.write("bmo/model/a.cpp", "// A.\n#include <zlib.h>\n")
        self.finds("check_layers.py", "<zlib.h> belongs to io")

    def test_a_library_seen_through_a_header(self):
        self.write("bmo/base/hash.hpp", "// Hash.\n#include <xxhash.h>\n")
        self.write("bmo/model/a.cpp", '// A.\n#include "bmo/base/hash.hpp"\n')
        self.finds("check_layers.py", "bmo/model/a.cpp: sees a third-party header through bmo/base/hash.hpp")

    def test_links_that_say_something_else(self):
        self.write("bmo/CMakeLists.txt", CMAKE.replace(" LINKS bmo_base", ""))
        self.finds("check_layers.py", "bmo/CMakeLists.txt: model links []")


class Text(House):
    def test_a_sound_house_passes(self):
        status, told = self.run_script("tools/check_text.py")
        self.assertEqual(status, 0, told)

    def test_faults_of_a_file(self):
        for name, text, expected in [
                ("bmo/base/long.cpp", "// Long.\n" + "\n" * 600, "601 lines, the limit is 600"),
                ("bmo/base/string_utils.cpp", "// Text.\n", "says nothing by 'utils'"),
                ("bmo/base/bare.cpp", "#include <string>\n", "does not open with a sentence"),
                ("docs/place.md", "see /wor" + "k/data\n", "docs/place.md:1: names a path of one machine"),
                ("docs/later.md", "TO" + "DO: more\n", "docs/later.md:1: leaves work open"),
                ("docs/link.md", "https:/" + "/registry.nowhere.dev/x\n", "registry.nowhere.dev is not in"),
                ("bmo/base/macro.hpp", "// Macro.\n#define BMO_TWICE(x) x x\n", "a macro outside")]:
            with self.subTest(name):
                self.write(name, text)
                self.finds("check_text.py", expected)
                (self.root / name).unlink()


class Golden(House):
    """The runner against a stand-in for bmo that says what it was given and when."""

    def setUp(self):
        super().setUp()
        self.write("bin/bmo", '#!/bin/sh\necho "took 1.5 s for $(cat "$1") in $PWD"\necho warned >&2\n'
                              'mkdir -p out && cp "$1" out/\nexit 3\n')
        (self.root / "bin/bmo").chmod(0o755)
        case = "tests/golden/say/plain/"
        self.case = self.root / case
        self.write(case + "cmd", "bmo word\n")
        self.write(case + "in/word", "pairs")
        self.write(case + "stdout", "took <duration> for pairs in <here>\n")
        self.write(case + "stderr", "warned\n")
        self.write(case + "exit", "3\n")
        self.write(case + "out/word", "pairs")

    def judge(self, **environment):
        return self.run_script("tests/golden/run.py", "--bmo", "bin/bmo", **environment)

    def test_what_is_as_expected_passes(self):
        self.assertEqual(self.judge(), (0, "1 passed, 0 failed\n"))

    def test_each_difference_fails(self):
        for name in ("stdout", "stderr", "exit", "out/word", "out/absent"):
            with self.subTest(name):
                kept = (self.case / name).read_text() if (self.case / name).exists() else None
                (self.case / name).write_text("other\n")
                status, told = self.judge()
                self.assertEqual(status, 1)
                self.assertIn(name, told)
                self.assertIn("0 passed, 1 failed", told)
                (self.case / name).unlink() if kept is None else (self.case / name).write_text(kept)

    def test_blessing_takes_what_is_seen(self):
        (self.case / "stdout").write_text("other\n")
        self.assertEqual(self.judge(BMO_BLESS="1")[0], 0)
        self.assertEqual((self.case / "stdout").read_text(), "took <duration> for pairs in <here>\n")

    def test_no_case_at_all_fails(self):
        shutil.rmtree(self.case)
        self.assertEqual(self.judge()[0], 1)


if __name__ == "__main__":
    unittest.main()
