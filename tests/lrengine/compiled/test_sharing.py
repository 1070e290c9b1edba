from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.compiled.loops import as_it_is
from lrengine.compiled.sharing import (
    AWAKE,
    DONE,
    EMPTY,
    FILLING,
    GROUP,
    JOB,
    LEAST_ROWS,
    LENGTH,
    OFFERED,
    STATE,
    TAKEN,
    Memory,
    sharing_in,
)

K, D = 2, 3
HALF = "half"


class Over(BaseException):
    """The play is over before an actor's end."""


class Play:
    """Threads that go on from one step to the next only when told to; `next` is what each is about to do."""

    def __init__(self, **actors: Callable[[], None]) -> None:
        self.next: dict[str, object] = dict.fromkeys(actors)
        self._turns = {name: threading.Semaphore(0) for name in actors}
        self._arrived = threading.Semaphore(0)
        self._is_over = False
        self._wrong: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._act, args=given, name=given[0]) for given in actors.items()
        ]

    def __enter__(self) -> Play:
        for thread in self._threads:
            thread.start()
            assert self._arrived.acquire(timeout=10)
        return self

    def __exit__(self, *raised: object) -> None:
        self._is_over = True
        for turn in self._turns.values():
            turn.release()
        for thread in self._threads:
            thread.join()
        if self._wrong:
            raise self._wrong[0]

    def _act(self, name: str, work: Callable[[], None]) -> None:
        try:
            work()
        except Over:
            return
        except BaseException as error:
            self._wrong.append(error)
        del self.next[name]
        self._arrived.release()

    def about_to(self, *what: object) -> None:
        """Called by an actor: halt before doing this."""
        name = threading.current_thread().name
        self.next[name] = what
        self._arrived.release()
        self._turns[name].acquire()
        if self._is_over:
            raise Over

    def step(self, name: str) -> None:
        if name in self.next:
            self._turns[name].release()
            assert self._arrived.acquire(timeout=10)

    def until(self, name: str, *what: object) -> None:
        """Let one actor go on, and halt it before it does this; with nothing said, to its end."""
        for _ in range(1000):
            if self.next.get(name) == (what or None):
                return
            self.step(name)
        raise AssertionError(f"{name} never came to {what}")

    def finish(self) -> None:
        for _ in range(1000):
            for name in tuple(self.next):
                self.step(name)
        assert not self.next, "they wait for each other"


class Task:
    """Logits, of which each half has its own columns, and slopes, of which each has its own sum."""

    def __init__(self, m: int, seed: int) -> None:
        rng = np.random.default_rng([m, seed])
        self.m, self.x = m, rng.integers(0, 9, (m, D))
        self.weights, self.residual = rng.integers(-9, 9, (K, D)), rng.integers(-9, 9, (K, m))
        self.logits, self.slopes = np.zeros((K, m), np.int64), {}

    def do(self, part: int, begin: int, end: int) -> None:
        rows = slice(begin, end)
        assert part not in self.slopes
        # What is worked out twice is wrong, too.
        self.logits[:, rows] += self.weights @ self.x[rows].T
        self.slopes[part] = self.residual[:, rows] @ self.x[rows]

    def add(self) -> None:
        self.slopes[0] += self.slopes.pop(1)

    def check(self) -> None:
        np.testing.assert_array_equal(self.logits, self.weights @ self.x.T)
        assert self.slopes.keys() == {0}
        np.testing.assert_array_equal(self.slopes[0], self.residual @ self.x)


