from __future__ import annotations

import threading
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.losses import (
    DoubleSigmoid,
    DoubleSoftmax,
    Logistic,
    Softmax,
    SquaredSigmoid,
    SquaredSoftmax,
)

each_precision = pytest.mark.parametrize("dtype", ["float32", "float64"])
each_loss = pytest.mark.parametrize("loss", [Softmax(), Logistic()], ids=["softmax", "logistic"])


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


@each_precision
@pytest.mark.parametrize("k", [1, 5, 8])
@pytest.mark.parametrize(("m", "d"), [(1, 1), (7, 65), (99, 3), (260, 31)])
def test_nothing_is_written_beside_a_result(loops, dtype, k, m, d):
    own, rng = loops(dtype), np.random.default_rng(0)
    bytes_ = rng.integers(0, 256, (m, d)).astype(np.uint8)
    weights, residual = rng.normal(size=(k, d)).astype(dtype), rng.normal(size=(k, m)).astype(dtype)
    wide = [np.full((k + 2, size), 7, dtype) for size in (m, d)]
    z, g = (array[1:-1] for array in wide)
    own.logits(weights, own.take(bytes_), 0.01, z)
    own.slopes(residual, own.take(bytes_), 0.01, g)
    long = np.full((3, d + 2), 7, dtype)
    theta, sums, squares = (array[1:-1] for array in long)
    own.adam(theta, weights[0], sums, squares, beta1=0.9, beta2=0.9, epsilon=1e-8, rate=0.1)
    for array in (z, g, theta, sums, squares):
        assert (array != 7).any()
    for array in wide:
        assert (array[[0, -1]] == 7).all()
    assert (long[:, [0, -1]] == 7).all()


def labels_of(loss, k, m, rng):
    return rng.integers(0, 2 if k == 1 and isinstance(loss, Logistic) else k, m)


@st.composite
def logits(draw):
    """Logits (k, m) of any finite size, with ties, of few rows and of several groups of them."""
    dtype, loss = (
        draw(st.sampled_from(["float32", "float64"])),
        draw(st.sampled_from([Softmax(), Logistic()])),
    )
    k, m = draw(st.sampled_from([1, 2, 10, 23])), draw(st.integers(0, 20) | st.integers(90, 300))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    size = draw(st.sampled_from([0.0, 1e-20, 1.0, 30.0, 1e4, 1e30]))
    z = size * rng.normal(size=(k, m))
    z = np.rint(z) if draw(st.booleans()) else z
    intercept = draw(st.sampled_from([0.0, 1.0])) * rng.normal(size=k)
    rows = rng.permutation(m) if draw(st.booleans()) else None
    return loss, z.astype(dtype), intercept.astype(dtype), labels_of(loss, k, m, rng), rows


@given(logits())
def test_sums_are_those_of_the_loss_wherever_logits_lie(loops, given):
    """Each row has one byte that is one, so that the weights are the logits and the slopes the residual."""
    loss, z, intercept, y, rows = given
    (k, m), eps, own = z.shape, float(np.finfo(z.dtype).eps), loops(z.dtype)
    taken = take(own, np.eye(m, dtype=np.uint8), rows)
    sums = own.sums(loss, z, intercept, y, taken, 1.0, with_slopes=True)
    order = np.arange(m) if rows is None else rows
    whole = (z + intercept[:, None])[:, order]
    exact = whole.astype(np.longdouble)
    losses = loss.losses_and_residual(exact, loss.encode(y, k))
    apart = 8 * eps * float((losses + 1).sum()) + 1e-300
    assert abs(sums.loss - float(losses.sum())) <= apart
    assert sums.hits == loss.hits(whole, y)
    assert sums.slopes.dtype == sums.slopes_intercepts.dtype == z.dtype
    np.testing.assert_allclose(sums.slopes[:, order], exact.astype(float), rtol=0, atol=8 * eps)
    total = exact.astype(float).sum(axis=1)
    np.testing.assert_allclose(sums.slopes_intercepts, total, rtol=0, atol=eps * (m + 8) ** 2 / 4)
    alone = own.sums(loss, z, intercept, y, taken, 1.0, with_slopes=False)
    assert (alone.loss, alone.hits) == (sums.loss, sums.hits)
    assert alone.slopes is None and alone.slopes_intercepts is None


