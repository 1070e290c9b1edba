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
    LOGITS,
    OFFERED,
    SLOPES,
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


class Room:
    """A desk, products as plain Python, and the arrays that lie at its addresses."""

    def __init__(self) -> None:
        self.play: Play
        self.desk, self.scales = [0] * LENGTH, [0.0]
        self.arrays: list[np.ndarray] = []
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
        self.product, self.serve = sharing_in(self._half, self._add, memory, as_it_is)

    def lay(self, array) -> int:
        self.arrays.append(np.asarray(array))
        return len(self.arrays) - 1

    def _half(self, kind, left, bytes_, rows, chosen, right, scale, k, m, d, begin, end):
        self.play.about_to(HALF)
        x, right = self.arrays[bytes_], self.arrays[right]
        x = x[self.arrays[rows]] if chosen else x
        assert (k, m, d) == (len(right), len(x), x.shape[1])
        if kind == LOGITS:
            right[:, begin:end] += scale * self.arrays[left] @ x[begin:end].T
        else:
            self.arrays[left][:] = scale * right[:, begin:end] @ x[begin:end]
        self.by.append((threading.current_thread().name, begin, end))
        self.play.about_to(HALF, "done")

    def _add(self, left, other, count):
        assert count == self.arrays[left].size
        self.arrays[left] += self.arrays[other]

    def caller(self, *products: tuple[int, int]) -> Callable[[], None]:
        """Multiplies such products, each a kind and a number of rows, and looks whether they are right."""

        def work() -> None:
            for seed, (kind, m) in enumerate(products):
                self._multiply(kind, m, seed)

        return work

    def _multiply(self, kind: int, m: int, seed: int) -> None:
        rng, scale = np.random.default_rng([m, seed]), float(seed + 2)
        x, which = rng.integers(0, 9, (m + 5, D)), rng.integers(0, m + 5, m)
        weights, residual = rng.integers(-9, 9, (K, D)), rng.integers(-9, 9, (K, m))
        where, rows = self.lay(x), self.lay(which)
        if kind == LOGITS:
            # What is worked out twice is wrong, too.
            left, right = self.lay(weights), self.lay(np.zeros((K, m)))
            given, expected, out = (left, left), scale * weights @ x[which].T, right
        else:
            left, right = self.lay(np.zeros((K, D))), self.lay(residual)
            given, expected, out = (left, self.lay(np.ones((K, D)))), scale * residual @ x[which], left
        self.product(self.desk, self.scales, kind, *given, where, rows, 1, right, scale, K, m, D)
        np.testing.assert_array_equal(self.arrays[out], expected)

    def mate(self, patience: int = 3, times: int = 1) -> Callable[[], None]:
        def work() -> None:
            for _ in range(times):
                self.serve(self.desk, self.scales, patience)

        return work

    def together(self, **actors: Callable[[], None]) -> Play:
        self.play = Play(**actors)
        return self.play

    def is_left(self) -> bool:
        return self.desk[STATE] == EMPTY and self.desk[AWAKE] == 0


CUT = LEAST_ROWS // 2 // GROUP * GROUP
each_kind = pytest.mark.parametrize("kind", [LOGITS, SLOPES])


@pytest.fixture
def room():
    return Room()


