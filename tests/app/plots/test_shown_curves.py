import pytest

from app.plots.overlay import Band, Overlay
from app.plots.shown_curves import EMPTY, ShownCurves
from lrengine.history import History, Step


@pytest.fixture
def shown():
    history = History()
    history.extend(
        Step(k, k / 10, 0.0, train_risk=1 / (1 + k), train_objective=2 / (1 + k), validation_risk=0.5,
             validation_accuracy=0.9, test_risk=0.6)
        for k in range(0, 30, 3)
    )  # fmt: skip
    yield ShownCurves(history, best=9, optimum=0.25)


def test_nothing_to_show_is_an_invitation():
    empty = ShownCurves()
    assert empty.rows == 0 and empty.nearest(4.0) is None and empty.best_point(False) is None
    assert empty.figures(False, 0) == [EMPTY] and empty.summary(True) == EMPTY


def test_the_nearest_row_and_its_figures(shown):
    assert shown.nearest(4.4) == 3 and shown.nearest(1e9) == 27
    assert shown.figures(False, 3) == ["iteration 3", "train .2500", "validation .5000"]
    shown.test = True
    assert shown.figures(False, 3)[-1] == "test .6000"
    assert shown.figures(True, 3) == ["iteration 3", "validation 90.00 %"]


def test_with_a_penalty_the_objective_is_read(shown):
    shown.penalised = True
    assert shown.figures(False, 3)[1] == "train .5000"
    assert shown.columns(False)["training"] == "train_objective"


def test_the_summary(shown):
    other = History()
    shown.overlays = (Overlay(2, "rate 1", "#ffffff", other),)
    shown.bands = (Band("5 seeds", "#ffffff", (other, other)),)
    assert shown.others == [other] * 3
    assert shown.summary(False) == (
        "iteration 27, train .0357, validation .5000, best iterate 9, optimum .2500,"
        " overlaid: run 2 rate 1, 5 seeds"
    )
    shown.overlays = shown.bands = ()
    assert shown.summary(True) == "iteration 27, validation 90.00 %, best iterate 9"
    assert shown.best_point(False) == (9.0, 0.5)
