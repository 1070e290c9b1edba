from __future__ import annotations

import threading

import pytest
from threadpoolctl import ThreadpoolController

from lrengine.threads import Workers, available_cores, one_blas_thread


def blas_threads():
    """Of the libraries that NumPy uses; SciPy brings one of its own, which the engine does not call."""
    found = [info for info in ThreadpoolController().info() if info["user_api"] == "blas"]
    return [info["num_threads"] for info in found if "scipy.libs" not in info["filepath"]]


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("parts", [0, 1, 2, 7, 100])
def test_each_part_runs_once(count, parts):
    seen = []
    workers = Workers(count)
    try:
        for _ in range(2):
            workers.run(seen.append, parts)
    finally:
        workers.close()
    assert sorted(seen) == sorted(list(range(parts)) * 2)


def test_parts_run_on_several_threads_at_once():
    together = threading.Barrier(3)
    names = []

    def part(index):
        together.wait(timeout=10)
        names.append(threading.current_thread().name)

    workers = Workers(3)
    try:
        workers.run(part, 3)
    finally:
        workers.close()
    assert len(set(names)) == 3


def test_a_thread_that_is_busy_elsewhere_is_not_waited_for():
    together, done, seen = threading.Barrier(2), threading.Event(), []

    def part(index):
        together.wait(timeout=10)
        if threading.current_thread() is threading.main_thread():
            workers.run(seen.append, 5)
            done.set()
        assert done.wait(timeout=10)

    workers = Workers(2)
    try:
        workers.run(part, 2)
    finally:
        workers.close()
    assert seen == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("count", [1, 3])
def test_a_failing_part_is_heard(count):
    def part(index):
        if index == 5:
            raise ArithmeticError("part 5")

    workers = Workers(count)
    try:
        with pytest.raises(ArithmeticError, match="part 5"):
            workers.run(part, 20)
        workers.run(lambda index: None, 20)
    finally:
        workers.close()


def test_closing_ends_the_threads_and_may_be_repeated():
    before = set(threading.enumerate())
    workers = Workers(3)
    workers.run(lambda index: None, 9)
    workers.close()
    workers.close()
    assert set(threading.enumerate()) == before


def test_zero_takes_the_cores_there_are():
    assert Workers(0).count == available_cores() >= 1


def test_blas_is_held_until_the_outermost_holder_leaves():
    outside = ThreadpoolController().limit(limits=2, user_api="blas")
    try:
        first, second = one_blas_thread(), one_blas_thread()
        with first:
            assert set(blas_threads()) == {1}
            with second:
                pass
            assert set(blas_threads()) == {1}
        assert set(blas_threads()) == {2}
    finally:
        outside.restore_original_limits()


def test_a_parent_that_holds_blas_keeps_overlapping_holders_at_one_thread():
    """Two computations side by side, the first to begin being the first to end."""
    outside = ThreadpoolController().limit(limits=2, user_api="blas")
    try:
        with one_blas_thread():
            first, second = one_blas_thread(), one_blas_thread()
            first.__enter__()
            second.__enter__()
            first.__exit__(None, None, None)
            assert set(blas_threads()) == {1}
            second.__exit__(None, None, None)
            assert set(blas_threads()) == {1}
        assert set(blas_threads()) == {2}
    finally:
        outside.restore_original_limits()


def test_a_failure_inside_gives_blas_its_threads_back():
    before = blas_threads()
    with pytest.raises(ArithmeticError), one_blas_thread():
        raise ArithmeticError
    assert blas_threads() == before
