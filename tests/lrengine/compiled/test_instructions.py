from __future__ import annotations

import ctypes
import platform
import threading

import numpy as np
import pytest

from lrengine.compiled import build, instructions

numba = pytest.importorskip("numba")


@pytest.fixture(scope="module")
def memory():
    import llvmlite.binding as llvm

    # Numba has set up LLVM by now.
    build.provide(llvm)
    return instructions.memory()


def code(function, *given):
    """LLVM's own words for a compiled function."""
    function(*given)
    (found,) = function.inspect_llvm().values()
    return found


def test_what_is_put_is_looked_at(memory):
    look, put = memory.look, memory.put

    @numba.njit
    def both(desk, i, value):
        put(desk, i, value)
        return look(desk, i)

    desk = np.arange(4)
    assert both(desk, 2, -(2**60)) == -(2**60)
    assert desk.tolist() == [0, 1, -(2**60), 3]
    words = code(both, desk, 0, 1)
    # In the order in which all threads see them.
    assert "store atomic i64" in words and "load atomic i64" in words and "seq_cst" in words


def test_a_swap_is_one_threads_alone(memory):
    """A number that may be counted up by whoever holds it, by two at once."""
    swap, give_way, put = memory.swap, memory.give_way, memory.put

    @numba.njit(nogil=True)
    def count(desk, times):
        for _ in range(times):
            while not swap(desk, 0, 0, 1):
                give_way()
            desk[1] += 1
            put(desk, 0, 0)

    desk, times = np.zeros(2, np.int64), 20_000
    count(desk, 0)
    threads = [threading.Thread(target=count, args=(desk, times)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.tolist() == [0, 2 * times]


def test_a_swap_says_whether_it_was(memory):
    swap = memory.swap

    @numba.njit
    def tried(desk, a, b):
        return swap(desk, 1, a, b)

    desk = np.array([7, 8, 9])
    assert not tried(desk, 7, 1) and desk.tolist() == [7, 8, 9]
    assert tried(desk, 8, 1) and desk.tolist() == [7, 1, 9]


@pytest.mark.parametrize("processor", ["this one", "one of another kind"])
def test_a_rest_is_the_processors_own_pause(memory, monkeypatch, processor):
    rest = memory.rest

    @numba.njit
    def pause():
        rest()

    own = platform.machine().lower()
    if processor != "this one":
        monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    words = code(pause)
    expected = {"x86_64": "x86.sse2.pause", "amd64": "x86.sse2.pause", "arm64": "aarch64.isb"}
    expected["aarch64"] = expected["arm64"]
    name = expected.get(own)
    assert name is None or (name in words) == (processor == "this one")


def test_a_function_is_called_by_its_name(memory):
    import llvmlite.binding as llvm

    heard = []
    listener = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * 4)(lambda *given: heard.append(given))
    llvm.add_symbol("a_listener", ctypes.cast(listener, ctypes.c_void_p).value)
    call = instructions.function_named("a_listener")

    @numba.njit
    def tell(number):
        call(number, 1, -2, 3)

    tell(2**40)
    assert heard == [(2**40, 1, -2, 3)]


@pytest.mark.parametrize("real", [np.float32, np.float64])
def test_a_root_is_the_processors_own(real):
    root = instructions.square_root(real)

    @numba.njit
    def roots(x):
        for i in range(len(x)):
            x[i] = root(x[i])

    x = np.array([0.0, 2.0, np.finfo(real).smallest_subnormal, np.finfo(real).max, np.inf, 1e-9], real)
    expected = np.sqrt(x)
    assert f"llvm.sqrt.f{np.finfo(real).bits}" in code(roots, x)
    np.testing.assert_array_equal(x, expected)


def test_an_address_is_an_array():
    from numba import carray, types

    lying_at = instructions.lying_at(types.float32)

    @numba.njit
    def double(address, count):
        array = carray(lying_at(address), (count,))
        for i in range(count):
            array[i] *= 2

    array = np.arange(5, dtype=np.float32)
    double(array[1:].ctypes.data, 3)
    assert array.tolist() == [0, 2, 4, 6, 4]


def test_fetching_changes_nothing():
    fetch = instructions.fetching()

    @numba.njit
    def ask(x):
        fetch(x, 1, 2)

    x = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert "llvm.prefetch" in code(ask, x) and x.ravel().tolist() == list(range(12))
