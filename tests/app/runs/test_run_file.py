"""A run comes back from bytes with everything it shows; what is not whole is refused."""

import numpy as np
import pytest

from app.runs.run_file import pack_run, unpack_run
from app.runs.run_store import RunStore
from lrengine.experiment import conclude, start
from lrengine.snapshots import Snapshots


@pytest.fixture
def run(small_recipe, small_rows):
    training = start(small_recipe, small_rows)
    run, kept = RunStore().add(small_recipe, small_rows, training), Snapshots()
    for step in training.steps():
        kept.add(step.iteration, training.theta)
        run.extend((step,), training.theta.copy(), 3, kept.hand_over())
    run.finish("iterations", "Done.", conclude(small_recipe, small_rows, training))
    run.title, run.parent, run.group = "A title", (4, 17), 2
    return run


def test_everything_comes_back(run):
    back = unpack_run(pack_run(run))
    np.testing.assert_array_equal(back.history.table(), run.history.table())
    np.testing.assert_array_equal(back.theta, run.theta)
    assert (back.title, back.parent, back.group, back.number) == ("A title", (4, 17), 2, run.number)
    assert back.state == "finished" and back.class_names == run.class_names
    assert back.test_accuracy() == run.test_accuracy() and back.recipe == run.recipe
    images = np.arange(36, dtype=np.uint8).reshape(1, 6, 6)
    np.testing.assert_array_equal(back.model().probabilities(images), run.model().probabilities(images))


def test_its_past_comes_back_too(run):
    back = unpack_run(pack_run(run))
    np.testing.assert_array_equal(back.snapshots.iterations, run.snapshots.iterations)
    back.rewind(5)
    run.rewind(5)
    np.testing.assert_array_equal(back.theta, run.theta)


def test_a_run_that_goes_on_is_packed_without_its_past(run):
    run.state = "paused"
    back = unpack_run(pack_run(run))
    assert back.state == "finished" and not len(back.snapshots)
    np.testing.assert_array_equal(back.theta, run.theta)


@pytest.mark.parametrize("theta", [np.ones(5), np.full(3 * 37, np.nan)])
def test_weights_that_do_not_fit_are_refused(run, theta):
    run.reached_theta = theta
    with pytest.raises(ValueError, match="do not fit"):
        unpack_run(pack_run(run))


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("reached_iteration", 99, "none of its rows"),
        ("reached_iteration", -1, "none of its rows"),
        ("number", 0, "none of its rows"),
    ],
)
def test_an_iterate_that_is_none_of_the_rows_is_refused(run, name, value, complaint):
    setattr(run, name, value)
    with pytest.raises(ValueError, match=complaint):
        unpack_run(pack_run(run))


def test_a_past_beyond_the_rows_is_refused(run):
    run.snapshots.extend([(512, run.theta)], 1)
    with pytest.raises(ValueError, match="never made"):
        unpack_run(pack_run(run))


def test_rows_that_are_not_one_for_each_iteration_are_refused(run):
    run.history._table[0, 3] = 17
    with pytest.raises(ValueError, match="one for each iteration"):
        unpack_run(pack_run(run))