@each_precision
@each_loss
@pytest.mark.parametrize("k", [1, 2, 10])
@pytest.mark.parametrize("size", [1e3, 1e6, 1e12, 1e30])
def test_what_is_certain_costs_nothing_at_all(loops, dtype, loss, k, size):
    """However large logits are, and however their differences may be added up."""
    own, rng, m = loops(dtype), np.random.default_rng(0), 300
    y = labels_of(loss, k, m, rng)
    is_own = y == 1 if k == 1 and isinstance(loss, Logistic) else y == np.arange(k)[:, None]
    z = (size * rng.uniform(1, 2, (k, m)) * np.where(is_own, 1, -1)).astype(dtype)
    sums = own.sums(loss, z, np.zeros(k, dtype), y, own.take(np.eye(m, dtype=np.uint8)), 1.0, True)
    assert (sums.loss, sums.hits) == (0.0, m) and not sums.slopes.any()


@each_loss
def test_losses_of_many_rows_are_added_up_in_double_precision(loops, loss):
    m = 40_000
    bytes_ = np.random.default_rng(0).integers(0, 256, (m, 1)).astype(np.uint8)
    weights, y = np.array([[0.02], [0.03]], np.float32), np.arange(m) % 2
    sums = loops("float32").sums(
        loss, weights, np.zeros(2, np.float32), y, loops("float32").take(bytes_), 1.0, with_slopes=False
    )
    exact = weights.astype(float) @ bytes_.T
    assert sums.loss == pytest.approx(loss.losses_and_residual(exact, loss.encode(y, 2)).sum(), rel=2e-8)


@each_precision
@each_loss
@pytest.mark.parametrize("k", [1, 2, 11])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_logits_that_are_not_finite_are_left_to_others(loops, dtype, loss, k, value):
    own, rng, m = loops(dtype), np.random.default_rng(0), 131
    bytes_ = np.eye(m, dtype=np.uint8)
    weights, intercept = rng.normal(size=(k, m)).astype(dtype), rng.normal(size=k).astype(dtype)
    given = labels_of(loss, k, m, rng), own.take(bytes_), 1.0
    expected = own.sums(loss, weights, intercept, *given, with_slopes=True)
    for row in (0, 63, 64, m - 1):
        wrong = weights.copy()
        wrong[k - 1, row] = value
        for with_slopes in (True, False):
            assert own.sums(loss, wrong, intercept, *given, with_slopes) is None
    wrong = intercept.copy()
    wrong[0] = value
    assert own.sums(loss, weights, wrong, *given, with_slopes=True) is None
    # Nothing is left of it.
    again = own.sums(loss, weights, intercept, *given, with_slopes=True)
    assert (again.loss, again.hits) == (expected.loss, expected.hits)
    np.testing.assert_array_equal(again.slopes, expected.slopes)


@each_loss
@pytest.mark.parametrize("k", [1, 4])
def test_a_loss_that_overflows_is_infinite(loops, loss, k):
    """Logits are finite, and their difference is not."""
    own, m, largest = loops("float32"), 100, np.finfo(np.float32).max
    weights = np.full((k, 1), largest, np.float32)
    weights[0] = -largest
    y = np.ones(m, np.int64) if isinstance(loss, Logistic) else np.zeros(m, np.int64)
    taken = own.take(np.ones((m, 1), np.uint8))
    sums = own.sums(loss, weights, np.zeros(k, np.float32), y, taken, 1.0, with_slopes=False)
    z = (weights @ np.ones((1, m), np.float32)).astype(np.float32)
    with np.errstate(over="ignore"):
        assert sums.loss == pytest.approx(loss.risk_and_residual(z, loss.encode(y, k)))


