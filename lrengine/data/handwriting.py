"""A hand's variation on an allograph: many images of one way to write a digit, no two alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lrengine.data.pen_shapes import Allograph
from lrengine.ink import Points, spline_samples
from lrengine.stages import layout_for

SHAPE = (28, 28)
LAYOUT = layout_for(SHAPE)
# Pixels between samples of a path, in a digit of the layout's box; the thinnest pen is twice as wide.
SPACING = 0.6
# Beyond so many deviations a digit turns into another or into none.
LIMIT = 2.0


@dataclass(frozen=True)
class Hand:
    """How far writing strays: standard deviations of normals cut at `LIMIT`, lengths in digit heights.

    drift, reach      of control points, correlated over such a length of path
    scatter           of single control points
    misplacement      of whole strokes in digits of several, which opens gaps
    overshoot         of a stroke's ends, as a share of its last leg
    bend              coefficients of the quadratic warp of the plane
    slant_mean, slant horizontal shear
    turn              rotation in radians
    aspect            logarithm of width over height
    pen               logarithm of the pen's width around the data's
    pressure          logarithm of the width along the stroke
    haste             power of the length of a leg by which a fast stroke is thinner (half-normal)
    tremor            of samples, correlated over a pixel
    """

    drift: float = 0.09
    reach: float = 0.35
    scatter: float = 0.012
    misplacement: float = 0.06
    overshoot: float = 0.1
    bend: float = 0.15
    slant_mean: float = 0.08
    slant: float = 0.25
    turn: float = 0.16
    aspect: float = 0.18
    pen: float = 0.28
    pressure: float = 0.1
    haste: float = 0.03
    tremor: float = 0.006


HAND = Hand()


def write(allograph: Allograph, count: int, rng: np.random.Generator, hand: Hand = HAND) -> NDArray[np.uint8]:
    """`count` images (count, 28, 28) of one allograph, laid out as MNIST is; see `Hand` for the variation."""
    strokes = allograph.strokes
    # In the coordinates below height is 1, so a pixel is 1/box.
    indices, weights = spline_samples(strokes, SPACING / LAYOUT.box)
    basis = np.zeros((len(indices), sum(map(len, strokes))))
    np.add.at(basis, (np.arange(len(indices))[:, None], indices), weights)
    paths = _transform(_controls(strokes, count, rng, hand) @ basis.T, rng, hand)
    return ink_paths(paths, _widths(basis @ _legs(strokes), count, rng, hand) / 2, rng)


def ink_paths(paths: Points, radii: Points, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Images (n, 28, 28) of paths (n, 2, samples) at any scale, pens of radii (n, samples) in pixels.

    The ink fills the layout's box; its centre of mass lies within half a pixel of the layout's centre,
    at random, as in data that were moved by whole pixels. Ink is radius + ½ − distance, from 0 to 1, with
    the mean radius and with distances to a sample scaled by mean over own radius.
    """
    pens = 2 * radii.mean(1, keepdims=True)
    extents = np.ptp(paths, axis=2).max(1)[:, None, None]
    paths = paths * ((LAYOUT.box - pens[:, None]) / extents)
    steps = np.hypot(*np.moveaxis(np.diff(paths, axis=2, append=paths[:, :, -1:]), 1, 0))
    # The leap between two strokes is no ink.
    mass = np.minimum(steps, 3 * SPACING) * radii
    mass /= mass.sum(1, keepdims=True)
    centre = np.array(LAYOUT.centre[::-1])[None, :, None]
    offset = rng.uniform(-0.5, 0.5, (len(paths), 2, 1))
    paths = paths - (paths * mass[:, None]).sum(2, keepdims=True) + centre + offset

    # |p − c|² r̄²/r² as one product per image: four numbers of the pixel by four of the sample.
    share = (pens / 2 / radii) ** 2
    x, y = paths[:, 0], paths[:, 1]
    samples = np.stack((share, -2 * share * x, -2 * share * y, share * (x * x + y * y)), axis=2)
    rows, columns = (axis.ravel() + 0.5 for axis in np.indices(SHAPE))
    pixels = np.stack((rows**2 + columns**2, columns, rows, np.ones_like(rows))).astype(np.float32)
    nearest = np.empty((len(paths), pixels.shape[1]), np.float32)
    for row, sample in zip(nearest, samples.astype(np.float32), strict=True):
        (sample @ pixels).min(0, out=row)
    ink = np.clip(pens / 2 + 0.5 - np.sqrt(np.maximum(nearest, 0)), 0, 1)
    return _recentre(np.rint(255 * ink).astype(np.uint8).reshape(-1, *SHAPE))