@each_kind
@pytest.mark.parametrize("m", [0, 1, LEAST_ROWS - 1, LEAST_ROWS, LEAST_ROWS + 1, LEAST_ROWS + 7])
def test_alone(room, kind, m):
    with room.together(caller=room.caller((kind, m))) as play:
        play.until("caller")
    expected = [m // 2 // GROUP * GROUP, m] if m >= LEAST_ROWS else [m]
    assert [end for _, _, end in room.by] == expected and room.is_left()
    assert room.desk == [0] * LENGTH


@each_kind
def test_a_mate_does_the_second_half(room, kind):
    with room.together(caller=room.caller((kind, LEAST_ROWS)), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", HALF)
        assert room.desk[STATE] == OFFERED
        play.until("mate", HALF)
        assert room.desk[STATE] == TAKEN
        play.finish()
    assert sorted(room.by) == [("caller", 0, CUT), ("mate", CUT, LEAST_ROWS)] and room.is_left()


def test_a_few_rows_are_not_offered(room):
    with room.together(caller=room.caller((LOGITS, LEAST_ROWS - 1)), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", HALF, "done")
        assert room.desk[STATE] == EMPTY
        play.finish()
    assert room.by == [("caller", 0, LEAST_ROWS - 1)]


@each_kind
@pytest.mark.parametrize("about_to", [("swap", EMPTY, FILLING), ("put", STATE, OFFERED), (HALF,)])
def test_what_is_offered_to_a_mate_that_leaves_is_taken_back(room, kind, about_to):
    with room.together(caller=room.caller((kind, LEAST_ROWS)), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", "swap", EMPTY, FILLING)
        play.until("mate", "put", AWAKE, 0)
        play.until("caller", *about_to)
        play.until("mate")
        play.until("caller")
    assert room.by == [("caller", 0, CUT), ("caller", CUT, LEAST_ROWS)] and room.is_left()


@each_kind
def test_who_takes_it_back_first_has_it(room, kind):
    """The mate has seen the offer, and comes too late."""
    with room.together(caller=room.caller((kind, LEAST_ROWS)), mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", HALF)
        play.until("mate", "swap", OFFERED, TAKEN)
        play.until("caller")
        play.until("mate")
    assert {name for name, _, _ in room.by} == {"caller"} and room.is_left()


def test_an_offer_that_took_the_place_of_one_taken_back_is_the_one_that_counts(room):
    """The mate saw the first, and takes the second."""
    sizes = LEAST_ROWS, LEAST_ROWS + 40
    caller = room.caller((LOGITS, sizes[0]), (SLOPES, sizes[1]))
    with room.together(caller=caller, mate=room.mate()) as play:
        play.until("mate", "look", STATE)
        play.until("caller", HALF)
        play.until("mate", "swap", OFFERED, TAKEN)
        play.until("caller", "put", STATE, EMPTY)
        play.until("caller", HALF)
        play.until("mate", HALF, "done")
        play.finish()
    cut = sizes[1] // 2 // GROUP * GROUP
    assert ("mate", cut, sizes[1]) in room.by and len(room.by) == 4 and room.is_left()


@each_kind
@pytest.mark.parametrize("halted", [(HALF,), (HALF, "done"), ("put", STATE, DONE)])
def test_a_mate_halted_after_it_took_the_job_is_waited_for(room, kind, halted):
    with room.together(caller=room.caller((kind, LEAST_ROWS)), mate=room.mate()) as play:
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
    callers = {name: room.caller((kind, LEAST_ROWS + 9)) for name, kind in [("one", LOGITS), ("two", SLOPES)]}
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
    caller = room.caller(*[(LOGITS, LEAST_ROWS)] * 4)
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
    serve(room.desk, room.scales, 100)
    assert len(let) == 3


def test_what_is_written_often_has_its_own_stretch_of_memory():
    stretch = 128 // 8
    places = [STATE, AWAKE, JOB, LENGTH]
    assert all(b - a >= stretch for a, b in zip([0, *places], places, strict=False)) and JOB + 10 <= LENGTH


@given(
    schedule=st.lists(st.sampled_from(["one", "two", "mate"]), max_size=60),
    kinds=st.lists(st.sampled_from([LOGITS, SLOPES]), min_size=3, max_size=3),
    patience=st.integers(1, 6),
)
def test_every_order_of_steps_gives_the_right_numbers(schedule, kinds, patience):
    room = Room()
    one = room.caller((kinds[0], LEAST_ROWS), (kinds[1], LEAST_ROWS + 30))
    two = room.caller((kinds[2], LEAST_ROWS + 15))
    with room.together(one=one, two=two, mate=room.mate(patience, times=2)) as play:
        for name in schedule:
            play.step(name)
        play.finish()
    done = {(begin, end) for _, begin, end in room.by}
    assert len(done) == len(room.by) == 6 and room.is_left()
