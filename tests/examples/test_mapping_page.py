"""Runs the worked example of docs/mapping.md: the files that it shows, the commands, and what they say."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

PAGE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs/mapping.md"
BMO = pathlib.Path(os.environ["BMO"]).resolve()


def blocks():
    """(kind, text, the name before it) of every fenced block."""
    found = re.findall(r"(?:`([\w.]+)`:\n\n)?```(\w+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    return [(kind, text, name) for name, kind, text in found]


class MappingPage(unittest.TestCase):
    def test_the_worked_example_says_what_the_page_shows(self):
        with tempfile.TemporaryDirectory() as folder:
            shown = []
            for kind, text, name in blocks():
                if name:
                    (pathlib.Path(folder) / name).write_text(text, encoding="utf-8")
                elif kind == "sh":
                    script = f'bmo() {{ "{BMO}" "$@"; }}\n{text}'
                    ran = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True)
                    shown.append(ran.stdout)
                elif kind == "text":
                    self.assertEqual(shown[-1], text)
            self.assertEqual(len(shown), 2)


if __name__ == "__main__":
    unittest.main()
