"""The function that is minimised: reduced loss plus penalty, over blocks of rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lrengine.at_zero import loss_and_hits_at_zero
from lrengine.errors import LabError
from lrengine.live_columns import LiveColumns
from lrengine.losses import Loss
from lrengine.measurement import Measurement
from lrengine.penalties import Penalty, squared_norm
from lrengine.right_of_way import right_of_way
from lrengine.rows import Block, HeldRows, RowSource, logits_of_some
from lrengine.sums import Blocks, Sums, TreeSum
from lrengine.thin_products import tiled
from lrengine.threads import Workers, one_blas_thread

Array = NDArray[Any]
Labels = NDArray[np.int64]
Counted = Literal["predictions", "logits"]

# A block has so many logits at most: both products of its rows find them in a core's own cache.
BLOCK_LOGITS = 12_288
# A batch is shared by threads in parts of so many rows at least.
BATCH_ROWS = 256


class Objective:
    """F(θ) = reduceᵢ ℓ(W xᵢ + b, yᵢ) + c/2 ‖W‖² + λ₁‖W‖₁, reduce being the mean or the sum.

    features   X (n, d), float32, float64 or longdouble, C-ordered; or a RowSource, which gives X by blocks
    labels     (n,) class indices
    k          rows of W: 1 for the binary task, else the number of classes
    counted    what the accuracy compares with the label: the class read, or by mistake its logit
    leave_out_empty   pass over columns that are zero in every row; see LiveColumns
    θ          flat, k·d weights row by row and then k intercepts if there are any; see `unpack`
    ∇F         (Σᵢ or mean)(∂ℓ/∂z)ᵢ xᵢᵀ + c·W, the smooth part; λ₁ enters by the proximal step

    The penalty leaves out the intercept and may be replaced between evaluations.

    Sources: "Logistic Regression from Scratch on MNIST" (mean, no intercept); "Logistic and Softmax
    Regression for Handwritten Digits Classification", S. Zhu and Y. Guo (sum, L1 and L2);
    "Logistic Regression from Scratch" (mean, L2 per row).
    """

    def __init__(
        self,
        features: Array | RowSource,
        labels: Labels,
        loss: Loss,
        k: int,
        *,
        penalty: Penalty | None = None,
        intercept: bool = True,
        reduction: Literal["mean", "sum"] = "mean",
        counted: Counted = "predictions",
        workers: Workers | None = None,
        leave_out_empty: bool = True,
    ) -> None:
        if len(labels) == 0:
            raise LabError("There are no training rows: choose more data or a smaller hold-out.")
        self.source = features.own() if isinstance(features, RowSource) else HeldRows(features)
        self.features: Any = self.source.features if isinstance(self.source, HeldRows) else features
        self.labels = np.ascontiguousarray(labels, np.int64)
        self.targets = loss.encode(labels, k)
        self.loss = loss
        self.k = k
        self.penalty = penalty or Penalty()
        self.intercept = intercept
        self.reduction = reduction
        self.counted = counted
        self.workers = workers or Workers(1)
        self.n, self.d = self.source.shape
        self.dtype = self.source.dtype
        self.size = k * self.d + (k if intercept else 0)
        self._all_columns = LiveColumns(self.source, leave_out=False)
        self._live_columns = None if leave_out_empty else self._all_columns
        self._blocks = Blocks.of(self.n, min(self.source.tall, max(1, BLOCK_LOGITS // k)))

    def unpack(self, theta: Array) -> tuple[Array, Array | None]:
        """Views of θ: the weights (k, d), and the intercepts (k,) or None."""
        cut = self.k * self.d
        return theta[:cut].reshape(self.k, self.d), (theta[cut:] if self.intercept else None)

    def measure(self, theta: Array, gradient: Array | None = None) -> Measurement:
        """Risk and accuracy on all rows; writes the smooth objective's ∇F into `gradient` if given."""
        if gradient is None and self.source.finite and not self.unpack(theta)[0].any():
            return self.measurement(*loss_and_hits_at_zero(self, self.unpack(theta)[1]))
        total = self.sums(theta, with_slopes=gradient is not None)
        if gradient is not None:
            self._write(total, gradient)
            self.finish_gradient(theta, gradient)
        return self.measurement(total.loss, total.hits)

    def measure_batch(self, theta: Array, rows: Labels, gradient: Array) -> float:
        """The batch's own risk (penalty excluded); writes its gradient.

        With mean reduction the gradient estimates ∇F without bias. With sum reduction the losses of
        the batch are added up and it bears B/n of the penalty, so that the gradients of an epoch
        add up to ∇F.
        """
        total = self.sums(theta, with_slopes=True, rows=rows, into=self.unpack(gradient)[0])
        self._write(total, gradient)
        self.finish_gradient(theta, gradient, len(rows))
        return self.batch_risk(total.loss, len(rows))

    def sums(
        self, theta: Array, with_slopes: bool, rows: Labels | None = None, into: Array | None = None
    ) -> Sums:
        """Unreduced, unpenalised sums over all rows or a batch's.

        A batch's hits may not have been counted, and its slopes may be made in `into` (k, d).
        Slopes of all rows leave out the columns that are empty in every row, see `LiveColumns`.
        """
        columns = self._columns(with_slopes) if rows is None else self._all_columns
        weights, intercept = self.unpack(theta)
        blocks = self._blocks
        if rows is not None:
            part = max(BATCH_ROWS, self.source.large // max(1, self.d))
            if len(rows) <= part:
                right_of_way.let_pass()
                x = self.source.block(rows, self.workers)
                return self._block(x, tiled(weights, self.source.tile), intercept, rows, with_slopes, into)
            blocks = Blocks.of(len(rows), part)
        tree = self.sums_of_blocks(blocks, columns, columns.weights(weights), intercept, with_slopes, rows)
        with np.errstate(over="ignore", invalid="ignore"):
            total = tree.total()
        if total.slopes is not None:
            total.slopes = columns.widened(total.slopes)
        return total

    def sums_of_blocks(
        self,
        blocks: Blocks,
        columns: LiveColumns,
        weights: Array,
        intercept: Array | None,
        with_slopes: bool,
        batch: Labels | None = None,
    ) -> TreeSum:
        """The sums over these blocks of all rows or of a batch's, for weights of these columns."""
        weights, tree = tiled(weights, columns.source.tile), TreeSum()
        sharing = self.workers if len(blocks) <= columns.source.few else None

        def go_through(index: int) -> None:
            rows = blocks[index] if batch is None else batch[blocks[index]]
            x = columns.block(rows, sharing)
            tree.hand_in(blocks.begin + index, self._block(x, weights, intercept, rows, with_slopes))

        with one_blas_thread():
            each = self._each_part if sharing is None else sharing.in_turn
            each(go_through, len(blocks))
        return tree

    def measurement(self, loss: float, hits: int) -> Measurement:
        """What the losses of all rows, added up, and the hits among them come to."""
        return Measurement(loss * (1.0 / self.n if self.reduction == "mean" else 1.0), hits / self.n)

    def batch_risk(self, loss: float, rows: int) -> float:
        """The risk of a batch whose losses add up to `loss`."""
        return loss / rows if self.reduction == "mean" else loss

    def finish_gradient(self, theta: Array, gradient: Array, batch: int | None = None) -> None:
        """Turn the gradients of all rows, or of a batch of so many, added up, into ∇F."""
        share = 1.0
        if self.reduction == "mean":
            if batch is None:
                gradient *= self.dtype.type(1.0 / self.n)
            else:
                gradient /= self.dtype.type(batch)
        elif batch is not None:
            share = batch / self.n
        if self.penalty.l2:
            self.penalty.add_gradient(self.unpack(theta)[0], self.unpack(gradient)[0], share)

    def norm(self, array: Array) -> float:
        """‖a‖, for an array like θ or a part of it, its squares added up in float64 at least."""
        loops = self.source.loops
        return math.sqrt(squared_norm(array) if loops is None else loops.squared_norm(array))

    def value(self, theta: Array, risk: float) -> float:
        """F(θ), both penalties included, given the risk already measured there."""
        return risk + self.penalty.value(self.unpack(theta)[0])

    def smooth(self, theta: Array, gradient: Array) -> tuple[float, Measurement]:
        """F without its L1 part, with ∇F written into `gradient`: what a line search needs."""
        measured = self.measure(theta, gradient)
        return measured.risk + self.penalty.smooth_value(self.unpack(theta)[0]), measured

    def logits(self, theta: Array, rows: slice | Labels) -> Array:
        """Z = W Xᵀ + b, (k, m) for some rows."""
        return logits_of_some(*self.unpack(theta), self.source, rows)

    def hits(self, logits: Array, labels: Labels) -> Array:
        """How many rows count as read correctly, (…) for logits (…, k, m) and labels (m,)."""
        if self.counted == "logits":
            return np.count_nonzero(logits.max(axis=-2) == labels, axis=-1)
        return self.loss.hits(logits, labels)

    def _each_part(self, part: Callable[[int], None], parts: int) -> None:
        self.workers.run(part, parts)

    def _columns(self, with_slopes: bool) -> LiveColumns:
        """What a pass over all rows takes; empty columns are sought once, before the first slopes."""
        if self._live_columns is None and with_slopes:
            self._live_columns = LiveColumns(self.source)
        return self._live_columns or self._all_columns

    def _block(
        self, x: Block, weights: Array, intercept: Array | None, rows: slice | Labels, with_slopes: bool,
        into: Array | None = None,
    ) -> Sums:  # fmt: skip
        """Sums over some rows: Z = W Xᵀ + b, R = ∂ℓ/∂Z in its place, slopes R X."""
        if self.counted == "predictions":
            sums = x.sums(self.loss, weights, intercept, self.labels[rows], with_slopes, into)
            if sums is not None:
                return sums
        # A diverging run overflows here; the training loop sees the infinite risk and says so.
        with one_blas_thread(), np.errstate(over="ignore", invalid="ignore"):
            tiles = np.empty((len(weights), len(x)), self.dtype)
            residual = tiles[: self.k]
            x.logits(weights, tiles)
            if intercept is not None:
                residual += intercept[:, None]
            hits = int(self.hits(residual, self.labels[rows])) if isinstance(rows, slice) else 0
            loss = self.loss.risk_and_residual(residual, self.targets[..., rows])
            if not with_slopes:
                return Sums(loss, hits)
            slopes = np.empty_like(weights)
            x.slopes(tiles, slopes)
            return Sums(loss, hits, slopes[: self.k], None if intercept is None else residual.sum(axis=1))

    def _write(self, total: Sums, gradient: Array) -> None:
        slopes, slopes_intercepts = self.unpack(gradient)
        assert total.slopes is not None
        # A batch's may have been made in their place.
        if not np.may_share_memory(slopes, total.slopes):
            slopes[:] = total.slopes
        if slopes_intercepts is not None:
            slopes_intercepts[:] = total.slopes_intercepts
