#!/usr/bin/env python3
"""Lets the published torch load on a machine without NVIDIA packages, for work on the CPU alone.

torch as published links the CUDA libraries by name, several gigabytes that a CPU run never calls. This reads from
torch's own libraries which of them are missing and which functions it wants, compiles one small library whose
functions all answer "no device", and puts it under those names where torch looks first. Run it by the Python that
has torch: torch_without_cuda.py. Needs a C compiler (cc), readelf and nm.
"""
import pathlib
import re
import subprocess
import sysconfig
import tempfile

SITE = pathlib.Path(sysconfig.get_path("purelib"))
TORCH = SITE / "torch/lib"
# torch 2.15 looks for CUDA 13 here, before anywhere else.
HOME = SITE / "nvidia/cu13/lib"
CUDA_NAME = re.compile(r"(__cuda|cu|nccl|nvrtc|nvshmem|nvtx|nvJit)")
TEXT_RESULT = re.compile(r"(GetErrorString|GetErrorName|GetStatusString|GetStatusName|GetLastError$)")
# These ask whether something went wrong so far: nothing did.
ASKS_FOR_ERRORS = {"cudaGetLastError", "cudaPeekAtLastError"}
NO_DEVICE = 100


def output(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def needed(library):
    return set(re.findall(r"NEEDED.*\[(.*)\]", output("readelf", "-dW", library)))


def symbols(library, *flags):
    """(kind, name) of each symbol that a library offers or wants."""
    for line in output("nm", "-D", *flags, library).splitlines():
        parts = line.split()
        yield parts[-2], parts[-1].split("@")[0]


def wanted(libraries, present):
    """The CUDA functions that no library here defines."""
    offered, asked = set(), set()
    for library in libraries:
        for kind, name in symbols(library):
            (asked if kind == "U" else offered).add(name)
    for library in present:
        offered |= {name for _, name in symbols(library, "--defined-only")}
    return sorted(name for name in asked - offered if CUDA_NAME.match(name))


def function(name):
    if name.startswith("__cuda"):
        return f"void *{name}(void) {{ static long room[4]; return room; }}"
    if name in ASKS_FOR_ERRORS:
        return f"int {name}(void) {{ return 0; }}"
    if TEXT_RESULT.search(name):
        return f"const char *{name}(void) {{ return told; }}"
    return f"int {name}(void) {{ return {NO_DEVICE}; }}"


def compile_library(text, name, *links):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "source.c"
        source.write_text(text + "\n")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-fno-builtin", str(source), f"-Wl,-soname,{name}",
                        *links, "-o", str(HOME / name)], check=True)


def forget_requirements():
    """Keeps a later pip from bringing what was left out."""
    for path in SITE.glob("torch-*.dist-info/METADATA"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^Requires-Dist: (nvidia-|cuda-|triton).*\n", "", text, flags=re.M), encoding="utf-8")


def main():
    HOME.mkdir(parents=True, exist_ok=True)
    libraries = [path for path in TORCH.glob("*.so*") if path.is_file()]
    here = {path.name for path in libraries}
    system = dict(re.findall(r"^\s+(\S+) .*=> (\S+)$", output("ldconfig", "-p"), re.M))
    names = set().union(*map(needed, [*libraries, *SITE.glob("torch/_C*.so")]))
    missing = sorted(name for name in names if name not in here and name not in system)
    functions = [function(name) for name in wanted(libraries, [system[name] for name in names & set(system)])]
    compile_library("\n".join(['static const char told[] = "no CUDA on this machine";', *functions]), "libcudastandin.so")
    for name in missing:
        compile_library("", name, "-Wl,--no-as-needed", f"-L{HOME}", "-lcudastandin", "-Wl,-rpath,$ORIGIN")
    forget_requirements()


main()