@each_loss
@pytest.mark.parametrize("k", [1, 2, 6])
def test_slopes_are_the_derivative_of_the_loss(loops, loss, k):
    own, rng, m, d = loops("float64"), np.random.default_rng(k), 113, 9
    taken = own.some(own.take(rng.integers(0, 256, (150, d)).astype(np.uint8)), rng.integers(0, 150, m))
    weights, intercept = 0.5 * rng.normal(size=(k, d)), rng.normal(size=k)
    y, step = labels_of(loss, k, m, rng), 1e-5

    def of(weights, intercept, with_slopes=False):
        return own.sums(loss, weights, intercept, y, taken, 1 / 255, with_slopes)

    sums = of(weights, intercept, with_slopes=True)
    for _ in range(5):
        w, b = rng.normal(size=(k, d)), rng.normal(size=k)
        ahead, behind = (of(weights + sign * w, intercept + sign * b).loss for sign in (step, -step))
        slope = (sums.slopes * w).sum() + sums.slopes_intercepts @ b
        assert (ahead - behind) / (2 * step) == pytest.approx(slope, rel=1e-7, abs=1e-7 * m)


def test_each_number_of_the_slopes_is_its_own_derivative(loops):
    own, rng, m, k, d = loops("float64"), np.random.default_rng(0), 30, 3, 4
    taken, y = own.take(rng.integers(0, 256, (m, d)).astype(np.uint8)), rng.integers(0, k, m)
    for loss in (Softmax(), Logistic()):
        theta = rng.normal(size=(k, d + 1))

        def of(theta, loss=loss):
            w, b = theta[:, :d].copy(), theta[:, d].copy()
            return own.sums(loss, w, b, y, taken, 1 / 255, with_slopes=True)

        slopes = np.column_stack([of(theta).slopes, of(theta).slopes_intercepts])
        for place in np.ndindex(k, d + 1):
            step = np.zeros_like(theta)
            step[place] = 1e-5
            found = (of(theta + step).loss - of(theta - step).loss) / 2e-5
            assert found == pytest.approx(slopes[place], rel=1e-6, abs=1e-8)


@each_precision
@each_loss
@pytest.mark.parametrize("m", [20, 150])
def test_slopes_are_made_where_the_caller_says(loops, dtype, loss, m):
    own, rng, k, d = loops(dtype), np.random.default_rng(0), 3, 9
    taken = own.take(rng.integers(0, 256, (m, d)).astype(np.uint8))
    given = (
        loss,
        rng.normal(size=(k, d)).astype(dtype),
        np.zeros(k, dtype),
        rng.integers(0, k, m),
        taken,
        0.01,
    )
    wide = np.full((k + 2, d), 7, dtype)
    into, expected = wide[1:-1], own.sums(*given, with_slopes=True)
    alone = own.sums(*given, with_slopes=False, into=into)
    assert alone.slopes is None and (wide == 7).all()
    found = own.sums(*given, with_slopes=True, into=into)
    assert found.slopes is into and (wide[[0, -1]] == 7).all()
    assert (found.loss, found.hits) == (expected.loss, expected.hits)
    np.testing.assert_array_equal(into, expected.slopes)


@given(
    dtype=st.sampled_from(["float32", "float64"]), n=st.integers(0, 100),
    size=st.sampled_from([1e-30, 1.0, 1e30]), seed=st.integers(0, 9),
)  # fmt: skip
def test_norms_are_added_up_in_double_precision(loops, dtype, n, size, seed):
    array = (size * np.random.default_rng(seed).normal(size=n)).astype(dtype)
    expected = float((array.astype(float) ** 2).sum())
    assert loops(dtype).squared_norm(array) == pytest.approx(expected, rel=1e-13)
    array.setflags(write=False)
    assert loops(dtype).squared_norm(array.reshape(n, 1)) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_norm_of_what_is_not_finite_is_not(loops, value):
    found = loops("float32").squared_norm(np.array([1.0, value, 2.0], np.float32))
    assert np.isnan(found) if np.isnan(value) else found == np.inf


