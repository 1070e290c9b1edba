from __future__ import annotations

import threading

import pytest
from threadpoolctl import ThreadpoolController

from lrengine import threads as module
from lrengine.compiled import Mate
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


@pytest.mark.parametrize(
    ("version", "said", "expected"),
    [
        (2, ["max 100000"], 8),
        (2, ["300000 100000"], 3),
        (2, ["150000 100000"], 2),
        (2, ["20000 100000"], 1),
        (2, ["1600000 100000"], 8),
        (2, ["what it will say in version 3"], 8),
        (1, ["-1", "100000"], 8),
        (1, ["250000", "100000"], 3),
        (1, ["250000", "0"], 8),
        (0, [], 8),
    ],
)
def test_a_container_has_as_many_cores_as_it_is_given_the_time_of(
    monkeypatch, tmp_path, version, said, expected
):
    files = [tmp_path / str(k) for k in range(3)]
    for file, content in zip(files[:1] if version == 2 else files[1:], said, strict=False):
        file.write_text(content + "\n")
    monkeypatch.setattr(module, "QUOTAS", (files[:1], files[1:]))
    monkeypatch.setattr("os.sched_getaffinity", lambda process: set(range(8)), raising=False)
    assert available_cores() == expected


def test_parts_in_turn_are_this_threads_alone_and_let_others_pass(monkeypatch):
    done = []
    monkeypatch.setattr(module.right_of_way, "let_pass", lambda: done.append("pass"))
    workers = Workers(3)
    workers.in_turn(lambda index: done.append((index, threading.current_thread())), 2)
    own = threading.current_thread()
    assert done == ["pass", (0, own), "pass", (1, own)]
    workers.close()


class Loops:
    """Stands for compiled loops; keeps the mates it gave."""

    def __init__(self):
        self.mates = []

    def mate(self):
        self.mates.append(Mate(lambda *given: None))
        return self.mates[-1]


class TestMates:
    @pytest.fixture(autouse=True)
    def several_cores(self, monkeypatch):
        monkeypatch.setattr(module, "available_cores", lambda: 4)

    @pytest.fixture
    def workers(self):
        workers = Workers(2)
        yield workers
        workers.close()

    def test_one_thread_has_none(self):
        assert Workers(1).mate(Loops()) is None

    @pytest.mark.parametrize(("cores", "has_one"), [(1, False), (2, True)])
    def test_threads_on_one_core_have_none(self, monkeypatch, cores, has_one):
        monkeypatch.setattr(module, "available_cores", lambda: cores)
        assert [Workers(count).mate(Loops()) is not None for count in (0, 2)] == [has_one, has_one]

    def test_each_loops_have_their_own(self, workers):
        loops = Loops(), Loops()
        first, second = (workers.mate(one) for one in loops)
        assert first is loops[0].mates[0] and second is loops[1].mates[0]
        assert workers.mate(loops[0]) is first and len(loops[0].mates) == 1
        assert Workers(2).mate(loops[0]) is not first

    def test_threads_that_ask_at_once_have_the_same_one(self, workers):
        loops, both = Loops(), threading.Barrier(2)
        made, seen = loops.mate, []

        def make():
            both.wait(timeout=10)
            return made()

        loops.mate = make
        asking = [threading.Thread(target=lambda: seen.append(workers.mate(loops))) for _ in range(2)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        assert len(loops.mates) == 2 and seen[0] is seen[1]

    def test_closing_ends_their_threads(self, workers):
        before = set(threading.enumerate())
        mate = workers.mate(Loops())
        mate.call()
        workers.close()
        assert set(threading.enumerate()) == before
        mate.call()
        assert set(threading.enumerate()) == before


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
