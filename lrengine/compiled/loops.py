"""The two products of a block of bytes, as loops: read by people here, and by Numba when it compiles them.

Bytes are widened in registers on their way into a product, so that a row of 784 pixels moves 784 bytes
and not 3136. What a core does at once is written out: several rows share each weight that is loaded, and
several classes each pixel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
Labels = NDArray[Any]


# Rows that are asked of memory while earlier ones are worked on, and the bytes that one asking brings:
# by itself a core looks no further ahead than to the end of a page, which is five pictures.
AHEAD, LINE = 8, 64


def as_it_is(function: Any) -> Any:
    return function


def nothing(x: Array, row: int, column: int) -> None:
    pass


def are_within(rows: Labels, n: int) -> bool:
    """Whether each of these rows is one of 0 to n − 1, as the loops take for granted."""
    found = 0
    for row in rows:
        found += 0 <= row < n
    return found == len(rows)


def loops_in(
    real: Any, jit: Callable[[Any], Any] = as_it_is, fetch: Callable[[Array, int, int], None] = nothing
) -> tuple[Any, Any]:
    """The loops `logits` and `slopes` in one precision.

    real   np.float32 or np.float64: type of weights, sums and results
    jit    what makes machine code of a function; by itself the loops are slow Python
    fetch  asks memory for a byte that will be needed soon
    """

    @jit
    def look_ahead(x: Array, rows: Labels, chosen: bool, i: int) -> None:
        """Ask for the four rows from i."""
        for ahead in range(i, i + 4):
            row = rows[ahead] if chosen else ahead
            for f in range(0, x.shape[1], LINE):
                fetch(x, row, f)

    @jit
    def logits_of_five(w: Array, x: Array, z: Array, c: int, i: int, first: int, second: int, s: Any) -> None:
        """Logits of rows i and i + 1 for classes c to c + 4."""
        a0 = a1 = a2 = a3 = a4 = b0 = b1 = b2 = b3 = b4 = real(0)
        for f in range(w.shape[1]):
            a, b = real(x[first, f]), real(x[second, f])
            a0 += a * w[c, f]
            a1 += a * w[c + 1, f]
            a2 += a * w[c + 2, f]
            a3 += a * w[c + 3, f]
            a4 += a * w[c + 4, f]
            b0 += b * w[c, f]
            b1 += b * w[c + 1, f]
            b2 += b * w[c + 2, f]
            b3 += b * w[c + 3, f]
            b4 += b * w[c + 4, f]
        z[c, i], z[c + 1, i], z[c + 2, i], z[c + 3, i], z[c + 4, i] = s * a0, s * a1, s * a2, s * a3, s * a4
        i += 1
        z[c, i], z[c + 1, i], z[c + 2, i], z[c + 3, i], z[c + 4, i] = s * b0, s * b1, s * b2, s * b3, s * b4

    @jit
    def logits_of_one(
        w: Array, x: Array, z: Array, c: int, i: int, p: int, q: int, r: int, t: int, s: Any
    ) -> None:
        """Logits of the four rows from i for class c."""
        a = b = d = e = real(0)
        for f in range(w.shape[1]):
            weight = w[c, f]
            a += real(x[p, f]) * weight
            b += real(x[q, f]) * weight
            d += real(x[r, f]) * weight
            e += real(x[t, f]) * weight
        z[c, i], z[c, i + 1], z[c, i + 2], z[c, i + 3] = s * a, s * b, s * d, s * e

    @jit
    def logits(
        w: Array, x: Array, rows: Labels, chosen: bool, z: Array, scale: Any, begin: int, end: int
    ) -> None:
        """Columns begin ≤ i < end of z = scale · w xᵀ

        w      (k, d) weights
        x      (n, d) bytes
        rows   (m,) which of x to take if `chosen`; else its first m
        z      (k, m)
        scale  of type `real`
        """
        k = len(w)
        together, fives = end - (end - begin) % 4, k - k % 5
        for i in range(begin, together, 4):
            # With few classes there is more to ask for than to do meanwhile.
            if fives and i + AHEAD + 4 <= end:
                look_ahead(x, rows, chosen, i + AHEAD)
            p, q, r, t = i, i + 1, i + 2, i + 3
            if chosen:
                p, q, r, t = rows[i], rows[i + 1], rows[i + 2], rows[i + 3]
            for c in range(0, fives, 5):
                logits_of_five(w, x, z, c, i, p, q, scale)
                logits_of_five(w, x, z, c, i + 2, r, t, scale)
            for c in range(fives, k):
                logits_of_one(w, x, z, c, i, p, q, r, t, scale)
        for i in range(together, end):
            row = rows[i] if chosen else i
            for c in range(k):
                total = real(0)
                for f in range(w.shape[1]):
                    total += real(x[row, f]) * w[c, f]
                z[c, i] = scale * total

    @jit
    def slopes_of_five(
        residual: Array, x: Array, g: Array, c: int, i: int, p: int, q: int, r: int, t: int
    ) -> None:
        """What the four rows from i add to the slopes of classes c to c + 4."""
        a, b, d, e, h = residual[c], residual[c + 1], residual[c + 2], residual[c + 3], residual[c + 4]
        a0, a1, a2, a3 = a[i], a[i + 1], a[i + 2], a[i + 3]
        b0, b1, b2, b3 = b[i], b[i + 1], b[i + 2], b[i + 3]
        d0, d1, d2, d3 = d[i], d[i + 1], d[i + 2], d[i + 3]
        e0, e1, e2, e3 = e[i], e[i + 1], e[i + 2], e[i + 3]
        h0, h1, h2, h3 = h[i], h[i + 1], h[i + 2], h[i + 3]
        for f in range(g.shape[1]):
            x0, x1, x2, x3 = real(x[p, f]), real(x[q, f]), real(x[r, f]), real(x[t, f])
            g[c, f] += a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3
            g[c + 1, f] += b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3
            g[c + 2, f] += d0 * x0 + d1 * x1 + d2 * x2 + d3 * x3
            g[c + 3, f] += e0 * x0 + e1 * x1 + e2 * x2 + e3 * x3
            g[c + 4, f] += h0 * x0 + h1 * x1 + h2 * x2 + h3 * x3

    @jit
    def slopes_of_one(
        residual: Array, x: Array, g: Array, c: int, i: int, p: int, q: int, r: int, t: int
    ) -> None:
        """What the four rows from i add to the slopes of class c."""
        a0, a1, a2, a3 = residual[c, i], residual[c, i + 1], residual[c, i + 2], residual[c, i + 3]
        for f in range(g.shape[1]):
            g[c, f] += a0 * real(x[p, f]) + a1 * real(x[q, f]) + a2 * real(x[r, f]) + a3 * real(x[t, f])

    @jit
    def slopes(residual: Array, x: Array, rows: Labels, chosen: bool, g: Array, begin: int, end: int) -> None:
        """g += residual x over the rows begin ≤ i < end

        residual  (k, m)
        x         (n, d) bytes, of which `rows` are taken as by `logits`
        g         (k, d)
        """
        k, d = g.shape
        together, fives = end - (end - begin) % 4, k - k % 5
        for i in range(begin, together, 4):
            p, q, r, t = i, i + 1, i + 2, i + 3
            if chosen:
                p, q, r, t = rows[i], rows[i + 1], rows[i + 2], rows[i + 3]
            for c in range(0, fives, 5):
                slopes_of_five(residual, x, g, c, i, p, q, r, t)
            for c in range(fives, k):
                slopes_of_one(residual, x, g, c, i, p, q, r, t)
        for i in range(together, end):
            row = rows[i] if chosen else i
            for c in range(k):
                share = residual[c, i]
                for f in range(d):
                    g[c, f] += share * real(x[row, f])

    return logits, slopes