def test_only_the_right_losses_are_known(loops):
    mistakes = DoubleSigmoid(), DoubleSoftmax(), SquaredSigmoid(), SquaredSoftmax()
    assert all(map(loops("float32").knows, (Softmax(), Logistic())))
    assert not any(map(loops("float32").knows, mistakes))


def test_what_is_taken_is_kept(loops):
    bytes_, rows = np.zeros((5, 3), np.uint8), np.array([4, 1])
    whole = loops("float32").take(bytes_)
    some = loops("float32").some(whole, rows)
    assert (whole.n, whole.m, whole.d, some.n, some.m, some.d) == (5, 5, 3, 5, 2, 3)
    assert whole.held[0] is some.held[0] is bytes_ and some.held[1] is rows


@given(
    dtype=st.sampled_from(["float32", "float64"]), n=st.integers(0, 70), seed=st.integers(0, 9),
    size=st.sampled_from([0.0, 1e-12, 1.0, 1e6]),
)  # fmt: skip
def test_adam_is_numpys_to_rounding(loops, dtype, n, seed, size):
    rng, constants = (
        np.random.default_rng(seed),
        {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "rate": 0.05},
    )
    given = rng.normal(size=(4, n)) * [[1], [size], [size], [size]]
    given[3] **= 2
    theta, gradient, sums, squares = arrays = given.astype(dtype)
    before, g, s, q = arrays.astype(float)
    beta1, beta2, epsilon, rate = constants.values()
    most = beta1 * np.abs(s) + np.abs(g)
    s, q = beta1 * s + g, beta2 * q + g**2
    gradient.setflags(write=False)
    loops(dtype).adam(theta, gradient, sums, squares, **constants)
    # Each result is rounded a few times; terms of the first sum may take each other's place.
    eps, width = 4 * float(np.finfo(dtype).eps), np.sqrt(q) + epsilon
    assert (np.abs(sums - s) <= eps * most).all()
    assert (np.abs(squares - q) <= eps * q).all()
    apart = eps * (np.abs(before) + rate * most / width)
    assert (np.abs(theta - (before - rate * s / width)) <= apart).all()


