import numpy as np
import pytest


@pytest.fixture
def plot(plot):
    plot.extend("training", np.arange(101), np.ones(101))
    plot.setXRange(0, 100, padding=0)
    plot.draw(0, 100, None, follows=True)
    return plot


def test_the_cursor_stays_and_the_pointer_borrows_its_readout(plot):
    plot.show_cursor(40, "iteration 40")
    assert plot._readout.isVisible() and plot._readout.text() == "iteration 40"
    at_cursor = plot._readout.x()
    plot.show_pointer(80, "iteration 80")
    assert plot._readout.text() == "iteration 80" and plot._readout.x() != at_cursor
    plot.show_pointer(None)
    assert plot._readout.text() == "iteration 40" and plot._readout.x() == at_cursor
    assert plot._pointers.cursor.isVisible() and not plot._pointers.pointer.isVisible()
    plot.show_cursor(None)
    assert not plot._readout.isVisible() and not plot._pointers.cursor.isVisible()


def test_a_cursor_out_of_sight_has_no_readout(plot):
    plot.show_cursor(40, "iteration 40")
    plot.setXRange(60, 100, padding=0)
    plot.draw(60, 100, None, follows=False)
    assert not plot._readout.isVisible()
    plot.setXRange(0, 100, padding=0)
    plot.draw(0, 100, None, follows=False)
    assert plot._readout.isVisible()


def test_on_logarithmic_iterations_the_cursor_is_where_its_row_is(plot):
    plot.restart(log=False, log_x=True)
    plot.show_cursor(99, "iteration 99")
    assert plot._pointers.cursor.value() == pytest.approx(2.0)
