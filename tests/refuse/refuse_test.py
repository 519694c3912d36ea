"""What must not compile: each source here does with -DSOUND, and without it says the words of its first line."""
import pathlib
import re
import subprocess
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def compile_source(source, *definitions):
    return subprocess.run(["c++", "-std=c++20", "-fsyntax-only", "-Wall", "-Werror", f"-I{ROOT}", *definitions, source],
                          text=True, capture_output=True)


class Refuse(unittest.TestCase):
    pass


def test_of(source):
    def test(self):
        sound = compile_source(source, "-DSOUND")
        self.assertEqual(sound.returncode, 0, sound.stderr)
        unsound = compile_source(source)
        self.assertNotEqual(unsound.returncode, 0, "it compiles")
        self.assertRegex(unsound.stderr, re.search(r"`(.+?)`", source.read_text().splitlines()[0])[1])
    return test


for path in sorted(HERE.glob("*.cpp")):
    setattr(Refuse, f"test_{path.stem}", test_of(path))

if __name__ == "__main__":
    unittest.main()
