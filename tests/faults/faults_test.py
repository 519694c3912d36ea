"""Kills, starves and confuses a real bmo while it exports, and demands the bytes of a quiet run.

Run by ./dev test faults, with BMO naming the program and BMO_BROKEN the deliberately broken one.
FAULT_POINTS scales the number of random kill points.
"""
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

BMO = os.environ["BMO"]
BROKEN = os.environ["BMO_BROKEN"]
POINTS = int(os.environ.get("FAULT_POINTS", "300"))
HERE = pathlib.Path(__file__).resolve().parent
MAY_DIFFER = {"run.json", "lock"}
OPTIONS = ["--to", "jsonl,parquet,csv:alpaca,hf", "--shard-size", "64KiB", "--block-size", "32KiB",
           "--split", "train=0.9,validation=0.1", "--dedup", "near", "--quiet", "--no-progress"]
BROKEN_OPTIONS = ["--to", "jsonl,parquet", "--shard-size", "64KiB", "--block-size", "32KiB"]


def records(count=400):
    """Pairs of many shapes and lengths, some of them bad, some said twice, from a fixed seed."""
    rng = random.Random(5)
    said = None
    for i in range(count):
        words = " ".join(rng.choice(["battery", "bilge", "chart", "depth", "Größe", "海图", "\\n", '"q"'])
                         for _ in range(rng.randrange(5, 90)))
        if i % 9 == 4 and said:
            yield json.dumps({"id": f"again{i}", "instruction": f"Please, {said[0]}", "output": said[1]}) + "\n"
        elif i % 23 == 9 and said:
            yield json.dumps({"id": f"same{i}", "instruction": said[0].upper(), "output": said[1] + "!"}) + "\n"
        elif i % 41 == 7:
            yield "{broken\n"
        elif i % 37 == 5:
            yield json.dumps({"instruction": f"Ask {i}", "output": None}) + "\n"
        else:
            said = f"Ask {i}: {words[:60]}", words
            yield json.dumps({"id": f"p{i}", "instruction": f"Ask {i}: {words[:60]}", "input": "",
                              "output": words, "topics": ["a", "b"][: i % 3], "quality": i % 10},
                             ensure_ascii=i % 2 == 0) + "\n"


def files_of(folder):
    out = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file() and path.name not in MAY_DIFFER:
            out[str(path.relative_to(folder))] = path.read_bytes()
    return out


def digest(folder):
    state = hashlib.sha256()
    for name, data in files_of(folder).items():
        state.update(name.encode() + b"\0" + data)
    return state.hexdigest()


class Exporting(unittest.TestCase):
    """A source, a quiet run's bytes to compare with, and the shim."""

    options = OPTIONS

    @classmethod
    def setUpClass(cls):
        # In memory where there is such a folder: what a disk loses is PowerCut's business.
        shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        cls.top = pathlib.Path(tempfile.mkdtemp(prefix="bmo-faults-", dir=shm))
        cls.shim = cls.top / "shim.so"
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", cls.shim, HERE / "shim.c", "-ldl"], check=True)
        cls.source = cls.top / "in.jsonl"
        cls.source.write_text("".join(records()), encoding="utf-8")
        cls.out = cls.top / "out"
        cls.expected_code = cls.run_bmo().returncode
        assert cls.expected_code == 1, "the source has bad records, so a finished export exits 1"
        cls.golden, cls.golden_digest = files_of(cls.out), digest(cls.out)
        shutil.rmtree(cls.out)
        counts = cls.top / "counts"
        cls.run_bmo({"FS_COUNT": str(counts)}, shim=True)
        written, cls.operations, cls.fsyncs = map(int, counts.read_text().split())
        # run.json comes last and tells times, so its length differs from run to run.
        cls.bytes = written - (cls.out / ".bmo" / "run.json").stat().st_size

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top)

    @classmethod
    def command(cls, *more):
        return [BMO, "export", str(cls.source), "--out", str(cls.out), *cls.options, *more]

    @classmethod
    def run_bmo(cls, env=None, shim=False, more=()):
        env = {**os.environ, **(env or {})}
        if shim:
            env.update(LD_PRELOAD=str(cls.shim), FS_PREFIX=str(cls.out))
        return subprocess.run(cls.command(*more), env=env, capture_output=True, text=True)

    def setUp(self):
        shutil.rmtree(self.out, ignore_errors=True)

    def torn(self, folder=None, golden=None):
        """Final names that hold anything but what a quiet run writes there."""
        golden = self.golden if golden is None else golden
        seen = files_of(folder or self.out)
        bad = [name for name, data in seen.items()
               if not name.startswith(".bmo/work/") and ".tmp-" not in name and golden.get(name) != data]
        if ".bmo/manifest.json" in seen:
            bad += [name for name in golden if name not in seen]
        return bad

    def resumes(self, context):
        self.assertEqual(self.torn(), [], context)
        after = self.run_bmo()
        self.assertEqual(after.returncode, self.expected_code, f"{context}: {after.stderr}")
        self.assertEqual(digest(self.out), self.golden_digest, context)
        self.assertFalse((self.out / ".bmo" / "work").exists(), context)

    def points(self, total, count):
        rng = random.Random(total)
        return sorted({0, 1, 2, total - 1, *(rng.randrange(total) for _ in range(count))})