def misaligned(array):
    moved = np.empty(array.nbytes + 1, np.uint8)[1:].view(array.dtype).reshape(array.shape)
    moved[:] = array
    return moved


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
        others = [
            {"w": left.astype(np.float64)}, {"w": left.astype(">f4")}, {"w": np.asfortranarray(left)},
            {"w": np.repeat(left, 2, axis=1)[:, ::2]}, {"w": left[:4]}, {"w": left[:, :-1].copy()},
            {"w": misaligned(left)},
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

    def test_of_sums_too(self, loops):
        own, rng, k, m, d = loops("float32"), np.random.default_rng(0), 3, 8, 20
        taken = own.take(rng.integers(0, 256, (m, d)).astype(np.uint8))
        fit = {"weights": rng.normal(size=(k, d)).astype("f4"), "intercept": np.zeros(k, "f4")}
        fit["labels"] = np.arange(m) % k
        frozen = {name: array.copy() for name, array in fit.items()}
        for array in frozen.values():
            array.setflags(write=False)
        call = partial(own.sums, Softmax(), taken=taken, scale=1.0, with_slopes=True)
        # What is only read may be read-only.
        assert call(**frozen).loss == call(**fit).loss
        weights, intercept, labels = fit.values()
        others = [
            {"weights": weights.astype(float)}, {"weights": np.asfortranarray(weights)},
            {"weights": weights[:, :-1].copy()}, {"weights": weights[:2]}, {"weights": weights[:, None]},
            {"weights": weights[0]}, {"weights": misaligned(weights)},
            {"intercept": intercept.astype(float)}, {"intercept": intercept[:2]},
            {"intercept": np.zeros(2 * k, "f4")[::2]}, {"intercept": intercept[:, None]},
            {"intercept": np.zeros(k + 1, "f4")}, {"intercept": misaligned(intercept)},
            {"labels": labels.astype(np.int32)}, {"labels": labels[1:]}, {"labels": np.arange(2 * m)[::2]},
            {"labels": labels.astype(float)}, {"labels": labels.astype(np.uint64)},
            {"labels": misaligned(labels)}, {"labels": np.zeros(m + 1, np.int64)},
        ]  # fmt: skip
        for other in others:
            with pytest.raises(ValueError, match="The compiled loops take"):
                call(**{**fit, **other})

    def test_of_a_place_for_slopes_and_of_norms_too(self, loops):
        own, k, m, d = loops("float32"), 3, 120, 20
        given = Softmax(), np.ones((k, d), "f4"), np.ones(k, "f4"), np.zeros(m, np.int64)
        fit = np.full((k, d), 7, "f4")
        frozen = fit.copy()
        frozen.setflags(write=False)
        others = [
            fit.astype(float), fit[:2].copy(), fit[:, 1:].copy(), fit.ravel(), np.asfortranarray(fit),
            np.full((k, 2 * d), 7, "f4")[:, ::2], frozen, misaligned(fit),
        ]  # fmt: skip
        taken = own.take(np.ones((m, d), np.uint8))
        for other in others:
            with pytest.raises(ValueError, match="The compiled loops take"):
                own.sums(*given, taken, 1.0, True, into=other)
            assert (other == 7).all()
        for other in (np.ones(5), np.ones(10, "f4")[::2], misaligned(np.ones(5, "f4"))):
            with pytest.raises(ValueError, match="The compiled loops take"):
                own.squared_norm(other)

    @each_loss
    @pytest.mark.parametrize("k", [1, 2, 10])
    @pytest.mark.parametrize("label", [-1, "k", 2**40, 2**63 - 1, -(2**63)])
    def test_labels_that_there_are_not(self, loops, loss, k, label):
        own, m = loops("float64"), 200
        classes = 2 if k == 1 and isinstance(loss, Logistic) else k
        labels = np.zeros(m, np.int64)
        given = own.take(np.ones((m, 3), np.uint8)), 1.0, True
        assert own.sums(loss, np.zeros((k, 3)), np.zeros(k), labels, *given).hits == m
        labels[m - 1] = classes if label == "k" else label
        with pytest.raises(IndexError, match=f"none of the {classes} classes"):
            own.sums(loss, np.zeros((k, 3)), np.zeros(k), labels, *given)

    def test_of_updates_too(self, loops):
        own, n = loops("float32"), 7
        fit = {name: np.ones(n, "f4") for name in ("theta", "gradient", "sums", "squares")}
        constants = {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "rate": 0.1}
        frozen = np.ones(n, "f4")
        frozen.setflags(write=False)
        for name in fit:
            others = [
                np.ones(n), np.ones(n - 1, "f4"), np.ones((n, 1), "f4"), np.ones(2 * n, "f4")[::2],
                np.ones(n, ">f4"), misaligned(fit[name]), *([] if name == "gradient" else [frozen]),
            ]  # fmt: skip
            for other in others:
                with pytest.raises(ValueError, match="The compiled loops take"):
                    own.adam(**{**fit, name: other}, **constants)
        assert all((array == 1).all() for array in fit.values()) and (frozen == 1).all()

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
    labels, wrong, together = np.arange(300) % 10, [], threading.Barrier(6)

    def sums(k):
        """Of so many classes, so that threads have notes of several sizes."""
        found = loops(dtype).sums(
            Softmax(), weights[:k], residual[:k, 0].copy(), labels % k, loops(dtype).take(bytes_), 0.001, True
        )
        return found.loss, found.hits, found.slopes.tobytes(), found.slopes_intercepts.tobytes()

    expected = [sums(k) for k in range(1, 11)]

    def work(number):
        mine, slopes = np.empty_like(z), np.empty_like(g)
        together.wait()
        for turn in range(5):
            loops(dtype).logits(weights, loops(dtype).take(bytes_), 1.0, mine)
            loops(dtype).slopes(residual, loops(dtype).take(bytes_), 1.0, slopes)
            k = 1 + (number + 3 * turn) % 10
            is_right = (mine == z).all() and (slopes == g).all() and sums(k) == expected[k - 1]
            wrong.extend([1] * (not is_right))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
