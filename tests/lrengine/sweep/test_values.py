from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.errors import LabError
from lrengine.sweep.values import ranges_in, read_axis


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("solver.learning_rate=1e-6,5e-6, .5", (1e-6, 5e-6, 0.5)),
        ("solver.learning_rate=1e-4..1e-1:7", (1e-4, 3.16e-4, 1e-3, 3.16e-3, 1e-2, 3.16e-2, 1e-1)),
        ("solver.learning_rate=1e-4..1e-1,1", (1e-4, 1e-3, 1e-2, 1e-1, 1)),
        ("data.label_noise=0..0.4:5", (0, 0.1, 0.2, 0.3, 0.4)),
        ("features.degree=1..4", (1, 2, 3, 4)),
        ("solver.learning_rate=.1..0.5", (0.1, 0.171, 0.292, 0.5)),
        ("solver.batch_size=2..4", (2, 3, 4)),
        ("objective.l2=0..1", (0, 0.25, 0.5, 0.75, 1)),
        ("run.seed=0..40", (0, 10, 20, 30, 40)),
        ("solver.batch_size=1..1000:4", (1, 10, 100, 1000)),
        ("data.train=100..300:3,first:20,.5", (100, 200, 300, "first:20", 0.5)),
        ("solver.name=adam, lbfgs", ("adam", "lbfgs")),
        ("task.intercept=true,false", (True, False)),
        ("task.classes=[3,5],[2,8]", ([3, 5], [2, 8])),
        ("solver.momentum=0.5..0.50001:3", (0.5, 0.500005, 0.50001)),
    ],
)
def test_values_are_read_as_they_are_typed(text, values):
    axis = read_axis(text)
    assert axis.values == values and axis.setting == text.partition("=")[0]


def test_ranges_tell_how_they_are_spaced():
    spans = ranges_in("objective.l2=0..1,5,1e-3..0.1:3")
    assert [span.words() for span in spans] == [
        "0 to 1, 5 values in equal steps",
        "0.001 to 0.1, 3 values in equal ratios",
    ]


@given(st.floats(1e-8, 1.0), st.floats(1.01, 1e4), st.integers(2, 50))
def test_a_range_has_its_ends_and_as_many_values_as_asked(low, factor, count):
    high = min(low * factor, 1e4)
    values = read_axis(f"solver.learning_rate={low!r}..{high!r}:{count}").values
    assert (values[0], values[-1], len(values)) == (low, high, count)
    assert list(values) == sorted(set(values))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("solver.learning_rate", "key=value"),
        ("solver.learning_rate=", "no values"),
        ("solver.rate=1", "solver.rate"),
        ("solver.learning_rate=1..0.1:3", "upwards: write 0.1..1"),
        ("solver.learning_rate=.1..1:1", "2 to 1000"),
        ("solver.learning_rate=.1,fast", "must be a number"),
        ("solver.batch_size=1.5..3", "takes whole numbers"),
    ],
)
def test_what_cannot_be_read_is_named(text, named):
    with pytest.raises(LabError, match=named):
        read_axis(text)