class Room:
    """A desk, and tasks in plain Python that lie at its addresses."""

    def __init__(self) -> None:
        self.play: Play
        self.desk = [0] * LENGTH
        self.tasks: list[Task] = []
        self.by: list[tuple[str, int, int]] = []
        lock = threading.Lock()

        def look(desk, i):
            self.play.about_to("look", i)
            with lock:
                return desk[i]

        def put(desk, i, value):
            self.play.about_to("put", i, value)
            with lock:
                desk[i] = value

        def swap(desk, i, a, b):
            self.play.about_to("swap", a, b)
            with lock:
                is_a = desk[i] == a
                if is_a:
                    desk[i] = b
                return is_a

        memory = Memory(look, put, swap, lambda: None, lambda: None)
        self.share, self.serve = sharing_in(self._half, self._add, memory, as_it_is)

    def _half(self, task, part, begin, end):
        self.play.about_to(HALF)
        self.tasks[task].do(part, begin, end)
        self.by.append((threading.current_thread().name, begin, end))
        self.play.about_to(HALF, "done")

    def _add(self, task):
        self.tasks[task].add()

    def caller(self, *sizes: int) -> Callable[[], None]:
        """Has tasks of so many rows done, one after another, and looks whether they are right."""

        def work() -> None:
            for seed, m in enumerate(sizes):
                task, place = Task(m, seed), len(self.tasks)
                self.tasks.append(task)
                self.share(self.desk, place, m)
                task.check()

        return work

    def mate(self, patience: int = 3, times: int = 1) -> Callable[[], None]:
        def work() -> None:
            for _ in range(times):
                self.serve(self.desk, patience)

        return work

    def together(self, **actors: Callable[[], None]) -> Play:
        self.play = Play(**actors)
        return self.play

    def is_left(self) -> bool:
        return self.desk[STATE] == EMPTY and self.desk[AWAKE] == 0


CUT = LEAST_ROWS // 2 // GROUP * GROUP


@pytest.fixture
def room():
    return Room()


