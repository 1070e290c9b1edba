from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lrengine.metrics import accuracy, confusion

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=50)


@given(PAIRS)
def test_counts_against_a_plain_loop(pairs):
    labels, predicted = np.array(pairs).T
    counts = confusion(labels, predicted, 4)
    assert counts.tolist() == [[pairs.count((row, column)) for column in range(4)] for row in range(4)]
    assert accuracy(labels, predicted) == np.trace(counts) / len(pairs)


def test_rows_are_the_true_classes():
    assert confusion(np.array([0, 0, 1]), np.array([1, 1, 1]), 2).tolist() == [[0, 2], [0, 1]]
