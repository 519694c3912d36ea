"""Holds the built program itself to what a person who starts it relies on."""
import os
import re
import subprocess
import unittest

BMO = os.environ["BMO"]


class Program(unittest.TestCase):
    def test_no_library_is_looked_for_in_the_current_folder(self):
        ran = subprocess.run([BMO, "--version"], env={**os.environ, "LD_DEBUG": "libs"}, capture_output=True,
                             text=True, check=True)
        tried = re.findall(r"trying file=(\S+)", ran.stderr)
        self.assertTrue(tried)
        self.assertEqual([path for path in tried if not path.startswith("/")], [])


if __name__ == "__main__":
    unittest.main()
