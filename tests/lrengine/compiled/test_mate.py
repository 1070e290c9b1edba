from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref

import numpy as np
import pytest

from lrengine.byte_rows import ByteBlock
from lrengine.compiled import Mate, library, object_file
from lrengine.compiled import mate as module
from lrengine.compiled.block import LOGITS, SLOPES, SOFTMAX
from lrengine.compiled.sharing import AWAKE, DONE, GROUP, JOB, LEAST_ROWS, OFFERED, STATE
from lrengine.compiled.task import Task
from lrengine.features import Pixels
from lrengine.losses import Softmax

SIZES = [1, 4, LEAST_ROWS - 1, LEAST_ROWS, LEAST_ROWS + 1, LEAST_ROWS + 2, LEAST_ROWS + 3, 128, 385, 1000]
each_precision = pytest.mark.parametrize("dtype", ["float32", "float64"])


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "mate"]


class Looking:
    """What a mate does at its desk, under a test's control."""

    def __init__(self):
        self.given, self.began, self.leave = [], threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, *given):
        self.given.append(given)
        self.began.release()
        assert self.leave.acquire(timeout=10)


class TestTheThread:
    @pytest.fixture
    def looking(self):
        return Looking()

    @pytest.fixture
    def mate(self, looking):
        mate = Mate(looking)
        yield mate
        looking.leave.release(100)
        mate.close()

    def test_begins_with_a_call(self, mate, looking):
        assert not threads()
        mate.call()
        (thread,) = threads()
        assert thread.daemon and looking.began.acquire(timeout=10)
        assert looking.given == [(mate.place, module.PATIENCE)]
        assert mate.place == mate.desk.ctypes.data

    def test_is_not_called_while_it_looks(self, mate):
        mate.desk[AWAKE] = 1
        mate.call()
        assert not threads()

    def test_comes_back_when_called_again(self, mate, looking):
        for _ in range(3):
            mate.call()
            assert looking.began.acquire(timeout=10)
            looking.leave.release()
        assert len(threads()) == 1 and len(looking.given) == 3

    def test_calls_that_it_has_not_heard_yet_are_one(self, mate, looking, monkeypatch):
        monkeypatch.setattr(module, "UNUSED", 0.001)
        mate.call()
        (thread,) = threads()
        assert looking.began.acquire(timeout=10)
        for _ in range(3):
            mate.call()
        looking.leave.release(10)
        thread.join(timeout=10)
        assert not thread.is_alive() and len(looking.given) == 2

    def test_ends_by_itself_and_begins_anew(self, mate, looking, monkeypatch):
        monkeypatch.setattr(module, "UNUSED", 0.001)
        for _ in range(2):
            mate.call()
            (thread,) = threads()
            looking.leave.release()
            thread.join(timeout=10)
            assert not thread.is_alive()
        assert len(looking.given) == 2

    def test_close_ends_it_at_once(self, mate, looking, monkeypatch):
        monkeypatch.setattr(module, "UNUSED", 100.0)
        mate.call()
        assert looking.began.acquire(timeout=10)
        looking.leave.release()
        mate.close()
        assert not threads()

    def test_close_waits_until_it_has_left_its_desk(self, mate, looking):
        mate.call()
        assert looking.began.acquire(timeout=10)
        closing = threading.Thread(target=mate.close)
        closing.start()
        assert threads() and closing.is_alive()
        looking.leave.release()
        closing.join(timeout=10)
        assert not threads()

    def test_a_call_after_close_does_nothing(self, mate, looking):
        mate.close()
        mate.close()
        mate.call()
        assert not threads() and not looking.given

    def test_where_there_are_no_more_threads_nobody_comes(self, mate, looking, monkeypatch):
        def fail(thread):
            raise RuntimeError("can't start new thread")

        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", fail)
            mate.call()
        mate.call()
        mate.close()
        assert not looking.given


def block_and_weights(loops, dtype, m, chosen=False, k=10, d=70):
    """A maker of blocks with or without a mate, and what they are multiplied with."""
    rng = np.random.default_rng(m)
    bytes_ = rng.integers(0, 256, (m + 20 if chosen else m, d)).astype(np.uint8)
    pixels, own = Pixels("unit", 255.0, (d,)), loops(dtype)
    taken = own.take(bytes_)
    if chosen:
        taken = own.some(taken, rng.integers(0, m + 20, m))

    def block(mate=None):
        return ByteBlock(taken, pixels, dtype, own, mate)

    return block, rng.normal(size=(k, d)).astype(dtype), rng.normal(size=(k, m)).astype(dtype)


def products(block, weights, residual):
    """Both products, and the sums over the rows with all that belongs to them."""
    logits, slopes = np.full_like(residual, np.nan), np.full_like(weights, np.nan)
    block.logits(weights, logits)
    block.slopes(residual, slopes)
    labels = np.arange(len(block)) % len(weights)
    sums = block.sums(Softmax(), weights, weights[:, 0].copy(), labels, with_slopes=True)
    return logits, slopes, sums.loss, sums.hits, sums.slopes, sums.slopes_intercepts


def present(mate):
    """Have it at its desk now."""
    while not mate.desk[AWAKE]:
        mate.call()


