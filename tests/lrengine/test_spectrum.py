from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.rows import FloatBlock
from lrengine.spectrum import LEAST_STEPS, largest_eigenvalue, largest_gram_eigenvalue


@given(
    st.integers(0, 10**6),
    st.lists(st.just(0.0) | st.floats(1e-9, 1e3), min_size=1, max_size=40),
    st.sampled_from([1.0, 0.999, 0.9, 0.5]),
)
def test_it_dominates_the_largest_eigenvalue_closely(seed, eigenvalues, bunched):
    """Also where half of the spectrum bunches just below its top."""
    values = np.array(eigenvalues)
    values[: len(values) // 2] = bunched * values.max()
    rotation, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((len(values), len(values))))
    A = rotation * values @ rotation.T
    found = largest_eigenvalue(lambda v: A @ v, len(values))
    assert values.max() * (1 - 1e-12) <= found <= values.max() * 1.01 + 1e-12


def test_a_start_without_the_top_direction_is_not_used():
    """A vector of ones sees nothing of the alternating eigenvector that carries the top."""
    alternating = np.resize([1.0, -1.0], 10) / np.sqrt(10)
    A = np.eye(10) + 4 * np.outer(alternating, alternating)
    assert largest_eigenvalue(lambda v: A @ v, 10) == pytest.approx(5, rel=0.01)


def test_a_start_that_is_nearly_another_eigenvector_does_not_settle_there():
    for size in (2, 3, 30):
        start = np.random.default_rng(0).standard_normal(size)
        start /= np.linalg.norm(start)
        other = np.linalg.qr(np.column_stack([start, np.ones(size)]))[0][:, 1]
        top = other + 1e-4 * start
        top /= np.linalg.norm(top)
        A = 5 * np.eye(size) + np.outer(top, top)
        assert largest_eigenvalue(lambda v, A=A: A @ v, size) == pytest.approx(6, rel=0.01)


def test_zero_is_zero():
    assert largest_eigenvalue(np.zeros_like, 5) == 0.0


def test_few_products_are_enough_where_one_direction_leads():
    asked = []

    def product(v):
        asked.append(v)
        return np.linspace(0.01, 1, 300) * v + 300 * v.mean()

    largest_eigenvalue(product, 300)
    assert len(asked) == LEAST_STEPS


@pytest.mark.parametrize("with_ones", [True, False])
def test_rows_that_come_in_blocks_are_as_one_matrix(with_ones):
    X = np.random.default_rng(2).standard_normal((30, 6)).astype(np.float32)
    full = np.column_stack([X, np.ones(30)]) if with_ones else X
    found = largest_gram_eigenvalue(
        lambda: map(FloatBlock, np.array_split(X, 4)), 6, X.dtype, with_ones=with_ones
    )
    assert found == pytest.approx(np.linalg.eigvalsh(full.T @ full)[-1], rel=5e-3)