class ExactFaults(Exporting):
    """Where copies alone are looked for, pass one takes sketches, and a part of the input is read three times."""

    options = ["--to", "jsonl", "--block-size", "32KiB", "--dedup", "exact", "--quiet", "--no-progress"]

    def test_kill_before_any_operation(self):
        found = json.loads(self.golden[".bmo/duplicates.json"])
        self.assertGreater(found["removed"]["identical"], 0)
        for operation in range(1, self.operations + 1):
            shutil.rmtree(self.out, ignore_errors=True)
            self.run_bmo({"FS_KILL_OP": str(operation)}, shim=True)
            self.resumes(f"killed before operation {operation}")


class Faults(Exporting):
    def test_kill_at_any_byte(self):
        for point in self.points(self.bytes, POINTS):
            shutil.rmtree(self.out, ignore_errors=True)
            done = self.run_bmo({"FS_KILL_AT": str(point)}, shim=True)
            self.assertEqual(done.returncode, -signal.SIGKILL, point)
            self.resumes(f"killed at byte {point}")

    def test_kill_before_any_operation(self):
        for operation in range(1, self.operations + 1):
            shutil.rmtree(self.out, ignore_errors=True)
            self.run_bmo({"FS_KILL_OP": str(operation)}, shim=True)
            self.resumes(f"killed before operation {operation}")

    def test_kill_again_while_resuming(self):
        for first in self.points(self.bytes, 8):
            for second in self.points(self.operations, 6):
                shutil.rmtree(self.out, ignore_errors=True)
                self.run_bmo({"FS_KILL_AT": str(first)}, shim=True)
                self.run_bmo({"FS_KILL_OP": str(second)}, shim=True)
                self.resumes(f"killed at byte {first}, then before operation {second}")

    def test_short_and_interrupted_writes_are_invisible(self):
        for env in ({"FS_SHORT": "1"}, {"FS_EINTR": "2"}):
            shutil.rmtree(self.out, ignore_errors=True)
            self.assertEqual(self.run_bmo(env, shim=True).returncode, self.expected_code)
            self.assertEqual(digest(self.out), self.golden_digest)

    def test_no_space_at_any_byte(self):
        for point in self.points(self.bytes, 50):
            shutil.rmtree(self.out, ignore_errors=True)
            done = self.run_bmo({"FS_ENOSPC_AT": str(point)}, shim=True)
            self.assertEqual(done.returncode, 74, f"no space at {point}: {done.stderr}")
            self.assertIn("E_NO_SPACE", done.stderr)
            self.resumes(f"no space at byte {point}")

    def test_failing_fsync(self):
        for n in range(1, self.fsyncs + 1):
            shutil.rmtree(self.out, ignore_errors=True)
            done = self.run_bmo({"FS_FSYNC_EIO": str(n)}, shim=True)
            self.assertEqual(done.returncode, 74, f"fsync {n}: {done.stderr}")
            self.resumes(f"fsync {n} failed")

    def test_damage_to_unfinished_work_is_mended(self):
        for point in self.points(self.bytes, 6):
            shutil.rmtree(self.out, ignore_errors=True)
            self.run_bmo({"FS_KILL_AT": str(point)}, shim=True)
            work = self.out / ".bmo" / "work"
            for path in sorted(work.rglob("*")) if work.exists() else []:
                if path.is_file() and path.stat().st_size and path.name != "plan.json":
                    data = bytearray(path.read_bytes())
                    data[len(data) // 2] ^= 1
                    path.write_bytes(data)
            self.resumes(f"every unfinished file damaged after a kill at byte {point}")

    def test_signals_stop_cleanly(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            for delay in (0.0, 0.01, 0.02, 0.03, 0.05):
                shutil.rmtree(self.out, ignore_errors=True)
                process = subprocess.Popen(self.command(), stderr=subprocess.PIPE)
                time.sleep(delay)
                process.send_signal(number)
                _, error = process.communicate(timeout=10)
                self.assertIn(process.returncode, (self.expected_code, 128 + number, -number), error)
                self.resumes(f"signal {number} after {delay} s")

    def test_same_bytes_for_any_effort_and_surroundings(self):
        surroundings = [({}, ("--threads", n)) for n in ("1", "2", "8")]
        surroundings += [({}, ("--batch-size", n)) for n in ("1", "7", "8192")]
        surroundings += [({"LC_ALL": "de_DE.UTF-8"}, ()), ({"LC_ALL": "tr_TR.UTF-8"}, ()),
                         ({"TZ": "Asia/Kathmandu"}, ()), ({}, ("--durability", "none"))]
        for env, more in surroundings:
            shutil.rmtree(self.out, ignore_errors=True)
            self.assertEqual(self.run_bmo(env, more=more).returncode, self.expected_code)
            self.assertEqual(digest(self.out), self.golden_digest, f"{env} {more}")

    def test_changed_input_is_refused(self):
        original = self.source.read_bytes()
        try:
            self.run_bmo({"FS_KILL_AT": str(self.bytes // 2)}, shim=True)
            before = files_of(self.out)
            for edited in (original + b"{}\n", original[:-5], original.replace(b"battery", b"BATTERY")):
                self.source.write_bytes(edited)
                done = self.run_bmo()
                self.assertEqual(done.returncode, 65, done.stderr)
                self.assertIn("E_INPUT_CHANGED", done.stderr)
                self.assertEqual(files_of(self.out), before)
        finally:
            self.source.write_bytes(original)
        self.resumes("the input is as it was")

    def test_other_options_are_refused(self):
        self.run_bmo({"FS_KILL_AT": str(self.bytes // 2)}, shim=True)
        done = self.run_bmo(more=("--seed", "4"))
        self.assertEqual(done.returncode, 65)
        self.assertIn("seed was 0, now 4", done.stderr)
        self.resumes("the options are as they were")

    def test_a_complete_export_is_left_alone(self):
        self.run_bmo()
        before = {p: p.stat().st_mtime_ns for p in self.out.rglob("*") if p.is_file() and p.name != "lock"}
        self.assertEqual(self.run_bmo().returncode, self.expected_code)
        self.assertEqual(before, {p: p.stat().st_mtime_ns for p in before})

    def test_a_foreign_folder_is_refused(self):
        self.out.mkdir()
        (self.out / "thesis.txt").write_text("mine")
        self.assertEqual(self.run_bmo().returncode, 73)
        self.assertEqual([p.name for p in self.out.iterdir()], ["thesis.txt"])

    def test_a_second_run_is_told_who_is_at_it(self):
        self.run_bmo({"FS_KILL_AT": "1"}, shim=True)
        holder = subprocess.Popen(["flock", str(self.out / ".bmo" / "lock"), "sleep", "20"])
        try:
            time.sleep(0.2)
            start = time.monotonic()
            done = self.run_bmo()
            self.assertEqual(done.returncode, 75, done.stderr)
            self.assertLess(time.monotonic() - start, 1)
        finally:
            subprocess.run(["pkill", "-P", str(holder.pid)], check=False)
            holder.kill()
            holder.wait()
        self.resumes("the other run is gone")

    def test_verify_finds_any_flipped_bit(self):
        self.run_bmo()
        for name in [n for n in self.golden if n != ".bmo/manifest.json"]:
            path = self.out / name
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)
            done = subprocess.run([BMO, "verify", str(self.out)], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1, name)
            self.assertIn(name, done.stdout + done.stderr)
            data[len(data) // 2] ^= 1
            path.write_bytes(data)

    def test_closed_descriptors_do_not_reach_the_data(self):
        for closed in (">&-", "2>&-", ">&- 2>&- <&-", ">/dev/full"):
            shutil.rmtree(self.out, ignore_errors=True)
            command = " ".join(f"'{part}'" for part in self.command())
            subprocess.run(["bash", "-c", f"{command} {closed}"], capture_output=True)
            self.assertEqual(digest(self.out), self.golden_digest, closed)

    def test_the_broken_writer_is_caught(self):
        def run(env=None):
            full = {**os.environ, "FS_PREFIX": str(self.out), "LD_PRELOAD": str(self.shim), **(env or {})}
            return subprocess.run([BROKEN, "in-place", str(self.source), str(self.out)], env=full)
        counts = self.top / "broken-counts"
        self.assertEqual(run({"FS_COUNT": str(counts)}).returncode, 0)
        golden, total = files_of(self.out), int(counts.read_text().split()[0])
        torn = 0
        for point in range(total - 3000, total, 60):
            shutil.rmtree(self.out, ignore_errors=True)
            run({"FS_KILL_AT": str(point)})
            torn += bool(self.torn(golden=golden))
        self.assertGreater(torn, 5, "these tests would not see a writer that writes in place")

    def test_a_value_written_wrong_is_caught_by_the_proof(self):
        ran = subprocess.run([BROKEN, "wrong-value", str(self.source), str(self.out)],
                             capture_output=True, text=True)
        self.assertEqual(ran.returncode, 70, ran.stderr)
        self.assertIn("E_PROOF", ran.stderr)
        self.assertFalse((self.out / ".bmo" / "manifest.json").exists())


def can_mount():
    return os.geteuid() == 0 and shutil.which("mkfs.ext4") and shutil.which("xfs_io") and os.path.exists("/dev/loop-control")


@unittest.skipUnless(can_mount(), "a power cut needs root, loop devices, e2fsprogs and xfsprogs")
class PowerCut(Exporting):
    """ext4 on a loop file, shut down without a log flush: what was not synced is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.image, cls.mount = cls.top / "disk.img", cls.top / "mnt"
        cls.mount.mkdir()
        subprocess.run(["truncate", "-s", "128M", cls.image], check=True)

    def sh(self, *command):
        return subprocess.run(command, capture_output=True, text=True)

    def cycle(self, run):
        """Runs on a fresh disk, cuts the power, and looks: (exit code, torn names, is complete)."""
        self.sh("mkfs.ext4", "-q", "-F", str(self.image))
        if self.sh("mount", "-o", "loop", str(self.image), str(self.mount)).returncode:
            self.skipTest("loop devices cannot be mounted here")
        out = self.mount / "out"
        code = run(out)
        self.sh("xfs_io", "-x", "-c", "shutdown", str(self.mount))
        self.sh("umount", str(self.mount))
        self.assertEqual(self.sh("mount", "-o", "loop", str(self.image), str(self.mount)).returncode, 0)
        return code, out

    def after(self):
        self.sh("umount", str(self.mount))

    def export_to(self, out, env=None):
        type(self).out = out
        return self.run_bmo(env, shim=env is not None).returncode

    def test_a_power_cut_loses_nothing_that_was_reported(self):
        for point in [None, None, *self.points(self.bytes, 20)]:
            env = None if point is None else {"FS_KILL_AT": str(point)}
            code, out = self.cycle(lambda target, env=env: self.export_to(target, env))
            try:
                self.assertEqual(self.torn(out), [], f"power cut at byte {point}")
                if code == self.expected_code:
                    for name in ("manifest.json", "run.json"):
                        self.assertTrue((out / ".bmo" / name).exists(), f"success was reported and {name} lost")
                self.assertEqual(self.export_to(out), self.expected_code)
                self.assertEqual(digest(out), self.golden_digest, f"power cut at byte {point}")
            finally:
                self.after()

    def test_writers_that_do_not_sync_are_caught(self):
        for fault in ("no-sync", "no-folder-sync"):
            lost = 0
            for _ in range(4):
                code, out = self.cycle(
                    lambda target, fault=fault: subprocess.run([BROKEN, fault, self.source, target]).returncode)
                # run.json is the last file of all: no later sync can save its name by accident.
                whole = [out / ".bmo" / "manifest.json", out / ".bmo" / "run.json", *out.glob("jsonl/*.jsonl")]
                lost += code == 0 and not (len(whole) > 2 and all(p.exists() and p.stat().st_size for p in whole))
                self.after()
            self.assertGreater(lost, 0, f"{fault}: these tests would not see a writer that does not sync")


if __name__ == "__main__":
    unittest.main(verbosity=2)
