"""Compile the loops to an object file.

A process of its own does it by `main`, once for each machine and precision: Numba takes most of a second
to load, during which it would hold up the window, and the object file takes a few milliseconds.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from lrengine.compiled.block import block_in
from lrengine.compiled.elementary import elementary_in
from lrengine.compiled.instructions import fetching, function_named, lying_at, memory, powers, square_root
from lrengine.compiled.loops import are_within, loops_in
from lrengine.compiled.residuals import INTERCEPTS, residuals_in
from lrengine.compiled.sharing import LENGTH, sharing_in
from lrengine.compiled.task import AT
from lrengine.compiled.updates import adam_in, squared_norm_in

# Sums may be taken in another order, in lanes; infinities and what is no number stay what they are.
LENIENT = {"reassoc", "contract", "nsz", "arcp"}
NAMES = ("share", "serve", "are_within", "adam", "squared_norm")
# What Python's and Numba's functions are called.
THEIRS = ("Py", "numba_", "NRT_")
# What the loops call of the system: for plain filling and copying, and to let other threads go first.
LIBRARY = ("memset", "memcpy", "memmove", "give_way")


def object_code(dtype: np.dtype[Any]) -> bytes:
    """Machine code of the loops in one precision, by their NAMES, for the processor at hand."""
    import llvmlite.binding as llvm

    provide(llvm)
    whole, *others = map(llvm.parse_assembly, _intermediate(dtype, llvm))
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
    """Definitions of what Numba's code would call of Python and of Numba if a loop could fail, so that the
    object file needs nothing but LIBRARY; a RuntimeError if it does."""
    functions = {one.name for one in module.functions if one.is_declaration}
    variables = {one.name for one in module.global_variables if one.is_declaration}
    needed = {name for name in functions if not name.startswith(("llvm.", *THEIRS))} - set(LIBRARY)
    if needed:
        raise RuntimeError(f"The loops call {', '.join(sorted(needed))}.")
    return "\n".join(
        [f"define void @{name}() {{ unreachable }}" for name in functions if name.startswith(THEIRS)]
        + [f"@{name} = global i8 0" for name in variables]
    )


def machine(llvm: Any) -> Any:
    """LLVM's description of the processor at hand."""
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
    )


