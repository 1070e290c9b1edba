from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.metrics import (
    ConfusedPair,
    accuracy,
    class_scores,
    confusion,
    confusion_rates,
    most_confused,
    precision_recall,
    reliability,
)

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=50)
SCORED = st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])), min_size=1)


@given(PAIRS)
def test_counts_against_a_plain_loop(pairs):
    labels, predicted = np.array(pairs).T
    counts = confusion(labels, predicted, 4)
    assert counts.tolist() == [[pairs.count((row, column)) for column in range(4)] for row in range(4)]
    assert accuracy(labels, predicted) == np.trace(counts) / len(pairs)


def test_rows_are_the_true_classes():
    assert confusion(np.array([0, 0, 1]), np.array([1, 1, 1]), 2).tolist() == [[0, 2], [0, 1]]


def test_rates_are_shares_of_the_true_class():
    counts = np.array([[3, 1, 0], [0, 0, 0], [1, 0, 1]])
    assert confusion_rates(counts).tolist() == [[0.75, 0.25, 0], [0, 0, 0], [0.5, 0, 0.5]]


def test_the_pairs_most_confused_count_both_ways():
    counts = np.array([[9, 2, 0], [3, 9, 1], [0, 0, 9]])
    assert most_confused(counts) == (ConfusedPair(0, 1, 5), ConfusedPair(1, 2, 1))
    assert most_confused(counts, 1) == (ConfusedPair(0, 1, 5),)
    assert most_confused(np.diag([4, 5])) == ()


@given(PAIRS)
def test_class_scores_against_a_plain_count(pairs):
    labels, predicted = np.array(pairs).T
    made = class_scores(confusion(labels, predicted, 4))
    for k in range(4):
        own, read, hits = sum(labels == k), sum(predicted == k), sum((labels == k) & (predicted == k))
        assert made.support[k] == own
        expected = [(made.precision, hits, read), (made.recall, hits, own), (made.f1, 2 * hits, own + read)]
        for scores, part, whole in expected:
            assert scores[k] == pytest.approx(part / whole) if whole else np.isnan(scores[k])


@given(SCORED.filter(lambda rows: any(positive for positive, _ in rows)))
def test_precision_and_recall_against_a_plain_count(rows):
    positive, scores = np.array([p for p, _ in rows]), np.array([s for _, s in rows])
    made = precision_recall(positive, scores)
    assert made.thresholds.tolist() == sorted(set(scores))
    for place, threshold in enumerate(made.thresholds):
        called = scores >= threshold
        hits = np.sum(called & positive)
        assert made.precision[place] == pytest.approx(hits / called.sum())
        assert made.recall[place] == pytest.approx(hits / positive.sum())
        if hits:
            assert made.f1[place] == pytest.approx(2 * hits / (called.sum() + positive.sum()))


def test_the_best_f1_and_the_area():
    from sklearn.metrics import average_precision_score

    positive, scores = np.array([0, 0, 1, 0, 1, 1], bool), np.array([0.1, 0.2, 0.3, 0.4, 0.8, 0.9])
    made = precision_recall(positive, scores)
    assert made.best is not None and made.thresholds[made.best] == 0.3
    assert made.f1[made.best] == pytest.approx(6 / 7)
    assert made.average_precision == pytest.approx(average_precision_score(positive, scores))


@given(SCORED.filter(lambda rows: any(positive for positive, _ in rows)))
def test_the_curve_is_scikit_learns(rows):
    from sklearn.metrics import precision_recall_curve

    positive, scores = np.array([p for p, _ in rows]), np.array([s for _, s in rows])
    made = precision_recall(positive, scores)
    precision, recall, thresholds = precision_recall_curve(positive, scores)
    np.testing.assert_array_equal(made.thresholds, thresholds)
    np.testing.assert_array_equal(made.precision, precision[:-1])
    np.testing.assert_array_equal(made.recall, recall[:-1])
    assert made.average_precision == -np.sum(np.diff(recall) * precision[:-1])


def test_single_precision_is_ranked_as_it_is():
    scores = np.array([0.1, 0.3, 0.3, 0.2], np.float32)
    made = precision_recall(np.array([0, 1, 0, 1], bool), scores)
    assert made.thresholds.dtype == np.float64 and made.thresholds.tolist() == np.unique(scores).tolist()
    assert made.precision.tolist() == [0.5, 2 / 3, 0.5] and made.recall.tolist() == [1, 1, 0.5]


def test_without_a_positive_row_there_is_no_recall():
    made = precision_recall(np.zeros(3, bool), np.array([0.2, 0.5, 0.2]))
    assert made.thresholds.tolist() == [0.2, 0.5] and made.precision.tolist() == [0, 0]
    assert np.isnan(made.recall).all() and made.best is None and np.isnan(made.average_precision)


def test_a_model_right_as_often_as_it_is_sure_has_no_calibration_error():
    confidence, right = np.full(10, 0.7), np.arange(10) < 7
    made = reliability(confidence, right, 10)
    assert made.error == pytest.approx(0)
    assert made.counts.tolist() == [0, 0, 0, 0, 0, 0, 10, 0, 0, 0]
    assert made.accuracy[6] == pytest.approx(0.7) and np.isnan(made.accuracy[0])


def test_the_calibration_error_by_hand():
    confidence = np.array([0.95, 0.95, 0.55, 0.55], np.float32)
    made = reliability(confidence, np.array([True, False, False, False]), 10)
    assert made.error == pytest.approx(0.5 * 0.45 + 0.5 * 0.55)
    assert made.confidence[9] == pytest.approx(0.95) and len(made.edges) == 11


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_confidences_on_the_edges_fall_into_the_bin_below(dtype):
    confidence = np.array([0, 0.2, 0.4, 0.6, 0.8, 1.0], dtype)
    assert reliability(confidence, np.ones(6, bool), 5).counts.tolist() == [2, 1, 1, 1, 1]


def test_fifteen_bins_unless_told_otherwise():
    assert len(reliability(np.array([0.5]), np.array([True])).counts) == 15
