import pytest

from app.plots.row_feed import RowFeed
from app.plots.shown_curves import ShownCurves
from lrengine.history import History, Step


class Plot:
    """Stands for a plot: notes what it is given."""

    is_share = False

    def __init__(self):
        self.starts, self.rows = [], []

    def restart(self, *, log, log_x):
        self.starts.append((log, log_x))
        self.rows = []

    def extend(self, part, iterations, values):
        if part == "training":
            self.rows += list(zip(iterations, values, strict=True))


@pytest.fixture
def shown():
    return ShownCurves(history=history(3))


def history(rows):
    made = History()
    made.extend(Step(k, 0.0, 0.0, train_risk=10.0 - k) for k in range(rows))
    return made


def test_each_row_is_given_once(shown):
    feed, plot = RowFeed(), Plot()
    for _ in range(2):
        feed.give(plot, shown, log=True, log_x=False)
    assert plot.rows == [(0, 10), (1, 9), (2, 8)] and plot.starts == [(True, False)]
    shown.history.append(Step(3, 0.0, 0.0, train_risk=7.0))
    feed.give(plot, shown, log=True, log_x=False)
    assert plot.rows[3:] == [(3, 7)] and len(plot.starts) == 1


def test_a_forgotten_plot_begins_anew_and_the_other_goes_on(shown):
    feed, plots = RowFeed(), (Plot(), Plot())
    for plot in plots:
        feed.give(plot, shown, log=False, log_x=False)
    feed.forget(plots[0])
    for plot in plots:
        feed.give(plot, shown, log=True, log_x=True)
    assert [len(plot.starts) for plot in plots] == [2, 1]
    feed.forget()
    for plot in plots:
        feed.give(plot, shown, log=True, log_x=True)
    assert [len(plot.starts) for plot in plots] == [3, 2]


def test_a_shorter_run_begins_anew(shown):
    feed, plot = RowFeed(), Plot()
    feed.give(plot, shown, log=False, log_x=False)
    shown.history = history(2)
    feed.give(plot, shown, log=False, log_x=False)
    assert len(plot.rows) == 2 and len(plot.starts) == 2


def test_no_run_gives_no_rows():
    plot = Plot()
    RowFeed().give(plot, ShownCurves(), log=False, log_x=False)
    assert not plot.rows and len(plot.starts) == 1
