from __future__ import annotations

import csv
import io
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.history import COLUMNS, History, Step, finite_or_none

ANY_FLOAT = st.floats(allow_nan=True, allow_infinity=True)


def some_steps(count, start=0):
    return [Step(k, k / 3, k / 7, train_risk=1 / (k + 1)) for k in range(start, start + count)]


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 1000])
def test_it_grows_and_keeps_every_row(count):
    history = History()
    for step in some_steps(count):
        history.append(step)
    assert len(history) == count
    assert history.column("iteration").tolist() == list(range(count))
    assert history.column("seconds").tolist() == [k / 7 for k in range(count)]
    assert np.isnan(history.column("test_risk")).all()


def test_many_rows_may_come_at_once():
    one_by_one, at_once = History(), History()
    for step in some_steps(700):
        one_by_one.append(step)
    at_once.extend(some_steps(10))
    at_once.extend(())
    at_once.extend(some_steps(690, start=10))
    np.testing.assert_array_equal(one_by_one.table(), at_once.table())


def test_a_view_keeps_to_the_rows_there_were_and_cannot_be_written():
    history = History()
    history.extend(some_steps(3))
    view = history.column("train_risk")
    history.extend(some_steps(600, start=3))
    assert view.tolist() == [1, 1 / 2, 1 / 3]
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 5


def test_the_newest_measured_value():
    history = History()
    for k, risk in enumerate([0.5, math.nan, 0.25, math.nan]):
        history.append(Step(k, 0.0, 0.0, validation_risk=risk))
    assert history.last("validation_risk") == 0.25
    assert math.isnan(history.last("test_risk")) and math.isnan(History().last("seconds"))


def test_steps_are_frozen():
    with pytest.raises(AttributeError, match="immutable"):
        Step(0, 0.0, 0.0).iteration = 5


def test_plain_lists_hold_none_for_what_is_not_finite_and_leave_out_empty_columns():
    history = History()
    history.append(Step(0, 0.0, 0.0, train_risk=math.inf))
    history.append(Step(1, 1.0, 0.5, train_risk=0.25))
    plain = history.to_dict()
    assert plain == {
        "iteration": [0, 1], "epoch": [0.0, 1.0], "seconds": [0.0, 0.5], "train_risk": [None, 0.25]
    }  # fmt: skip
    assert all(isinstance(k, int) for k in plain["iteration"])
    json.dumps(plain, allow_nan=False)


@given(st.lists(st.tuples(ANY_FLOAT, ANY_FLOAT), max_size=20))
def test_csv_gives_back_every_number(pairs):
    history = History()
    history.extend(Step(k, 0.5, 0.25, train_risk=a, gradient_norm=b) for k, (a, b) in enumerate(pairs))
    read = list(csv.DictReader(io.StringIO(history.to_csv())))
    assert len(read) == len(pairs)
    for k, (row, (a, b)) in enumerate(zip(read, pairs, strict=True)):
        assert tuple(row) == COLUMNS and row["iteration"] == str(k) and row["test_risk"] == ""
        for text, value in ((row["train_risk"], a), (row["gradient_norm"], b)):
            assert (text == "") if math.isnan(value) else (float(text) == value)


@pytest.mark.parametrize("count", [0, 1, 3, 300])
def test_a_table_makes_the_history_again_which_then_grows_on(count):
    history = History()
    history.extend(some_steps(count))
    again = History.from_table(history.table())
    np.testing.assert_array_equal(again.table(), history.table())
    again.extend(some_steps(5, start=count))
    assert len(again) == count + 5 and len(history) == count


def test_a_table_is_a_copy():
    history = History()
    history.extend(some_steps(3))
    table = history.table()
    again = History.from_table(table)
    table[:] = -1
    assert history.column("iteration").tolist() == again.column("iteration").tolist() == [0, 1, 2]


@pytest.mark.parametrize("shape", [(len(COLUMNS),), (len(COLUMNS) - 1, 4), (4, len(COLUMNS)), (0, 0)])
def test_a_table_of_other_columns_is_refused(shape):
    with pytest.raises(ValueError, match=f"{len(COLUMNS)} columns"):
        History.from_table(np.zeros(shape))


@given(ANY_FLOAT)
def test_finite_or_none(value):
    assert finite_or_none(value) == (value if math.isfinite(value) else None)
