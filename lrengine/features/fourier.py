"""Random Fourier features: cosines of random projections, whose products are nearly a Gaussian kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.features.base import Stored, check_size
from lrengine.features.blockwise import in_blocks
from lrengine.features.deskewed import deskew
from lrengine.features.words import coordinate

Array = NDArray[Any]

# Ten thousand waves over 60,000 rows are 2.4 GB.
MOST_WAVES = 10_000
# So many training rows tell the typical distance between two of them well enough.
_SAMPLE = 500
# Keeps these numbers apart from every other use of the run's seed.
_STREAM = 6


class Fourier:
    """X = √(2/d) cos(Ωx/σ + β), Ω standard normal and β uniform in a full turn, both from a seed.

    With d features X·X′ is about exp(−‖x − x′‖²/2σ²), off by 1/√d or so: a linear model of X is nearly
    a kernel machine. Images count as their pixels, ink 0 to 1, upright if so chosen; points as they are.

    width   σ; `fit` takes it as a multiple of the median distance between two training rows
    Ω, β    (d, values) and (d,), made again from the seed and never saved

    Source: "Random Features for Large-Scale Kernel Machines", A. Rahimi and B. Recht.
    """

    kind = "fourier"

    def __init__(
        self, count: int, width: float, seed: int, upright: bool, full_scale: float, shape: tuple[int, ...]
    ) -> None:
        self.count = count
        self.width = width
        self.seed = seed
        self.upright = upright and len(shape) == 2
        self.full_scale = full_scale
        self.shape = shape
        values = int(np.prod(shape))
        normal, turns = _random(seed, count * values, count)
        # (values, d): inputs are rows.
        self._waves = normal.reshape(count, values).T / width
        self._phases = 2 * np.pi * turns
        self._narrow = self._waves.astype(np.float32), self._phases.astype(np.float32)

    @classmethod
    def fit(
        cls,
        count: int,
        bandwidth: float,
        seed: int,
        upright: bool,
        full_scale: float,
        shape: tuple[int, ...],
        training_inputs: Array,
    ) -> Fourier:
        """Make the kernel `bandwidth` times as wide as the median distance between two training rows."""
        upright = upright and len(shape) == 2
        rows = _values(training_inputs[:_SAMPLE], full_scale, shape, upright, np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            squares = (rows * rows).sum(axis=1)
            apart = squares[:, None] + squares - 2 * rows @ rows.T
        if not np.isfinite(apart).all():
            raise LabError("These inputs are too large for random Fourier features: scale the data down.")
        pairs = apart[np.triu_indices(len(rows), 1)]
        # Copies of one row are no distance apart, and say nothing about the others.
        pairs = pairs[pairs > 1e-12 * max(float(squares.max(initial=0)), 1e-300)]
        typical = float(np.sqrt(np.median(pairs))) if len(pairs) else 1.0
        return cls(count, bandwidth * typical, seed, upright, full_scale, shape)

    def transform(self, inputs: Array, dtype: Any = np.float32) -> Array:
        """(n, …) inputs to (n, d) features; raises LabError for inputs of another size."""
        check_size(inputs, self.shape)
        inputs = inputs.reshape(len(inputs), *self.shape)
        made: Array = np.empty((len(inputs), self.count), dtype)
        is_narrow = np.dtype(dtype) == np.float32
        waves, phases = self._narrow if is_narrow else (self._waves, self._phases)

        def block(rows: slice) -> None:
            values = _values(inputs[rows], self.full_scale, self.shape, self.upright, waves.dtype)
            turned = values @ waves
            turned += phases
            np.cos(turned, out=turned)
            turned *= waves.dtype.type(np.sqrt(2 / self.count))
            made[rows] = turned

        in_blocks(block, len(inputs))
        return made

    def names(self) -> tuple[str, ...] | None:
        """φ₁, φ₂, … for points; a wave over an image has no name."""
        return tuple("φ" + coordinate(i)[1:] for i in range(self.count)) if len(self.shape) == 1 else None

    def weight_pictures(self, weights: Array) -> None:
        """None: a weight belongs to a wave over the whole image."""

    def to_arrays(self) -> Stored:
        return {
            "kind": np.array(self.kind),
            "count": np.array(self.count),
            "width": np.array(self.width),
            "seed": np.array(self.seed),
            "upright": np.array(self.upright),
            "shape": np.array(self.shape),
            "full_scale": np.array(self.full_scale),
        }


def _values(inputs: Array, full_scale: float, shape: tuple[int, ...], upright: bool, dtype: Any) -> Array:
    """What the waves run over, (n, values)."""
    images = inputs.reshape(len(inputs), *shape)
    if upright:
        return deskew(images, full_scale).reshape(len(inputs), -1).astype(dtype, copy=False)
    values = images.reshape(len(inputs), -1).astype(dtype)
    values /= values.dtype.type(full_scale)
    return values


def _random(seed: int, normals: int, uniforms: int) -> tuple[Array, Array]:
    """Standard normals and uniforms; NumPy promises raw bits for ever, but not what it makes of them."""
    pairs = (normals + 1) // 2
    bits = np.random.PCG64(np.random.SeedSequence((seed, _STREAM))).random_raw(2 * pairs + uniforms)
    uniform = (np.asarray(bits, np.uint64) >> np.uint64(11)) * 2.0**-53
    lengths = np.sqrt(-2 * np.log1p(-uniform[:pairs]))
    turns = 2 * np.pi * uniform[pairs : 2 * pairs]
    both = np.concatenate([lengths * np.cos(turns), lengths * np.sin(turns)])
    return both[:normals], uniform[2 * pairs :]
