from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine import thin_products
from lrengine.thin_products import logits_of, slopes_of, tiled


@given(
    k=st.integers(1, 13), m=st.integers(0, 90), d=st.integers(0, 70),
    small=st.sampled_from([1, 3_000, 20_000, 10**6]), wide=st.booleans(),
)  # fmt: skip
def test_pieces_make_no_difference_beyond_rounding(k, m, d, small, wide):
    rng = np.random.default_rng(k * m + d)
    weights, x, residual = rng.normal(size=(k, d)), rng.normal(size=(m, d)), rng.normal(size=(k, m))
    logits, slopes = np.full((k, m), np.nan), np.full((k, d), np.nan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thin_products, "SMALL", small)
        patch.setattr(thin_products, "has_wide_kernels", lambda: wide)
        logits_of(weights, x, logits)
        slopes_of(residual, x, slopes)
    np.testing.assert_allclose(logits, weights @ x.T, atol=1e-12)
    np.testing.assert_allclose(slopes, residual @ x, atol=1e-12)


@pytest.mark.parametrize(("k", "height"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 8), (10, 12), (12, 12)])
def test_tiles_are_filled_with_zeros(k, height):
    weights = np.arange(1, 3 * k + 1, dtype=np.float32).reshape(k, 3)
    whole = tiled(weights)
    assert whole.shape == (height, 3) and whole.dtype == np.float32
    np.testing.assert_array_equal(whole[:k], weights)
    assert not whole[k:].any()
