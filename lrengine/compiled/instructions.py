"""What the loops need of the processor and Numba has no words for, as functions that it compiles."""

from __future__ import annotations

import platform
from typing import Any

import numpy as np

from lrengine.compiled.elementary import Powers
from lrengine.compiled.sharing import Memory


def lying_at(kind: Any) -> Any:
    """An address as what Numba takes for an array's."""
    from numba import types
    from numba.extending import intrinsic

    pointer = types.CPointer(kind)

    def lies(typing, address):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            return builder.inttoptr(arguments[0], context.get_value_type(pointer))

        return pointer(address), generate

    return intrinsic(lies)


def memory() -> Memory:
    """LLVM's atomic instructions on entries of an int64 array."""
    from llvmlite import ir
    from numba import types
    from numba.core import cgutils
    from numba.extending import intrinsic

    size, order = 8, "seq_cst"

    def entry(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        held = context.make_array(kind)(context, builder, arguments[0])
        return cgutils.get_item_pointer(context, builder, kind, held, [arguments[1]])

    def look(typing, desk, i):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            return builder.load_atomic(entry(context, builder, signature, arguments), order, size)

        return types.int64(desk, types.int64), generate

    def put(typing, desk, i, value):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            place = entry(context, builder, signature, arguments)
            builder.store_atomic(arguments[2], place, order, size)
            return context.get_dummy_value()

        return types.void(desk, types.int64, types.int64), generate

    def swap(typing, desk, i, a, b):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            place = entry(context, builder, signature, arguments)
            return builder.extract_value(builder.cmpxchg(place, *arguments[2:], order, order), 1)

        return types.boolean(desk, types.int64, types.int64, types.int64), generate

    def rest(typing):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            processor, flag = platform.machine().lower(), ir.IntType(32)
            if processor in ("x86_64", "amd64"):
                form = ir.FunctionType(ir.VoidType(), [])
                pause = cgutils.get_or_insert_function(builder.module, form, "llvm.x86.sse2.pause")
                builder.call(pause, [])
            elif processor in ("arm64", "aarch64"):
                # Its own hint takes no time at all; this barrier takes about as long as the other's pause.
                form, whole_system = ir.FunctionType(ir.VoidType(), [flag]), flag(15)
                barrier = cgutils.get_or_insert_function(builder.module, form, "llvm.aarch64.isb")
                builder.call(barrier, [whole_system])
            return context.get_dummy_value()

        return types.void(), generate

    def give_way(typing):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            form = ir.FunctionType(ir.IntType(32), [])
            builder.call(cgutils.get_or_insert_function(builder.module, form, "give_way"), [])
            return context.get_dummy_value()

        return types.void(), generate

    return Memory(*map(intrinsic, (look, put, swap, rest, give_way)))


def function_named(name: str) -> Any:
    """The `half` of `sharing`, compiled apart under a name, so that it is in the machine code once."""
    from llvmlite import ir
    from numba import types
    from numba.core import cgutils
    from numba.extending import intrinsic

    number = types.int64

    def function(typing, task, part, begin, end):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            form = ir.FunctionType(ir.VoidType(), [ir.IntType(64)] * 4)
            builder.call(cgutils.get_or_insert_function(builder.module, form, name), arguments)
            return context.get_dummy_value()

        return types.void(number, number, number, number), generate

    return intrinsic(function)


def fetching() -> Any:
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


def powers(real: Any) -> Powers:
    """A number's exponent by its bits."""
    from llvmlite import ir
    from numba import from_dtype
    from numba.extending import intrinsic

    about, kind = np.finfo(real), from_dtype(np.dtype(real))
    whole = ir.IntType(about.bits)
    digits, bias = whole(about.nmant), whole(1 - about.minexp)

    def two_to(typing, n):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            exponent = builder.add(builder.fptosi(arguments[0], whole), bias)
            return builder.bitcast(builder.shl(exponent, digits), context.get_value_type(kind))

        return kind(kind), generate

    def order(typing, x):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            exponent = builder.lshr(builder.bitcast(arguments[0], whole), digits)
            return builder.sitofp(builder.sub(exponent, bias), context.get_value_type(kind))

        return kind(kind), generate

    return Powers(intrinsic(two_to), intrinsic(order))


def square_root(real: Any) -> Any:
    """The processor's own; Numba's asks first whether the number is negative."""
    from llvmlite import ir
    from numba import from_dtype
    from numba.core import cgutils
    from numba.extending import intrinsic

    kind = from_dtype(np.dtype(real))

    def root(typing, x):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            name = f"llvm.sqrt.f{np.finfo(real).bits}"
            form = ir.FunctionType(arguments[0].type, [arguments[0].type])
            return builder.call(cgutils.get_or_insert_function(builder.module, form, name), arguments)

        return kind(kind), generate

    return intrinsic(root)