def _recentre(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Moved by whole pixels where ink written twice has drawn the centre of mass away by more than half."""
    shares = images / np.maximum(images.sum((1, 2), keepdims=True), 1)
    for axis, centre, side in zip((1, 2), LAYOUT.centre, SHAPE, strict=True):
        masses = shares.sum(3 - axis) @ (np.arange(side) + 0.5)
        shifts = np.rint(centre - masses).astype(np.intp)
        for row in np.flatnonzero(shifts):
            images[row] = np.roll(images[row], shifts[row], axis - 1)
    return images


def _controls(strokes: Sequence[Points], count: int, rng: np.random.Generator, hand: Hand) -> Points:
    """The control points (count, 2, points) of every image."""
    controls = np.concatenate(strokes).T
    points = controls + hand.drift * _correlated(rng, count, _along(strokes), hand.reach)
    points += hand.scatter * _normal(rng, points.shape)
    start = 0
    for stroke in strokes:
        end = start + len(stroke)
        if len(strokes) > 1:
            points[:, :, start:end] += hand.misplacement * _normal(rng, (count, 2, 1))
        for tip, inner in ((start, start + 1), (end - 1, end - 2)):
            beyond = hand.overshoot * _normal(rng, (count, 1))
            points[:, :, tip] += beyond * (points[:, :, tip] - points[:, :, inner])
        start = end
    return points


def _transform(paths: Points, rng: np.random.Generator, hand: Hand) -> Points:
    """The paths (count, 2, samples) bent, stretched, slanted, turned and shaken."""
    count = len(paths)
    x, y = paths[:, 0], paths[:, 1]
    monomials = np.stack((x * x, x * y, y * y), axis=1)
    x, y = np.moveaxis(paths + hand.bend * _normal(rng, (count, 2, 3)) @ monomials, 1, 0)
    x = x * np.exp(hand.aspect * _normal(rng, (count, 1)))
    x = x - (hand.slant_mean + hand.slant * _normal(rng, (count, 1))) * y
    angle = hand.turn * _normal(rng, (count, 1))
    sine, cosine = np.sin(angle), np.cos(angle)
    turned = np.stack((cosine * x - sine * y, sine * x + cosine * y), axis=1)
    return turned + hand.tremor * _correlated(rng, count, np.arange(paths.shape[2], dtype=np.float64), 2.0)


def _widths(legs: Points, count: int, rng: np.random.Generator, hand: Hand) -> Points:
    """The pen's width in pixels (count, samples)."""
    pen = LAYOUT.pen * np.exp(hand.pen * _normal(rng, (count, 1)))
    haste = hand.haste * np.abs(_normal(rng, (count, 1)))
    pressure = hand.pressure * _correlated(rng, count, np.arange(len(legs), dtype=np.float64), 8.0)[:, 0]
    return pen * np.exp(pressure - haste * legs)


def _legs(strokes: Sequence[Points]) -> Points:
    """The log of the mean length of the legs at each control point over the digit's: long legs are fast."""
    lengths = []
    for stroke in strokes:
        steps = np.hypot(*np.diff(stroke, axis=0).T)
        lengths.append((np.append(steps[:1], steps) + np.append(steps, steps[-1:])) / 2)
    every = np.concatenate(lengths)
    return np.log(every / every.mean())


def _normal(rng: np.random.Generator, shape: tuple[int, ...]) -> Points:
    return np.clip(rng.standard_normal(shape), -LIMIT, LIMIT)


def _along(strokes: Sequence[Points]) -> Points:
    """How far the pen has gone at each control point, the moves between strokes included."""
    return np.append(0.0, np.cumsum(np.hypot(*np.diff(np.concatenate(strokes), axis=0).T)))


def _correlated(rng: np.random.Generator, count: int, position: Points, reach: float) -> Points:
    """Noise (count, 2, positions) of variance 1 that changes slowly with the position."""
    kernel = np.exp(-0.5 * ((position[:, None] - position) / reach) ** 2)
    kernel /= np.sqrt((kernel**2).sum(1, keepdims=True))
    return np.clip(rng.standard_normal((count, 2, len(position))) @ kernel.T, -LIMIT, LIMIT)
