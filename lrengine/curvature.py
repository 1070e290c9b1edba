"""The Hessian of an objective from the rows that curve it, and a matrix like it that is easily inverted."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.objective import Objective
from lrengine.thin_products import tiled
from lrengine.threads import one_blas_thread

Array = NDArray[Any]

# Rows of one product: with their logits they stay in a core's own cache.
BLOCK_ROWS = 1024
# So many parts of a Gram matrix are added up, whatever the number of threads.
GRAM_PARTS = 4
# Rows behind the Gram matrix for each of its columns; more of them hardly save an iteration.
GRAM_ROWS = 4
# A Gram matrix of more columns takes longer to factorise than it saves.
MOST_COLUMNS = 5000
# What is added to its diagonal as a share of its mean, for columns that are constant or alike, and at least.
RIDGE, LEAST_RIDGE = 1e-6, 1e-30
# Triangles of so many rows are inverted at once.
SMALL = 64
# Curvature that each row has at least: where all rows are sure, a step would have no length.
FLOOR = 1e-20
# Share of the draws that is spread over all rows alike: a row that is sure now may not be so later.
SPREAD = 0.05


class Curvature:
    """∇²F(θ) = s Σᵢ Sᵢ ⊗ x̃ᵢ x̃ᵢᵀ + c I, estimated from about m of the n rows; c leaves out the intercept.

    Sᵢ = diag(pᵢ) − pᵢ pᵢᵀ (softmax) or diag(pᵢ (1 − pᵢ)) (logistic); x̃ = (x, 1) with an intercept;
    s = 1/n (mean) or 1 (sum). A row that the model is sure of hardly curves F: with uᵢ = tr Sᵢ row i
    is drawn with probability

        qᵢ = min(1, m uᵢ/Σu)   (a little of it alike for all)

    and weighs 1/qᵢ, so that the estimate is unbiased and holds nearly all rows that matter. With
    m ≥ n it is ∇²F itself.

    `product` multiplies by it. `precondition` multiplies by the inverse of

        I ⊗ (s Σᵢ uᵢ/k x̃ᵢ x̃ᵢᵀ + c I),

    which takes one Cholesky factor; for k = 1 that is the estimate's own inverse.

    v   directions (k, d) or with an intercept (k, d + 1); `unfold` and `fold` convert from and to θ's form
    """

    def __init__(self, objective: Objective, theta: Array, rows: int, rng: np.random.Generator) -> None:
        self._objective = objective
        self._width = objective.d + (1 if objective.intercept else 0)
        activations = _activations(objective, theta)
        weights = np.einsum("kn,kn->n", activations, 1 - activations)
        weights += weights.dtype.type(FLOOR)
        chances = _chances(weights, rows)
        chosen = np.flatnonzero(rng.random(objective.n) < chances)
        self.rows = len(chosen)
        scale = 1 / objective.n if objective.reduction == "mean" else 1.0
        self._chosen = chosen
        self._shares = (scale / chances[chosen]).astype(objective.dtype)
        self._activations = activations[:, chosen]
        self._curvatures = weights[chosen] / objective.k
        self._cuts = [slice(a, min(a + BLOCK_ROWS, self.rows)) for a in range(0, self.rows, BLOCK_ROWS)]
        self._blocks = [objective.source.sample(chosen[cut]) for cut in self._cuts]
        self._penalty = np.full(self._width, objective.penalty.curvature, objective.dtype)
        self._penalty[objective.d :] = 0
        self._factor: Array | None = None

    def product(self, v: Array) -> Array:
        """∇²F·v."""
        k, d, floor = self._objective.k, self._objective.d, v.dtype.type(FLOOR)
        directions = tiled(np.ascontiguousarray(v[:, :d]), self._objective.source.tile)
        parts = np.empty((len(self._cuts), *directions.shape), v.dtype)
        last_parts = np.empty((len(self._cuts), k, self._width - d), v.dtype)

        def block(index: int) -> None:
            cut, x = self._cuts[index], self._blocks[index]
            tiles = np.empty((len(directions), len(x)), v.dtype)
            along = tiles[:k]
            with np.errstate(over="ignore", invalid="ignore"):
                x.logits(directions, tiles)
                along += v[:, d:].sum(axis=1, keepdims=True)
                change = self._objective.loss.curve(self._activations[:, cut], along)
                change += floor * along
                np.multiply(change, self._shares[cut], out=along)
                x.slopes(tiles, parts[index])
                last_parts[index] = along.sum(axis=1, keepdims=True)

        with one_blas_thread():
            self._objective.workers.run(block, len(self._cuts))
        product = self._penalty * v
        product[:, :d] += parts.sum(axis=0)[:k]
        product[:, d:] += last_parts.sum(axis=0)
        return product

    def precondition(self, v: Array) -> Array:
        """The easy matrix's inverse times v; beyond MOST_COLUMNS columns that of its diagonal alone."""
        with one_blas_thread():
            if self._factor is None:
                self._factor = self._inverse_factor()
            if self._factor.ndim == 1:
                return np.asarray(v / self._factor)
            return (v @ self._factor.T) @ self._factor

    def unfold(self, theta: Array) -> Array:
        """θ's weights and intercepts side by side."""
        weights, intercept = self._objective.unpack(theta)
        return weights if intercept is None else np.column_stack([weights, intercept])

    def fold(self, v: Array) -> Array:
        """The inverse of `unfold`."""
        d = self._objective.d
        return np.concatenate([v[:, :d].ravel(), v[:, d:].ravel()])

    def _inverse_factor(self) -> Array:
        """L⁻¹ of the easy matrix L Lᵀ; the matrix's diagonal where there is no such factor."""
        every = max(1, -(-self.rows // (GRAM_ROWS * self._width)))
        x = np.ones((len(self._chosen[::every]), self._width), self._shares.dtype)
        x[:, : self._objective.d] = self._objective.source.sample(self._chosen[::every]).features()
        roots = np.sqrt(self._curvatures[::every] * self._shares[::every] * every)
        if self._width <= MOST_COLUMNS:
            gram = self._gram(x, roots) + np.diag(self._penalty.astype(np.float64))
            gram[np.diag_indices(self._width)] += _ridge(gram.trace() / self._width)
            try:
                lower = np.linalg.cholesky(gram)
            except np.linalg.LinAlgError:
                pass
            else:
                # LAPACK knows no longer numbers than double ones.
                narrow = np.float32 if x.dtype == np.float32 else np.float64
                return inverse_of_triangle(lower.astype(narrow)).astype(x.dtype)
        diagonal = np.einsum("nd,nd,n->d", x, x, roots * roots, dtype=np.float64) + self._penalty
        return np.asarray(diagonal + _ridge(diagonal.mean()), x.dtype)

    def _gram(self, x: Array, roots: Array) -> Array:
        """Σ rootᵢ² xᵢ xᵢᵀ in float64; its parts are added up in the rows' own width."""
        parts = np.empty((GRAM_PARTS, self._width, self._width), x.dtype)

        def part(index: int) -> None:
            rows = slice(len(x) * index // GRAM_PARTS, len(x) * (index + 1) // GRAM_PARTS)
            with np.errstate(over="ignore", invalid="ignore"):
                scaled = x[rows] * roots[rows, None]
                np.matmul(scaled.T, scaled, out=parts[index])

        self._objective.workers.run(part, GRAM_PARTS)
        gram: Array = parts.sum(axis=0, dtype=np.float64)
        return gram


def _ridge(mean: float) -> float:
    return max(RIDGE * mean, LEAST_RIDGE)


def inverse_of_triangle(lower: Array) -> Array:
    """L⁻¹ of a lower triangle, by halves: products do nearly all the work.

    [A 0; B C]⁻¹ = [A⁻¹ 0; −C⁻¹ B A⁻¹ C⁻¹]
    """
    size = len(lower)
    if size <= SMALL:
        return np.linalg.inv(lower)
    half = size // 2
    inverse = np.zeros_like(lower)
    a = inverse[:half, :half] = inverse_of_triangle(lower[:half, :half])
    c = inverse[half:, half:] = inverse_of_triangle(lower[half:, half:])
    inverse[half:, :half] = -c @ (lower[half:, :half] @ a)
    return inverse


def _activations(objective: Objective, theta: Array) -> Array:
    """(k, n) for all rows."""
    found = np.empty((objective.k, objective.n), objective.dtype)

    def block(index: int) -> None:
        rows = slice(index * BLOCK_ROWS, min((index + 1) * BLOCK_ROWS, objective.n))
        with np.errstate(over="ignore", invalid="ignore"):
            found[:, rows] = objective.loss.activations(objective.logits(theta, rows))

    with one_blas_thread():
        objective.workers.run(block, -(-objective.n // BLOCK_ROWS))
    return found


def _chances(weights: Array, rows: int) -> Array:
    """qᵢ of each row; they add up to `rows` at most."""
    if rows >= len(weights):
        return np.ones(len(weights))
    share = SPREAD / len(weights) + (1 - SPREAD) * weights / weights.sum(dtype=np.float64)
    return np.minimum(1.0, rows * share)
