"""Imports pairs into a workspace and exports them again: a data set holds its pairs and nothing else."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

BMO = os.environ["BMO"]
BATCHES = pathlib.Path(__file__).resolve().parents[2] / "examples/harbor/batches"


class Import(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.bmo("init")

    def bmo(self, *arguments):
        done = subprocess.run([BMO, *map(str, arguments), "--json"], cwd=self.folder.name,
                              capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stdout + done.stderr)
        return json.loads(done.stdout)

    def ids(self, folder):
        lines = (pathlib.Path(self.folder.name) / folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
        return sorted(json.loads(line)["id"] for line in lines)

    def test_a_data_set_counts_its_pairs_alone(self):
        taken = self.bmo("import", BATCHES, "--dataset", "harbor")
        self.assertGreater(taken["quarantined"], 0)
        self.assertEqual(taken["pairs"], taken["exported"])
        self.assertEqual(taken["exported"] + taken["quarantined"], taken["input"]["records"])

    def test_what_was_imported_comes_out_again(self):
        self.bmo("import", BATCHES, "--dataset", "harbor")
        self.bmo("export", BATCHES, "--to", "jsonl", "--out", "straight")
        out = self.bmo("export", "dataset:harbor", "--to", "jsonl", "--out", "through")
        self.assertEqual(out["quarantined"], 0)
        self.assertEqual(self.ids("through"), self.ids("straight"))

    def test_an_export_taken_in_again_is_read_for_its_pairs_alone(self):
        first = self.bmo("export", BATCHES, "--to", "parquet", "--metadata", "sidecar", "--out", "out")
        again = self.bmo("check", "out")
        self.assertEqual(again["input"]["records"], first["exported"])
        self.assertEqual(again["quarantined"], 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
