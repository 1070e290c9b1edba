"""Which curves of other runs a plot draws, and under which names."""

import pytest

from app.plots.curve_figures import ACCURACY_COLUMNS, risk_columns
from app.plots.overlay import Band, Overlay
from app.plots.plot_overlays import PlotOverlays
from app.plots.plot_scale import PlotScale
from lrengine.history import History, Step

PARTS = ("training", "validation")


def history(rows=5, validation=0.5):
    made = History()
    made.extend(
        Step(k, k / 10, 0.0, train_risk=1 + k, train_objective=2 + k, validation_risk=validation)
        for k in range(rows)
    )
    return made


@pytest.fixture
def overlays(qapp):
    yield PlotOverlays({"validation": (6.0, 3.5)})


def test_every_part_of_every_run_has_a_curve_and_validation_the_name(overlays):
    shown = [
        Overlay(2, "rate 1", "#b06bff", history()),
        Overlay(3, "", "#f0506e", history(validation=float("nan"))),
    ]
    overlays.show(
        shown, [Band("5 seeds", "#22b8cf", (history(), history()))], risk_columns(False), PARTS, PlotScale()
    )
    curves = overlays.item._curves
    assert [(c.label, c.colour, c.dashes) for c in curves] == [
        ("", "#22b8cf", None), ("5 seeds", "#22b8cf", (6.0, 3.5)),
        ("", "#b06bff", None), ("2 rate 1", "#b06bff", (6.0, 3.5)),
        ("3", "#f0506e", None), ("", "#f0506e", (6.0, 3.5)),
    ]  # fmt: skip


def test_what_stays_is_not_prepared_again(overlays):
    first, second = Overlay(2, "", "#b06bff", history()), Overlay(3, "", "#f0506e", history())
    overlays.show([first], [], risk_columns(False), PARTS, PlotScale())
    before = [curve.source for curve in overlays.item._curves]
    version = overlays.item._version
    overlays.show([first], [], risk_columns(False), PARTS, PlotScale())
    assert overlays.item._version == version
    overlays.show([first, second], [], risk_columns(False), PARTS, PlotScale())
    assert [curve.source for curve in overlays.item._curves][:2] == before
    for columns, scale in [(risk_columns(True), PlotScale()), (ACCURACY_COLUMNS, PlotScale(log=True))]:
        overlays.show([first], [], columns, PARTS, scale)
        assert overlays.item._curves[0].source is not before[0]


def test_outlines_tell_how_high_the_curves_go(overlays):
    overlays.show([Overlay(2, "", "#b06bff", history(50))], [], risk_columns(True), PARTS, PlotScale())
    for curve in overlays.item._curves:
        curve.source.take(100)
    outlines = overlays.outlines(0, 49)
    assert [heights.max() for _, heights in outlines] == [51.0, 0.5]
