"""Compile the loops to an object file.

A process of its own does it by `main`, once for each machine and precision: Numba takes most of a second
to load, during which it would hold up the window, and the object file takes a few milliseconds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from lrengine.compiled.loops import are_within, loops_in

# Sums may be taken in another order, in lanes; infinities and what is no number stay what they are.
LENIENT = {"reassoc", "contract", "nsz", "arcp"}
NAMES = ("logits", "slopes", "are_within")
# What compilers call for plain filling and copying, wherever C's library is at hand.
LIBRARY = ("memset", "memcpy", "memmove")


def object_code(dtype: np.dtype[Any]) -> bytes:
    """Machine code of the loops in one precision, by their NAMES, for the processor at hand."""
    import llvmlite.binding as llvm

    whole, *others = map(llvm.parse_assembly, _intermediate(dtype))
    for module in others:
        whole.link_in(module)
    whole.link_in(llvm.parse_assembly(_never_called(whole)))
    return machine(llvm).emit_object(whole)


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

    narrow = numba.from_dtype(dtype)
    number, reals = types.int64, types.CPointer(narrow)
    signature = types.void(
        reals, types.CPointer(types.uint8), types.CPointer(number), number, reals, narrow,
        number, number, number,
    )  # fmt: skip
    options: dict[str, Any] = {"fastmath": LENIENT, "error_model": "numpy"}
    logits, slopes = loops_in(dtype.type, numba.njit(**options), _fetching())
    within = numba.njit(**options)(are_within)

    @numba.cfunc(signature, **options)
    def call_logits(w, x, rows, chosen, z, scale, k, m, d):  # type: ignore[no-untyped-def]
        logits(
            carray(w, (k, d)), carray(x, (m, d)), carray(rows, (m,)), chosen != 0, carray(z, (k, m)), scale
        )

    @numba.cfunc(signature, **options)
    def call_slopes(r, x, rows, chosen, g, scale, k, m, d):  # type: ignore[no-untyped-def]
        slopes(
            carray(r, (k, m)), carray(x, (m, d)), carray(rows, (m,)), chosen != 0, carray(g, (k, d)), scale
        )

    @numba.cfunc(number(types.CPointer(number), number, number), **options)
    def call_within(rows, m, n):  # type: ignore[no-untyped-def]
        return within(carray(rows, (m,)), n)

    return [
        compiled.inspect_llvm().replace(compiled.native_name, name)
        for name, compiled in zip(NAMES, (call_logits, call_slopes, call_within), strict=True)
    ]


def _fetching() -> Any:
    """LLVM's prefetch of x[row, column], for Numba."""
    from llvmlite import ir
    from numba import types
    from numba.core import cgutils
    from numba.extending import intrinsic

    flag, byte = ir.IntType(32), ir.IntType(8).as_pointer()
    form = ir.FunctionType(ir.VoidType(), [byte, flag, flag, flag])
    to_read, keep_in_all_caches, data = flag(0), flag(3), flag(1)

    def fetch(typing, x, row, column):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            array, *place = arguments
            kind = signature.args[0]
            held = context.make_array(kind)(context, builder, array)
            where = cgutils.get_item_pointer(context, builder, kind, held, place)
            prefetch = cgutils.get_or_insert_function(builder.module, form, "llvm.prefetch.p0")
            builder.call(prefetch, [where, to_read, keep_in_all_caches, data])
            return context.get_dummy_value()

        return types.void(x, row, column), generate

    return intrinsic(fetch)


def main(precision: str, target: str) -> None:
    """Compile and try out one precision, and write it to a file."""
    from lrengine.compiled.library import loops_of

    dtype = np.dtype(precision)
    code = object_code(dtype)
    # Code that this machine cannot run ends this process, and no other.
    _try(loops_of(code, dtype), dtype)
    Path(target).write_bytes(code)


def _try(loops: Any, dtype: np.dtype[Any]) -> None:
    """Raise ArithmeticError unless small whole numbers come out exactly."""
    k, m, d = 7, 11, 70
    weights, residual = (np.arange(k * size, dtype=dtype).reshape(k, size) % 9 for size in (d, m))
    bytes_ = (np.arange(m * d) % 251).astype(np.uint8).reshape(m, d)
    for rows in (None, np.arange(m)[::-1].astype(np.int64)):
        x = bytes_.astype(dtype) if rows is None else bytes_[rows].astype(dtype)
        logits, slopes = np.empty((k, m), dtype), np.empty((k, d), dtype)
        loops.logits(weights, bytes_, rows, 1.0, logits)
        loops.slopes(residual, bytes_, rows, 1.0, slopes)
        if (logits != weights @ x.T).any() or (slopes != residual @ x).any():
            raise ArithmeticError("The loops give wrong numbers.")
