from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from lrengine import objective as module
from lrengine.byte_rows import ByteRows
from lrengine.compiled import loops_for
from lrengine.curvature import Curvature
from lrengine.errors import LabError
from lrengine.features import Pixels
from lrengine.losses import (
    DoubleSigmoid,
    DoubleSoftmax,
    Logistic,
    Softmax,
    SquaredSigmoid,
    SquaredSoftmax,
)
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.steepness import loss_curvature_bound
from lrengine.sums import TreeSum
from lrengine.threads import Workers

TASKS = ["binary", "one-vs-rest", "softmax"]
CASES = list(itertools.product(TASKS, [True, False], ["mean", "sum"]))
each_case = pytest.mark.parametrize(("task", "intercept", "reduction"), CASES)
each_convention = pytest.mark.parametrize("convention", ["sum", "half", "half_per_row"])


def point(objective, seed=1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(objective.size).astype(objective.dtype)


def per_sample(objective, theta, penalty_factor):
    """Risk and ∇F one example and one class at a time: slow, short and plain."""
    k, d = objective.k, objective.d
    weights = theta[: k * d].reshape(k, d)
    intercept = theta[k * d :] if objective.intercept else np.zeros(k)
    gradient_w, gradient_b, risk = np.zeros((k, d)), np.zeros(k), 0.0
    for x, y in zip(objective.features, objective.labels, strict=True):
        z = [float(weights[c] @ x + intercept[c]) for c in range(k)]
        for c in range(k):
            if isinstance(objective.loss, Softmax):
                p = math.exp(z[c]) / sum(map(math.exp, z))
                t = float(c == y)
                risk -= t * math.log(p)
            else:
                p = 1 / (1 + math.exp(-z[c]))
                t = float(y == (1 if k == 1 else c))
                risk -= t * math.log(p) + (1 - t) * math.log(1 - p)
            gradient_w[c] += (p - t) * x
            gradient_b[c] += p - t
    share = 1 / len(objective.labels) if objective.reduction == "mean" else 1.0
    gradient_w = gradient_w * share + penalty_factor * weights
    parts = [gradient_w.ravel(), gradient_b * share] if objective.intercept else [gradient_w.ravel()]
    return risk * share, np.concatenate(parts)


def penalty_factor(convention, l2, n):
    return {"sum": 2 * l2, "half": l2, "half_per_row": l2 / n}[convention]


@each_convention
@each_case
def test_the_gradient_is_that_of_a_plain_loop(make_objective, task, intercept, reduction, convention):
    penalty = Penalty(l2=0.3, convention=convention, rows=60)
    objective = make_objective(task, intercept=intercept, reduction=reduction, penalty=penalty)
    theta, gradient = point(objective), np.zeros(objective.size)
    measured = objective.measure(theta, gradient)
    risk, expected = per_sample(objective, theta, penalty_factor(convention, 0.3, 60))
    assert measured.risk == pytest.approx(risk, rel=1e-12)
    np.testing.assert_allclose(gradient, expected, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-8), ("longdouble", 1e-8)])
@each_convention
@each_case
def test_the_gradient_is_the_slope_of_the_value(
    make_objective, task, intercept, reduction, convention, dtype, tolerance
):
    penalty = Penalty(l2=0.3, convention=convention, rows=20)
    objective = make_objective(
        task, n=20, intercept=intercept, reduction=reduction, penalty=penalty, dtype=dtype
    )
    theta, gradient = point(objective), np.zeros(objective.size, dtype)
    value, _ = objective.smooth(theta, gradient)
    h = 1e-5
    slopes = []
    for e in np.eye(objective.size, dtype=dtype):
        ahead, behind = theta + h * e, theta - h * e
        up, down = objective.measure(ahead).risk, objective.measure(behind).risk
        slopes.append((objective.value(ahead, up) - objective.value(behind, down)) / (2 * h))
    np.testing.assert_allclose(gradient, slopes, rtol=tolerance, atol=tolerance * max(1.0, value))