@pytest.mark.parametrize("m", [0, 1, LEAST_ROWS - 1, LEAST_ROWS, LEAST_ROWS + 1, LEAST_ROWS + 7])
def test_alone(room, m):
    with room.together(caller=room.caller(m)) as play:
        play.until("caller")
    expected = [m // 2 // GROUP * GROUP, m] if m >= LEAST_ROWS else [m]
    assert [end for _, _, end in room.by] == expected and room.is_left()
    assert room.desk == [0] * LENGTH


def test_a_mate_does_the_second_half(room):
    with room.together(caller=room.caller(LEAST_ROWS), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", HALF)
        assert room.desk[STATE] == OFFERED
        play.until("mate", HALF)
        assert room.desk[STATE] == TAKEN
        play.finish()
    assert sorted(room.by) == [("caller", 0, CUT), ("mate", CUT, LEAST_ROWS)] and room.is_left()


def test_a_few_rows_are_not_offered(room):
    with room.together(caller=room.caller(LEAST_ROWS - 1), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", HALF, "done")
        assert room.desk[STATE] == EMPTY
        play.finish()
    assert room.by == [("caller", 0, LEAST_ROWS - 1)]


@pytest.mark.parametrize("about_to", [("swap", EMPTY, FILLING), ("put", STATE, OFFERED), (HALF,)])
def test_what_is_offered_to_a_mate_that_leaves_is_taken_back(room, about_to):
    with room.together(caller=room.caller(LEAST_ROWS), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", "swap", EMPTY, FILLING)
        play.until("mate", "put", AWAKE, 0)
        play.until("caller", *about_to)
        play.until("mate")
        play.until("caller")
    assert room.by == [("caller", 0, CUT), ("caller", CUT, LEAST_ROWS)] and room.is_left()


def test_who_takes_it_back_first_has_it(room):
    """The mate has seen the offer, and comes too late."""
    with room.together(caller=room.caller(LEAST_ROWS), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", HALF)
        play.until("mate", "swap", OFFERED, TAKEN)
        play.until("caller")
        play.until("mate")
    assert {name for name, _, _ in room.by} == {"caller"} and room.is_left()


def test_an_offer_that_took_the_place_of_one_taken_back_is_the_one_that_counts(room):
    """The mate saw the first, and takes the second."""
    sizes = LEAST_ROWS, LEAST_ROWS + 40
    with room.together(caller=room.caller(*sizes), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", HALF)
        play.until("mate", "swap", OFFERED, TAKEN)
        play.until("caller", "put", STATE, EMPTY)
        play.until("caller", HALF)
        play.until("mate", HALF, "done")
        play.finish()
    cut = sizes[1] // 2 // GROUP * GROUP
    assert ("mate", cut, sizes[1]) in room.by and len(room.by) == 4 and room.is_left()


@pytest.mark.parametrize("halted", [(HALF,), (HALF, "done"), ("put", STATE, DONE)])
def test_a_mate_halted_after_it_took_the_job_is_waited_for(room, halted):
    with room.together(caller=room.caller(LEAST_ROWS), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", HALF)
        play.until("mate", *halted)
        for _ in range(100):
            play.step("caller")
        assert play.next["caller"] == ("look", STATE)
        play.finish()
    assert ("mate", CUT, LEAST_ROWS) in room.by and len(room.by) == 2 and room.is_left()


@pytest.mark.parametrize("state", [FILLING, OFFERED, TAKEN, DONE])
def test_who_finds_the_desk_in_use_works_alone(room, state):
    callers = {name: room.caller(LEAST_ROWS + 9) for name in ("one", "two")}
    with room.together(**callers, mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("one", "put", STATE, OFFERED)
        if state >= OFFERED:
            play.until("one", HALF)
        if state >= TAKEN:
            play.until("mate", HALF)
        if state == DONE:
            play.until("mate", "put", STATE, DONE)
            play.step("mate")
        assert room.desk[STATE] == state
        told = list(room.desk)
        play.until("two")
        assert room.desk == told and [name for name, _, _ in room.by].count("two") == 2
        play.finish()
    assert room.is_left()


def test_a_mate_stays_as_long_as_there_are_products(room):
    caller = room.caller(*[LEAST_ROWS] * 4)
    with room.together(caller=caller, mate=room.mate(patience=2)) as play:
        for _ in range(4):
            play.until("mate", "look", STATE)
            play.step("mate")
            play.until("caller", HALF)
            play.until("mate", HALF, "done")
            play.until("mate", "look", STATE)
            play.until("caller", "put", STATE, EMPTY)
            play.step("caller")
        assert "caller" not in play.next and room.desk[AWAKE] == 1
        looked = 0
        while play.next["mate"] == ("look", STATE):
            play.step("mate")
            looked += 1
        assert looked == 2
        play.until("mate")
    assert [name for name, _, _ in room.by].count("mate") == 4 and room.is_left()


def test_whoever_waits_lets_others_go_first(room):
    let = []
    memory = Memory(
        lambda desk, i: desk[i], lambda desk, i, value: desk.__setitem__(i, value), lambda *given: False,
        lambda: None, lambda: let.append(1),
    )  # fmt: skip
    _, serve = sharing_in(None, None, memory, as_it_is)
    serve(room.desk, 100)
    assert len(let) == 3


def test_what_is_written_often_has_its_own_stretch_of_memory():
    stretch = 128 // 8
    places = [STATE, AWAKE, JOB, LENGTH]
    assert all(b - a >= stretch for a, b in zip([0, *places], places, strict=False)) and JOB + 3 <= LENGTH


@given(
    schedule=st.lists(st.sampled_from(["one", "two", "mate"]), max_size=60),
    patience=st.integers(1, 6),
)
def test_every_order_of_steps_gives_the_right_numbers(schedule, patience):
    room = Room()
    one, two = room.caller(LEAST_ROWS, LEAST_ROWS + 30), room.caller(LEAST_ROWS + 15)
    with room.together(one=one, two=two, mate=room.mate(patience, times=2)) as play:
        for name in schedule:
            play.step(name)
        play.finish()
    done = {(begin, end) for _, begin, end in room.by}
    assert len(done) == len(room.by) == 6 and room.is_left()
