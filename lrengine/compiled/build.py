"""Compile the loops to an object file.

A process of its own does it by `main`, once for each machine and precision: Numba takes most of a second
to load, during which it would hold up the window, and the object file takes a few milliseconds.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

import numpy as np

from lrengine.compiled.instructions import fetching, lying_at, memory
from lrengine.compiled.loops import are_within, loops_in
from lrengine.compiled.sharing import LENGTH, LOGITS, sharing_in

# Sums may be taken in another order, in lanes; infinities and what is no number stay what they are.
LENIENT = {"reassoc", "contract", "nsz", "arcp"}
NAMES = ("product", "serve", "are_within")
# What the loops call of the system: for plain filling and copying, and to let other threads go first.
LIBRARY = ("memset", "memcpy", "memmove", "give_way")


def object_code(dtype: np.dtype[Any]) -> bytes:
    """Machine code of the loops in one precision, by their NAMES, for the processor at hand."""
    import llvmlite.binding as llvm

    # Numba makes the code callable here, too.
    provide(llvm)
    whole, *others = map(llvm.parse_assembly, _intermediate(dtype))
    for module in others:
        whole.link_in(module)
    whole.link_in(llvm.parse_assembly(_never_called(whole)))
    return machine(llvm).emit_object(whole)


def provide(llvm: Any) -> None:
    """Tell LLVM where the functions of LIBRARY are."""
    if sys.platform == "win32":
        give_way = ctypes.WinDLL("kernel32").SwitchToThread
    else:
        give_way = ctypes.CDLL(None).sched_yield
    # What moves overlapping memory also copies it.
    functions = ctypes.memset, ctypes.memmove, ctypes.memmove, give_way
    for name, function in zip(LIBRARY, functions, strict=True):
        llvm.add_symbol(name, ctypes.cast(function, ctypes.c_void_p).value)


def _never_called(module: Any) -> str:
    """Definitions of what Numba's code would call if a loop could fail, so that the object file needs
    nothing of Numba's but LIBRARY."""
    functions = {one.name for one in module.functions if one.is_declaration}
    variables = {one.name for one in module.global_variables if one.is_declaration}
    return "\n".join(
        [f"define void @{name}() {{ unreachable }}" for name in functions if not _is_provided(name)]
        + [f"@{name} = global i8 0" for name in variables]
    )


def _is_provided(name: str) -> bool:
    return name.startswith("llvm.") or name in LIBRARY


def machine(llvm: Any) -> Any:
    """LLVM's description of the processor at hand."""
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
    )


def _intermediate(dtype: np.dtype[Any]) -> list[str]:
    """LLVM's intermediate code of the loops, each callable from C by its name."""
    import numba
    from numba import carray, types

    options: dict[str, Any] = {"fastmath": LENIENT, "error_model": "numpy"}
    jit, real = numba.njit(**options), dtype.type
    number, scales = types.int64, types.CPointer(types.float64)
    numbers = types.CPointer(number)
    reals_at, bytes_at, numbers_at = map(lying_at, (numba.from_dtype(dtype), types.uint8, number))
    logits, slopes = loops_in(real, jit, fetching())
    within = jit(are_within)

    @jit
    def half(kind, left, bytes_, rows, chosen, right, scale, k, m, d, begin, end):  # type: ignore[no-untyped-def]
        x, which = carray(bytes_at(bytes_), (m, d)), carray(numbers_at(rows), (m,))
        w_or_g, z_or_r = carray(reals_at(left), (k, d)), carray(reals_at(right), (k, m))
        if kind == LOGITS:
            logits(w_or_g, x, which, chosen != 0, z_or_r, real(scale), begin, end)
        else:
            slopes(z_or_r, x, which, chosen != 0, w_or_g, real(scale), begin, end)

    @jit
    def add(left, other, count):  # type: ignore[no-untyped-def]
        total, more = carray(reals_at(left), (count,)), carray(reals_at(other), (count,))
        for i in range(count):
            total[i] += more[i]

    product, serve = sharing_in(half, add, memory(), jit)

    @numba.cfunc(types.void(numbers, scales, *[number] * 7, types.float64, *[number] * 3), **options)
    def call_product(  # type: ignore[no-untyped-def]
        desk, given, kind, left, other, bytes_, rows, chosen, right, scale, k, m, d
    ):
        product(
            carray(desk, (LENGTH,)), carray(given, (1,)),
            kind, left, other, bytes_, rows, chosen, right, scale, k, m, d,
        )  # fmt: skip

    @numba.cfunc(types.void(numbers, scales, number), **options)
    def call_serve(desk, given, patience):  # type: ignore[no-untyped-def]
        serve(carray(desk, (LENGTH,)), carray(given, (1,)), patience)

    @numba.cfunc(number(numbers, number, number), **options)
    def call_within(rows, m, n):  # type: ignore[no-untyped-def]
        return within(carray(rows, (m,)), n)

    return [
        compiled.inspect_llvm().replace(compiled.native_name, name)
        for name, compiled in zip(NAMES, (call_product, call_serve, call_within), strict=True)
    ]


def main(precision: str, target: str) -> None:
    """Compile and try out one precision, and write it to a file."""
    from lrengine.compiled.library import loops_of

    dtype = np.dtype(precision)
    code = object_code(dtype)
    # Code that this machine cannot run ends this process, and no other.
    _try(loops_of(code, dtype), dtype)
    # Half of it, as a full disk leaves, would end the process that loads it.
    partial = Path(f"{target}.part")
    partial.write_bytes(code)
    partial.replace(target)


def _try(loops: Any, dtype: np.dtype[Any]) -> None:
    """Raise ArithmeticError unless small whole numbers come out exactly."""
    k, m, d = 7, 11, 70
    weights, residual = (np.arange(k * size, dtype=dtype).reshape(k, size) % 9 for size in (d, m))
    bytes_ = (np.arange(m * d) % 251).astype(np.uint8).reshape(m, d)
    for rows in (None, np.arange(m)[::-1].astype(np.int64)):
        x = bytes_.astype(dtype) if rows is None else bytes_[rows].astype(dtype)
        logits, slopes = np.empty((k, m), dtype), np.empty((k, d), dtype)
        loops.logits(weights, loops.take(bytes_, rows), 1.0, logits)
        loops.slopes(residual, loops.take(bytes_, rows), 1.0, slopes)
        if (logits != weights @ x.T).any() or (slopes != residual @ x).any():
            raise ArithmeticError("The loops give wrong numbers.")
