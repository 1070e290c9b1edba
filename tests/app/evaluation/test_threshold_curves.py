import numpy as np
import pytest

from app.evaluation.threshold_curves import POINTS, nearest_threshold, over_recall, over_threshold
from lrengine.judging import curves_of


@pytest.fixture(scope="module")
def curves(make_judged):
    return curves_of(make_judged(rows=3000, sharpness=2.0), 1)


def test_curves_over_the_threshold_are_exact(curves):
    lines = over_threshold(curves)
    for place in (0, 77, POINTS // 2, POINTS - 1):
        now = curves.at(lines["recall"][0][place])
        for name, value in (("precision", now.precision), ("recall", now.recall), ("F1", now.f1)):
            np.testing.assert_allclose(lines[name][1][place], value)


def test_precision_over_recall_keeps_every_peak_within_few_points(curves):
    recall, precision = over_recall(curves)
    whole = curves.precision_recall
    assert len(recall) <= 2 * POINTS < len(whole.recall)
    assert np.all(np.diff(recall) >= 0)
    assert precision.max() == whole.precision.max() and precision.min() == whole.precision.min()
    column = np.floor(whole.recall * (POINTS - 1))
    kept = np.floor(recall * (POINTS - 1))
    assert set(kept) == set(column)
    for one in (np.min(column), 250.0, np.max(column)):
        if np.any(column == one):
            assert precision[kept == one].max() == whole.precision[column == one].max()


def test_the_nearest_threshold_has_the_recall_asked_for(curves):
    for recall in (0.1, 0.5, 0.9):
        assert curves.at(nearest_threshold(curves, recall)).recall == pytest.approx(recall, abs=0.01)


def test_a_class_without_rows_draws_nothing(make_judged):
    judged = make_judged(classes=4, rows=3)
    curves = curves_of(judged, 3)
    assert np.isnan(over_threshold(curves)["recall"][1]).all()
    assert len(over_recall(curves)[0]) == 0