def _intermediate(dtype: np.dtype[Any], llvm: Any) -> list[str]:
    """LLVM's intermediate code of the loops, each callable from C by its name."""
    import numba
    from numba import carray, types

    options: dict[str, Any] = {"fastmath": LENIENT, "error_model": "numpy"}
    bare = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    jit, real = numba.njit(**options, **bare), dtype.type
    # Within a loop a series is worked out for several numbers at once; as a function of its own it is not.
    strict = numba.njit(fastmath={"contract"}, error_model="numpy", forceinline=True, **bare)
    number, double = types.int64, types.float64
    numbers = types.CPointer(number)
    reals_at, bytes_at, numbers_at, doubles_at = map(
        lying_at, (numba.from_dtype(dtype), types.uint8, number, double)
    )
    softmax, logistic = residuals_in(real, jit, elementary_in(real, strict, powers(real)))
    block = block_in(real, jit, *loops_in(real, jit, fetching()), softmax, logistic)
    within, adam, squared_norm = jit(are_within), adam_in(jit, square_root(real)), squared_norm_in(jit)
    made: list[str] = []

    def keep(name: str, *kinds: Any, gives: Any = types.void) -> Callable[[Any], None]:
        def compile_(function: Any) -> None:
            compiled = numba.cfunc(gives(*kinds), **options)(function)
            made.append(compiled.inspect_llvm().replace(compiled.native_name, name))
            # Numba makes the code callable here, too.
            llvm.add_symbol(name, compiled.address)

        return compile_

    @keep("half", number, number, number, number)
    def call_half(place, part, begin, end):  # type: ignore[no-untyped-def]
        task = carray(numbers_at(place), (AT.scale,))
        scale = carray(doubles_at(place), (AT.scale + 1,))[AT.scale]
        k, m, d = task[AT.k], task[AT.m], task[AT.d]
        block(
            task[AT.stages], carray(reals_at(task[AT.weights]), (k, d)),
            carray(bytes_at(task[AT.bytes_]), (m, d)), carray(numbers_at(task[AT.rows]), (m,)),
            task[AT.chosen] != 0, carray(reals_at(task[AT.logits + part]), (k + 2, m)),
            carray(reals_at(task[AT.slopes + part]), (k, d)), real(scale),
            carray(reals_at(task[AT.intercept]), (k,)), carray(numbers_at(task[AT.labels]), (m,)),
            carray(doubles_at(task[AT.found + part]), (INTERCEPTS + k,)), begin, end,
        )  # fmt: skip

    @jit
    def add(place):  # type: ignore[no-untyped-def]
        task = carray(numbers_at(place), (AT.scale,))
        k, d = task[AT.k], task[AT.d]
        if task[AT.slopes]:
            slopes = carray(reals_at(task[AT.slopes]), (k * d,))
            more_slopes = carray(reals_at(task[AT.other_slopes]), (k * d,))
            for i in range(k * d):
                slopes[i] += more_slopes[i]
        if task[AT.found]:
            found = carray(doubles_at(task[AT.found]), (INTERCEPTS + k,))
            more_found = carray(doubles_at(task[AT.other_found]), (INTERCEPTS + k,))
            for i in range(INTERCEPTS + k):
                found[i] += more_found[i]

    share, serve = sharing_in(function_named("half"), add, memory(), jit)

    @keep("share", numbers, number, number)
    def call_share(desk, task, m):  # type: ignore[no-untyped-def]
        share(carray(desk, (LENGTH,)), task, m)

    @keep("serve", numbers, number)
    def call_serve(desk, patience):  # type: ignore[no-untyped-def]
        serve(carray(desk, (LENGTH,)), patience)

    @keep("are_within", numbers, number, number, gives=number)
    def call_within(rows, m, n):  # type: ignore[no-untyped-def]
        return within(carray(rows, (m,)), n)

    @keep("adam", number, number, number, number, number, double, double, double, double)
    def call_adam(theta, gradient, sums, squares, n, beta1, beta2, epsilon, rate):  # type: ignore[no-untyped-def]
        adam(
            carray(reals_at(theta), (n,)), carray(reals_at(gradient), (n,)),
            carray(reals_at(sums), (n,)), carray(reals_at(squares), (n,)),
            real(beta1), real(beta2), real(epsilon), real(rate),
        )  # fmt: skip

    @keep("squared_norm", number, number, gives=double)
    def call_squared_norm(array, n):  # type: ignore[no-untyped-def]
        return squared_norm(carray(reals_at(array), (n,)))

    return made


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
    """Raise ArithmeticError unless products of whole numbers are exact, and all else is nearly right."""
    from lrengine.losses import Logistic, Softmax

    k, m, d = 7, 11, 70
    labels = np.arange(m) % k
    weights, residual = (np.arange(k * size, dtype=dtype).reshape(k, size) % 9 for size in (d, m))
    bytes_ = (np.arange(m * d) % 251).astype(np.uint8).reshape(m, d)
    for rows in (None, np.arange(m)[::-1].astype(np.int64)):
        x = bytes_.astype(dtype) if rows is None else bytes_[rows].astype(dtype)
        taken = loops.take(bytes_) if rows is None else loops.some(loops.take(bytes_), rows)
        logits, slopes = np.empty((k, m), dtype), np.empty((k, d), dtype)
        loops.logits(weights, taken, 1.0, logits)
        loops.slopes(residual, taken, 1.0, slopes)
        if (logits != weights @ x.T).any() or (slopes != residual @ x).any():
            raise ArithmeticError("The loops give wrong products.")
        for loss in (Softmax(), Logistic()):
            sums = loops.sums(loss, weights, residual[:, 0].copy(), labels, taken, 2.0**-12, True)
            z = weights.astype(np.float64) @ x.T * 2.0**-12 + residual[:, :1]
            risk = loss.risk_and_residual(z, loss.encode(labels, k))
            found, expected = (sums.loss, *sums.slopes.flat), (risk, *(z @ x * 2.0**-12).flat)
            if not np.allclose(found, expected, rtol=1e-4, atol=1e-4):
                raise ArithmeticError("The loops give wrong losses.")
    state = np.array([[1, 2], [4, -3], [6, 4], [0, 14]], dtype)
    loops.adam(*state, beta1=0.5, beta2=0.5, epsilon=1.0, rate=2.0)
    if not np.allclose(state, [[-1.8, 2.4], [4.0, -3.0], [7.0, -1.0], [16.0, 16.0]]):
        raise ArithmeticError("The loops give wrong steps.")
