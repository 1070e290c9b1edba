from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

each_precision = pytest.mark.parametrize("dtype", ["float32", "float64"])


def material(k, m, d, dtype, rows=None, seed=0):
    """Weights, residual, bytes, and where the products go."""
    rng = np.random.default_rng(seed)
    weights, residual = rng.normal(size=(k, d)).astype(dtype), rng.normal(size=(k, m)).astype(dtype)
    bytes_ = rng.integers(0, 256, (m if rows is None else 40, d)).astype(np.uint8)
    return weights, residual, bytes_, np.full((k, m), np.nan, dtype), np.full((k, d), np.nan, dtype)


def take(loops, bytes_, rows=None):
    taken = loops.take(bytes_)
    return taken if rows is None else loops.some(taken, rows)


@given(
    k=st.integers(0, 23), m=st.integers(0, 37), d=st.integers(0, 150), chosen=st.booleans(),
    dtype=st.sampled_from(["float32", "float64"]), scale=st.sampled_from([1.0, 1 / 255]),
)  # fmt: skip
def test_both_products_are_numpys_to_rounding(loops, k, m, d, chosen, dtype, scale):
    rows = np.random.default_rng(m).integers(0, 40, m) if chosen else None
    weights, residual, bytes_, z, g = material(k, m, d, dtype, rows)
    taken = take(loops(dtype), bytes_, rows)
    loops(dtype).logits(weights, taken, scale, z)
    loops(dtype).slopes(residual, taken, scale, g)
    x = scale * (bytes_ if rows is None else bytes_[rows]).astype(np.float64)
    # What sums of so many terms may be off by, whatever their order.
    eps = np.finfo(dtype).eps
    bound = 2 * eps * (d + 2) * (np.abs(weights).astype(np.float64) @ x.T) + 1e-300
    assert (np.abs(z - weights.astype(np.float64) @ x.T) <= bound).all()
    bound = 2 * eps * (m + 2) * (np.abs(residual).astype(np.float64) @ x) + 1e-300
    assert (np.abs(g - residual.astype(np.float64) @ x) <= bound).all()


@each_precision
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("k", [1, 10, 11])
def test_what_is_not_finite_goes_where_numpy_has_it(loops, dtype, value, k):
    weights, residual, bytes_, z, g = material(k, 9, 33, dtype)
    weights[0, 5] = residual[k - 1, 8] = value
    loops(dtype).logits(weights, loops(dtype).take(bytes_), 1.0, z)
    loops(dtype).slopes(residual, loops(dtype).take(bytes_), 1.0, g)
    with np.errstate(invalid="ignore"):
        expected = weights @ bytes_.T.astype(dtype), residual @ bytes_.astype(dtype)
    for found, other in zip((z, g), expected, strict=True):
        np.testing.assert_allclose(found, other, rtol=1e-4, atol=1e-2)
        assert not np.isfinite(found).all()


@each_precision
def test_zero_times_infinity_is_no_number(loops, dtype):
    weights, _, bytes_, z, _ = material(5, 8, 20, dtype)
    bytes_[3, 7], weights[2, 7] = 0, np.inf
    loops(dtype).logits(weights, loops(dtype).take(bytes_), 1.0, z)
    assert np.isnan(z[2, 3]) and not np.isnan(z[:2]).any()


class TestWhatIsRefused:
    """Nothing is read or written that is not what the loops take."""

    @pytest.fixture
    def given(self, loops):
        weights, residual, bytes_, z, g = material(5, 8, 20, "float32", rows=np.zeros(8))
        rows = np.arange(8)
        both = loops("float32")

        def logits(w=weights, x=bytes_, rows=rows, out=z):
            both.logits(w, take(both, x, rows), 1.0, out)

        def slopes(w=residual, x=bytes_, rows=rows, out=g):
            both.slopes(w, take(both, x, rows), 1.0, out)

        calls = {"logits": logits, "slopes": slopes}
        return calls, {"logits": (weights, bytes_, z), "slopes": (residual, bytes_, g)}

    @pytest.mark.parametrize("product", ["logits", "slopes"])
    def test_arrays_of_another_type_shape_or_order(self, given, product):
        calls, arrays = given
        call, (left, bytes_, out) = calls[product], arrays[product]
        call()
        frozen = out.copy()
        frozen.setflags(write=False)
        shifted = np.empty(left.nbytes + 1, np.uint8)[1:].view(np.float32).reshape(left.shape)
        others = [
            {"w": left.astype(np.float64)}, {"w": left.astype(">f4")}, {"w": np.asfortranarray(left)},
            {"w": np.repeat(left, 2, axis=1)[:, ::2]}, {"w": left[:4]}, {"w": left[:, :-1].copy()},
            {"w": shifted},
            {"x": bytes_.astype(np.int8)}, {"x": bytes_[:, ::2]}, {"x": bytes_[:, :-1].copy()},
            {"x": np.asfortranarray(bytes_)}, {"x": bytes_.astype(np.float32)},
            {"rows": np.arange(8, dtype=np.int32)}, {"rows": np.arange(16)[::2]},
            {"rows": np.ones(8, bool)}, {"rows": np.arange(7)}, {"rows": None},
            {"out": out.astype(np.float64)}, {"out": np.asfortranarray(out)}, {"out": out[:4].copy()},
            {"out": out[:, :-1].copy()}, {"out": frozen},
        ]  # fmt: skip
        for other in others:
            with pytest.raises(ValueError, match="The compiled loops take"):
                call(**other)

    @pytest.mark.parametrize("product", ["logits", "slopes"])
    @pytest.mark.parametrize("row", [-1, 40, 2**62, -(2**63)])
    def test_rows_that_there_are_not(self, given, product, row):
        rows = np.arange(8)
        rows[5] = row
        with pytest.raises(IndexError, match="none of the 40"):
            given[0][product](rows=rows)


@each_precision
def test_many_threads_at_once_have_the_same_bits(loops, dtype):
    weights, residual, bytes_, z, g = material(10, 300, 784, dtype)
    loops(dtype).logits(weights, loops(dtype).take(bytes_), 1.0, z)
    loops(dtype).slopes(residual, loops(dtype).take(bytes_), 1.0, g)
    wrong, together = [], threading.Barrier(6)

    def work():
        mine, slopes = np.empty_like(z), np.empty_like(g)
        together.wait()
        for _ in range(5):
            loops(dtype).logits(weights, loops(dtype).take(bytes_), 1.0, mine)
            loops(dtype).slopes(residual, loops(dtype).take(bytes_), 1.0, slopes)
            wrong.extend([1] * bool((mine != z).any() or (slopes != g).any()))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
