"""Which of OpenBLAS's kernels NumPy gets, decided before NumPy is loaded, and which it got."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path

# What OpenBLAS's SkylakeX kernels are made of.
NEEDED = frozenset({"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"})
VARIABLE = "OPENBLAS_CORETYPE"
WIDE = frozenset({"SkylakeX", "Cooperlake", "Sapphirerapids"})


def choose_kernels(cpu_info: Path = Path("/proc/cpuinfo")) -> None:
    """Ask OpenBLAS for its AVX-512 kernels on AMD's processors that can run them.

    OpenBLAS takes them by itself on Intel's processors, but on AMD's it stays with AVX2, at about
    half the speed of products. A choice that the user has made stands, and where NumPy is loaded
    already this comes too late and does nothing. Results differ in their last bits only.
    """
    if "numpy" in sys.modules or VARIABLE in os.environ:
        return
    if can_use_wide_kernels(cpu_info):
        os.environ[VARIABLE] = "SkylakeX"


def can_use_wide_kernels(cpu_info: Path) -> bool:
    """Whether Linux's description of the processor names AMD and every instruction set needed."""
    try:
        text = cpu_info.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    first = text.partition("\n\n")[0]
    fields = {name.strip(): value for name, _, value in (line.partition(":") for line in first.splitlines())}
    return "AMD" in fields.get("vendor_id", "") and set(fields.get("flags", "").split()) >= NEEDED


@functools.cache
def has_wide_kernels() -> bool:
    """Whether the BLAS that NumPy loaded is OpenBLAS with AVX-512 kernels."""
    from threadpoolctl import threadpool_info

    return any(library.get("architecture") in WIDE for library in threadpool_info())
