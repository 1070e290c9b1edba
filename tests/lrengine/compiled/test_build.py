from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from lrengine.compiled import build, object_file
from lrengine.losses import Logistic, Softmax

each_precision = pytest.mark.parametrize("dtype", ["float32", "float64"])


def undefined_symbols(code):
    """What an ELF object file needs of others, by name."""
    (sections,) = struct.unpack_from("<Q", code, 0x28)
    size, count = struct.unpack_from("<HH", code, 0x3A)
    headers = [sections + index * size for index in range(count)]

    def content(header):
        begin, length = struct.unpack_from("<QQ", code, header + 0x18)
        return code[begin : begin + length]

    found = set()
    for header in headers:
        kind, link = (struct.unpack_from("<I", code, header + place)[0] for place in (4, 0x28))
        if kind != 2:
            continue
        names = content(headers[link])
        for name, _, _, section, _, _ in struct.iter_unpack("<IBBHQQ", content(header)):
            if section == 0 and name:
                found.add(names[name : names.index(b"\0", name)].decode())
    return found


@each_precision
def test_the_object_file_needs_nothing_of_numbas(dtype):
    code = object_file.content(np.dtype(dtype))
    if not code.startswith(b"\x7fELF"):
        pytest.skip("only ELF files are read here")
    assert undefined_symbols(code) <= set(build.LIBRARY)


def test_what_is_never_called_is_defined_and_nothing_else():
    import llvmlite.binding as llvm

    module = llvm.parse_assembly(
        """
        declare void @PyErr_Clear()
        declare void @NRT_Free()
        declare void @llvm.donothing()
        declare void @memset()
        define void @own() { ret void }
        @gap = external global i8
        @kept = global i8 1
        """
    )
    *functions, gap = build._never_called(module).splitlines()
    assert sorted(functions) == [
        "define void @NRT_Free() { unreachable }",
        "define void @PyErr_Clear() { unreachable }",
    ]
    assert gap == "@gap = global i8 0"


@pytest.mark.parametrize("name", ["expf", "log1p", "pow", "alien"])
def test_loops_that_call_anything_else_are_an_error(name):
    import llvmlite.binding as llvm

    module = llvm.parse_assembly(f"declare void @{name}()\ndeclare void @memcpy()")
    with pytest.raises(RuntimeError, match=rf"call {name}\."):
        build._never_called(module)


@each_precision
def test_what_was_compiled_is_tried_and_written(monkeypatch, tmp_path, dtype):
    code = object_file.content(np.dtype(dtype))
    monkeypatch.setattr(build, "object_code", lambda precision: code)
    build.main(dtype, str(tmp_path / "loops.o"))
    assert (tmp_path / "loops.o").read_bytes() == code


class Wrong:
    """The loops, but for one thing."""

    def __init__(self, loops, wrong):
        self._loops, self._wrong = loops, wrong

    def take(self, bytes_):
        return self._loops.take(bytes_)

    def some(self, taken, rows):
        return self._loops.some(taken, rows[::-1].copy() if self._wrong == "rows" else rows)

    def logits(self, weights, taken, scale, out):
        self._loops.logits(weights, taken, scale, out)
        out[0, 0] += self._wrong == "logits"

    def slopes(self, residual, taken, scale, out):
        self._loops.slopes(residual, taken, scale, out)
        out[-1, -1] += self._wrong == "slopes"

    def sums(self, loss, *given):
        sums = self._loops.sums(loss, *given)
        if self._wrong is type(loss):
            sums.loss *= 1.001
        if self._wrong == "residual":
            sums.slopes[3, 0] = np.nan
        return sums

    def adam(self, theta, *given, **constants):
        self._loops.adam(theta, *given, **constants)
        theta[0] += self._wrong == "step"


@each_precision
def test_loops_that_are_right_are_loops(loops, dtype):
    build._try(Wrong(loops(dtype), None), np.dtype(dtype))


@each_precision
@pytest.mark.parametrize("wrong", ["logits", "slopes", "rows", Softmax, Logistic, "residual", "step"])
def test_loops_that_are_wrong_are_no_loops(loops, dtype, wrong):
    with pytest.raises(ArithmeticError, match=r"wrong (products|losses|steps)"):
        build._try(Wrong(loops(dtype), wrong), np.dtype(dtype))


def test_a_disk_that_fills_up_leaves_nothing_to_load(tmp_path, monkeypatch):
    def half(path, code):
        with path.open("wb") as file:
            file.write(code[: len(code) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "object_code", lambda dtype: b"code")
    monkeypatch.setattr(build, "_try", lambda loops, dtype: None)
    monkeypatch.setattr("lrengine.compiled.library.loops_of", lambda code, dtype: None)
    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space"):
        build.main("float32", str(tmp_path / "loops.o"))
    assert not (tmp_path / "loops.o").exists()