class TestTheNumbers:
    @pytest.fixture
    def mate(self, loops, request):
        mate = loops(request.getfixturevalue("dtype")).mate()
        yield mate
        mate.close()
        assert not mate.desk[[STATE, AWAKE]].any()

    @each_precision
    @pytest.mark.parametrize("chosen", [False, True])
    @pytest.mark.parametrize("m", SIZES)
    def test_are_the_same_bits_with_a_mate_and_without(self, loops, mate, dtype, m, chosen):
        for k in (1, 6):
            block, weights, residual = block_and_weights(loops, dtype, m, chosen, k)
            expected = products(block(), weights, residual)
            for _ in range(5):
                present(mate)
                found = products(block(mate), weights, residual)
                for one, other in zip(found, expected, strict=True):
                    np.testing.assert_array_equal(one, other)

    @each_precision
    @pytest.mark.parametrize("stages", [LOGITS, SLOPES, LOGITS | SOFTMAX | SLOPES])
    def test_a_job_on_the_desk_is_done_as_its_owner_does_it(self, loops, mate, dtype, stages):
        """By the mate's own code in this thread, so that nobody else can have done it."""
        k, m, d, own = 6, LEAST_ROWS + 7, 70, loops(dtype)
        rng, cut = np.random.default_rng(0), m // 2 // GROUP * GROUP
        x, rows, labels = rng.integers(0, 256, (m, d)).astype(np.uint8), rng.permutation(m), np.arange(m) % k
        weights, residual = rng.integers(-9, 9, (k, d)).astype(dtype), rng.integers(-9, 9, (k, m))
        intercept, taken = rng.normal(size=k).astype(dtype), own.some(own.take(x), rows)
        logits, slopes, found = (np.full(shape, 7, dtype) for shape in [(2, k + 2, m), (2, k, d), (2, k + 3)])
        logits[:, :k], found = residual, found.astype(np.float64)
        places = [a.ctypes.data for half in zip(logits, slopes, found, strict=True) for a in half]
        task = Task(
            stages, k, m, d, taken.at, 1, taken.which, weights.ctypes.data, places[0], places[3], places[1],
            places[4], intercept.ctypes.data, labels.ctypes.data, places[2], places[5], 0.01,
        )  # fmt: skip
        record = np.frombuffer(task.packed(), np.uint8)
        desk = mate.desk
        desk[JOB : JOB + 3], desk[STATE] = (record.ctypes.data, cut, m), OFFERED
        own._serve(mate.place, 10)
        assert (desk[STATE], desk[AWAKE]) == (DONE, 0)
        desk[STATE] = 0
        assert (logits[0, :k] == residual).all() and (logits[1, :k, :cut] == residual[:, :cut]).all()
        assert (slopes[0] == 7).all() and (found[0] == 7).all()
        second = own.some(own.take(x), rows[cut:].copy())
        if stages == LOGITS:
            expected = np.empty((k, m - cut), dtype)
            own.logits(weights, second, 0.01, expected)
            np.testing.assert_array_equal(logits[1, :k, cut:], expected)
        if stages == SLOPES:
            expected = np.empty((k, d), dtype)
            own.slopes(residual[:, cut:].astype(dtype), second, 0.01, expected)
            np.testing.assert_array_equal(slopes[1], expected)
        if stages & SOFTMAX:
            given = weights, intercept, labels[cut:].copy(), second, 0.01
            sums = own.sums(Softmax(), *given, with_slopes=True)
            assert found[1, :3].tolist() == [sums.loss, sums.hits, 0]
            np.testing.assert_array_equal(slopes[1], sums.slopes)
            np.testing.assert_array_equal(found[1, 3:].astype(dtype), sums.slopes_intercepts)

    @each_precision
    def test_ten_callers_at_one_desk(self, loops, mate, dtype):
        together, wrong = threading.Barrier(10), []

        def work(m):
            block, weights, residual = block_and_weights(loops, dtype, m)
            expected = products(block(), weights, residual)
            together.wait(timeout=10)
            for _ in range(20):
                found = products(block(mate), weights, residual)
                wrong.extend(m for a, b in zip(found, expected, strict=True) if np.any(a != b))

        callers = [threading.Thread(target=work, args=(LEAST_ROWS + 11 * k,)) for k in range(10)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        assert not wrong

    @each_precision
    @pytest.mark.parametrize("m", [LEAST_ROWS - 1, LEAST_ROWS])
    def test_nobody_is_called_for_a_few_rows(self, loops, mate, dtype, m):
        block, *given = block_and_weights(loops, dtype, m)
        products(block(mate), *given)
        assert bool(threads()) == (m >= LEAST_ROWS)

    @each_precision
    def test_after_close_they_are_worked_out_alone(self, loops, mate, dtype):
        block, *given = block_and_weights(loops, dtype, 300)
        mate.close()
        for found, expected in zip(products(block(mate), *given), products(block(), *given), strict=True):
            np.testing.assert_array_equal(found, expected)
        assert not threads()


def test_the_code_is_there_as_long_as_a_mate():
    dtype = np.dtype("float32")
    loops = library.loops_of(object_file.content(dtype), dtype)
    engine, mate = weakref.ref(loops._engine), loops.mate()
    del loops
    gc.collect()
    assert engine() is not None
    del mate
    gc.collect()
    assert engine() is None


def test_a_program_may_end_while_a_mate_looks():
    program = """
import numpy as np
from lrengine.compiled import loops_for
from lrengine.compiled import mate as module
from lrengine.compiled.sharing import AWAKE
module.PATIENCE = 2**62
mate = loops_for("float32").mate()
while not mate.desk[AWAKE]:
    mate.call()
print("looks")
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "looks", "")