@each_case
def test_the_gradient_has_the_closed_form(make_objective, task, intercept, reduction):
    """Xᵀ(p − t), reduced."""
    objective = make_objective(task, intercept=intercept, reduction=reduction)
    theta, gradient = point(objective), np.zeros(objective.size)
    objective.measure(theta, gradient)
    p = objective.loss.probabilities(objective.logits(theta, slice(None)))
    if task == "binary":
        p = p[1:]
    elif task == "one-vs-rest":
        p = 1 / (1 + np.exp(-objective.logits(theta, slice(None))))
    classes = np.arange(objective.k)[:, None] if objective.k > 1 else 1
    residual = p - (objective.labels == classes)
    slope = residual @ objective.features / (objective.n if reduction == "mean" else 1)
    np.testing.assert_allclose(objective.unpack(gradient)[0], slope, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("rows", [slice(None), slice(7, 30), np.array([59, 0, 3, 3])], ids=str)
@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("task", TASKS)
def test_logits_are_of_the_rows_asked_for(make_objective, task, intercept, rows):
    objective = make_objective(task, intercept=intercept)
    theta = point(objective)
    weights, constant = objective.unpack(theta)
    expected = weights @ objective.features[rows].T + (0 if constant is None else constant[:, None])
    np.testing.assert_allclose(objective.logits(theta, rows), expected, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(("dtype", "apart"), [("float32", 2e-5), ("float64", 1e-13)])
@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
@pytest.mark.parametrize(("loss", "k"), [(Softmax(), 3), (Logistic(), 3), (Logistic(), 1)])
def test_rows_of_bytes_are_measured_as_their_numbers(loss, k, scale, dtype, apart):
    rng = np.random.default_rng(8)
    images = rng.integers(0, 256, (90, 20, 10)).astype(np.uint8)
    images[:, :, :4] = 0
    labels, pixels = rng.integers(0, max(k, 2), 90), Pixels(scale, 255.0, (20, 10))
    bytes_ = Objective(ByteRows(images, pixels, dtype, loops_for(dtype)), labels, loss, k)
    numbers = Objective(pixels.transform(images, dtype), labels, loss, k)
    theta = (rng.standard_normal(bytes_.size) / (1000 if scale == "raw" else 10)).astype(dtype)
    size = 255.0 if scale == "raw" else 1.0
    found = []
    for objective in (bytes_, numbers):
        gradient, batch = np.empty((2, objective.size), dtype)
        measured = objective.measure(theta, gradient)
        batch_risk = objective.measure_batch(theta, np.array([80, 3, 3, 41]), batch)
        curvature = Curvature(objective, theta, 90, np.random.default_rng(0))
        along = curvature.product(curvature.unfold(theta))
        bound = loss_curvature_bound(objective)
        found.append((measured.risk, batch_risk, gradient / size, batch / size, along / size**2, bound))
        assert objective.measure(theta) == measured
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=apart, atol=apart)


@pytest.fixture
def both():
    """An objective of bytes, with the loss in the compiled loops, and one of their numbers."""

    def made(loss, k, scale, dtype, n=333, **options):
        rng = np.random.default_rng(8)
        images, labels = rng.integers(0, 256, (n, 6, 5)).astype(np.uint8), rng.integers(0, max(k, 2), n)
        images[:, :, 3] = 0
        pixels = Pixels(scale, 255.0, (6, 5))
        rows = ByteRows(images, pixels, dtype, loops_for(dtype)), pixels.transform(images, dtype)
        return [Objective(features, labels, loss, k, **options) for features in rows]

    return made


each_loss = pytest.mark.parametrize(
    ("loss", "k"), [(Softmax(), 2), (Softmax(), 10), (Logistic(), 10), (Logistic(), 1)]
)


@pytest.mark.parametrize(("dtype", "apart"), [("float32", 2e-5), ("float64", 1e-13)])
@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
@pytest.mark.parametrize(("intercept", "reduction"), list(itertools.product([True, False], ["mean", "sum"])))
@each_loss
def test_compiled_losses_are_numpys(both, loss, k, scale, dtype, apart, intercept, reduction):
    penalty = Penalty(l2=0.1)
    objectives = both(loss, k, scale, dtype, intercept=intercept, reduction=reduction, penalty=penalty)
    rng, found = np.random.default_rng(2), []
    theta = (rng.standard_normal(objectives[0].size) / (100 if scale == "raw" else 1)).astype(dtype)
    batch, few = rng.permutation(333)[:301], np.array([332, 5, 5, 0, 17])
    for objective in objectives:
        gradients = np.empty((3, objective.size), dtype)
        measured = objective.measure(theta, gradients[0])
        assert objective.measure(theta) == measured
        assert objective.sums(theta, with_slopes=False).hits / 333 == measured.accuracy
        risks = (
            measured.risk,
            *(
                objective.measure_batch(theta, rows, gradient)
                for rows, gradient in zip((batch, few), gradients[1:], strict=True)
            ),
        )
        found.append((risks, measured.accuracy, gradients))
    (risks, accuracy, gradients), (others, right, expected) = found
    assert accuracy == right and risks == pytest.approx(others, rel=apart)
    size = (255 if scale == "raw" else 1) * (333 if reduction == "sum" else 1)
    np.testing.assert_allclose(gradients / size, expected / size, rtol=0, atol=apart)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
@each_loss
def test_weights_of_a_diverged_run_give_what_numpy_gives(both, loss, k, scale, dtype, value):
    """In silence, too: the training loop has a sentence for it."""
    objectives = both(loss, k, scale, dtype, leave_out_empty=False)
    found = []
    for objective in objectives:
        # Of a pixel, of one that is empty, and an intercept.
        for place in (4, 3, objective.size - 1):
            theta, gradients = point(objective) / 1000, np.empty((2, objective.size), dtype)
            theta[place] = value
            measured = objective.measure(theta, gradients[0])
            risk = objective.measure_batch(theta, np.arange(20, 160), gradients[1])
            found.append(([measured.risk, measured.accuracy, risk], gradients))
    for (risks, gradients), (others, expected) in zip(found[:3], found[3:], strict=True):
        if scale == "normalised" and math.isinf(value):
            # What such bytes are multiplied by is infinite of both signs.
            assert not np.isfinite([risks, others])[:, ::2].any()
            continue
        np.testing.assert_allclose(risks, others, rtol=1e-4)
        np.testing.assert_allclose(gradients, expected, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
@pytest.mark.parametrize("value", [np.inf, 3e38, 1e36])
@each_loss
def test_overflow_of_bytes_on_the_way_to_infinity_is_silent_too(both, loss, k, scale, value):
    objective, _ = both(loss, k, scale, "float32")
    gradient = np.empty(objective.size, np.float32)
    for seed in range(5):
        theta = np.random.default_rng(seed).choice(np.array([value, -value], np.float32), objective.size)
        # Infinite, no number, or next to it.
        assert not objective.measure(theta, gradient).risk < 1e30
        for rows in (np.arange(5), np.arange(300)):
            assert not objective.measure_batch(theta, rows, gradient) < 1e30


@pytest.mark.parametrize("label", [-1, 3])
def test_a_label_that_there_is_not_is_an_error_of_compiled_losses(both, label):
    objective, _ = both(Softmax(), 3, "unit", "float32")
    objective.labels[150] = label
    with pytest.raises(IndexError, match="none of the 3 classes"):
        objective.measure(point(objective))


def test_a_mistaken_loss_or_count_is_worked_out_by_numpy(both, monkeypatch):
    monkeypatch.setattr("lrengine.compiled.Loops.sums", None)
    for loss, options in ((DoubleSoftmax(), {}), (Softmax(), {"counted": "logits"})):
        bytes_, numbers = both(loss, 3, "unit", "float64", **options)
        theta, (found, expected) = point(bytes_), np.empty((2, bytes_.size))
        assert bytes_.measure(theta, found).risk == pytest.approx(numbers.measure(theta, expected).risk)
        np.testing.assert_allclose(found, expected, atol=1e-13)


@pytest.mark.parametrize("task", TASKS)
def test_the_intercept_is_not_penalised(make_objective, task):
    free, held = make_objective(task), make_objective(task, penalty=Penalty(l1=2.0, l2=3.0))
    theta = np.zeros(free.size)
    free.unpack(theta)[1][:] = 7.0
    gradients = np.zeros((2, free.size))
    risks = [o.measure(theta, g).risk for o, g in zip((free, held), gradients, strict=True)]
    assert free.value(theta, risks[0]) == held.value(theta, risks[1])
    np.testing.assert_array_equal(*gradients)


def test_the_value_is_the_risk_and_both_penalties(make_objective):
    objective = make_objective(penalty=Penalty(l1=0.5, l2=0.25, convention="sum"))
    theta = np.array([1.0, -2.0, 0.0, 3.0, 9.0])
    assert objective.value(theta, 10.0) == pytest.approx(10 + 0.5 * 6 + 0.25 * 14)
    smooth, measured = objective.smooth(theta, np.zeros(5))
    assert smooth == pytest.approx(measured.risk + 0.25 * 14)


@each_case
def test_the_sum_is_n_times_the_mean(make_objective, task, intercept, reduction):
    mean = make_objective(task, intercept=intercept)
    total = make_objective(task, intercept=intercept, reduction="sum")
    theta = point(mean)
    a, b = np.zeros((2, mean.size))
    assert total.measure(theta, a).risk == pytest.approx(60 * mean.measure(theta, b).risk)
    np.testing.assert_allclose(a, 60 * b)


@pytest.mark.parametrize("task", TASKS)
def test_accuracy_counts_the_rows_read_correctly(make_objective, task):
    objective = make_objective(task)
    theta = point(objective)
    logits = objective.logits(theta, slice(None))
    read = (logits[0] > 0) if task == "binary" else logits.argmax(axis=0)
    assert objective.measure(theta).accuracy == np.mean(read == objective.labels)


@pytest.mark.parametrize("task", TASKS)
def test_counting_on_logits_compares_the_winners_logit_with_the_label(make_objective, task):
    given = make_objective(task)
    objective = Objective(given.features, given.labels, given.loss, given.k, counted="logits")
    assert objective.measure(point(objective)).accuracy == 0.0
    # At zero every logit happens to be the first class's label.
    assert objective.measure(np.zeros(objective.size)).accuracy == np.mean(given.labels == 0)
    assert objective.measure(point(given)).risk == given.measure(point(given)).risk


@pytest.mark.parametrize("loss", [DoubleSoftmax(), SquaredSoftmax(), DoubleSigmoid(), SquaredSigmoid()])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_gradient_of_a_mistaken_loss_is_the_slope_of_its_value(make_objective, loss, reduction):
    given = make_objective("softmax", n=20)
    objective = Objective(given.features, given.labels, loss, 3, penalty=Penalty(l2=0.3), reduction=reduction)
    theta, gradient = point(objective), np.zeros(objective.size)
    objective.smooth(theta, gradient)
    h = 1e-5
    slopes = []
    for e in np.eye(objective.size):
        ahead, behind = theta + h * e, theta - h * e
        up, down = objective.measure(ahead).risk, objective.measure(behind).risk
        slopes.append((objective.value(ahead, up) - objective.value(behind, down)) / (2 * h))
    np.testing.assert_allclose(gradient, slopes, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("task", TASKS)
def test_the_batches_of_an_epoch_make_up_the_whole_gradient(make_objective, task, reduction):
    objective = make_objective(task, n=50, reduction=reduction, penalty=Penalty(l2=0.4))
    theta, whole = point(objective), np.zeros(objective.size)
    measured = objective.measure(theta, whole)
    together, risk = np.zeros(objective.size), 0.0
    for rows in np.split(np.random.default_rng(0).permutation(50), [16, 32, 48]):
        part = np.zeros(objective.size)
        weight = len(rows) / 50 if reduction == "mean" else 1.0
        risk += weight * objective.measure_batch(theta, rows, part)
        together += weight * part
    assert risk == pytest.approx(measured.risk)
    np.testing.assert_allclose(together, whole, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
def test_any_number_of_threads_gives_the_same_bits(make_objective, dtype, monkeypatch):
    monkeypatch.setattr(module, "BLOCK_LOGITS", 60)
    seen = []
    for threads in (1, 2, 3, 5):
        workers = Workers(threads)
        try:
            objective = make_objective("softmax", n=700, d=9, dtype=dtype, workers=workers)
            gradient = np.zeros(objective.size, dtype)
            measured = objective.measure(point(objective), gradient)
            seen.append((measured, list(gradient)))
        finally:
            workers.close()
    assert all(other == seen[0] for other in seen)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("loss", "k"), [(Softmax(), 10), (Logistic(), 1)])
@pytest.mark.parametrize("blocks", [1, 2, 6])
def test_any_number_of_threads_gives_the_same_bits_of_bytes(monkeypatch, dtype, loss, k, blocks):
    """Rows, and batches, that are one block, a few that are shared one by one, and many."""
    monkeypatch.setattr("lrengine.threads.available_cores", lambda: 3)
    rng = np.random.default_rng(1)
    images, labels = rng.integers(0, 256, (1500, 30)).astype(np.uint8), rng.integers(0, max(k, 2), 1500)
    rows = ByteRows(images, Pixels("unit", 255.0, (30,)), dtype, loops_for(dtype))
    tall = -(-1500 // blocks)
    monkeypatch.setattr(module, "BLOCK_LOGITS", tall * k)
    monkeypatch.setattr(ByteRows, "large", tall * images.shape[1])
    batch, seen = rng.permutation(1500)[:1497], []
    for threads in (1, 2, 3):
        workers = Workers(threads)
        objective = Objective(rows, labels, loss, k, workers=workers)
        assert len(objective._blocks) == blocks
        theta, (whole, part) = point(objective), np.empty((2, objective.size), dtype)
        try:
            # Again and again: a mate comes some time after it is called.
            for _ in range(8):
                measured = objective.measure(theta, whole), objective.measure(theta)
                risk = objective.measure_batch(theta, batch, part)
                seen.append((*measured, risk, whole.tobytes(), part.tobytes()))
        finally:
            workers.close()
    assert set(seen) == {seen[0]}


def test_blocks_make_no_difference_beyond_rounding(make_objective, monkeypatch):
    whole = make_objective("softmax", n=300)
    monkeypatch.setattr(module, "BLOCK_LOGITS", 70)
    blocks = make_objective("softmax", n=300)
    theta = point(whole)
    a, b = np.zeros((2, whole.size))
    assert whole.measure(theta, a).risk == pytest.approx(blocks.measure(theta, b).risk, rel=1e-13)
    np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
def test_the_precision_asked_for_is_kept(make_objective, dtype):
    objective = make_objective(dtype=dtype)
    theta, gradient = point(objective), np.zeros(objective.size, dtype)
    risk = objective.measure(theta, gradient).risk
    reference = make_objective()
    assert objective.dtype == dtype
    expected = reference.measure(theta.astype(float)).risk
    assert risk == pytest.approx(expected, rel=1e-6 if dtype == "float32" else 1e-14)


def test_overflow_on_the_way_to_infinity_is_silent(make_objective):
    """A diverging run is the training loop's to report; a warning on top would help nobody."""
    objective = make_objective("softmax", dtype="float32", penalty=Penalty(l2=1e4))
    theta = np.full(objective.size, 3e38, np.float32)
    theta[::2] *= -1
    gradient = np.zeros_like(theta)
    measured = objective.measure(theta, gradient)
    assert not math.isfinite(measured.risk) or measured.risk > 1e30
    objective.measure_batch(theta, np.arange(10), gradient)


def test_no_rows_are_refused(make_objective):
    with pytest.raises(LabError, match="no training rows"):
        Objective(np.zeros((0, 3)), np.zeros(0, np.int64), Logistic(), 1)


def test_many_blocks_are_added_up_in_pairs_on_the_way(make_objective, monkeypatch):
    """Whoever adds them up, and while others still compute: never are many sums kept at once."""
    whole = make_objective("softmax", n=301)
    monkeypatch.setattr("lrengine.rows.HeldRows.tall", 1)
    most, hand_in = [0], TreeSum.hand_in

    def watched(tree, *given):
        hand_in(tree, *given)
        most[0] = max(most[0], len(tree.subtrees()))

    monkeypatch.setattr(TreeSum, "hand_in", watched)
    objective = make_objective("softmax", n=301)
    theta = point(whole)
    a, b = np.zeros((2, whole.size))
    expected, found = whole.measure(theta, a), objective.measure(theta, b)
    assert most[0] <= 9
    assert found.accuracy == expected.accuracy and found.risk == pytest.approx(expected.risk, rel=1e-13)
    np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-14)
