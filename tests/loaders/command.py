"""Starts the train.sh that bmo wrote, as a person would, on a model of 60,000 weights."""
import os
import pathlib
import re
import subprocess
import sys


def run(made, home, *flags, **settings):
    """What the run printed; it has to end well."""
    path = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(["sh", made.folder / "train.sh", *map(str, flags)], stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True, env={**os.environ, "MODEL": str(home), "PATH": path, **settings})
    assert ran.returncode == 0, ran.stdout[-3000:]
    return ran.stdout


def losses(printed):
    """The losses that the trainers of Hugging Face print as they go."""
    return [float(loss) for loss in re.findall(r"'loss': '?([0-9.eE+-]+)", printed)]


def is_adapter(path):
    """Is that file one with weights in it?"""
    return path.is_file() and path.stat().st_size > 1000
