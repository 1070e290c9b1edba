"""A model's evidence in a prepared drawing, in the form the view shows it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.reading.contrast import ALONE
from app.reading.shown_evidence import ShownEvidence
from lrengine.features import Deskewed, Features, Histograms, Pixels, Standardised
from lrengine.features.deskewed import deskew
from lrengine.features.histogram_parts import DIRECTIONS, GRIDS
from lrengine.model import Model

Array = NDArray[Any]

NO_PLACE: Final = "These features belong to no pixel: only their sum is shown."


def evidence_of(model: Model, image: Array, why: int, rival: int) -> ShownEvidence:
    """What speaks for class `why`, and against `rival` (ALONE: against it) in an image (h, w) of the model.

    With φ₀ the features of an empty image, z = w·(φ − φ₀) + (b + w·φ₀): the first term is the evidence
    of the ink, feature by feature, the second the constant. So paper says nothing, whatever the
    features were centred or standardised by. A model of one logit has w for its second class.
    """
    features, names = model.features, model.class_names
    rows = features.transform(np.stack([image, np.zeros_like(image)]), np.float64)
    is_single = len(model.weights) == 1
    if is_single:
        why, rival = 1, 0
        weights, constant = model.weights[0], model.intercept[0]
    elif rival == ALONE:
        weights, constant = model.weights[why], model.intercept[why]
    else:
        weights = model.weights[why] - model.weights[rival]
        constant = model.intercept[why] - model.intercept[rival]
    wide = weights.astype(np.float64)
    shares = wide * (rows[0] - rows[1])
    evidence, at_rest = float(shares.sum()), float(constant + wide @ rows[1])
    picture, tint = _lay_out(features, image, shares)
    remarks = [NO_PLACE] if tint is None else []
    if is_single:
        remarks.insert(0, f"One logit: above 0 it reads {names[1]}, below 0 {names[0]}.")
    return ShownEvidence(
        picture=picture,
        tint=np.zeros(picture.shape) if tint is None else tint,
        evidence=evidence,
        constant=at_rest,
        logit=evidence + at_rest,
        why=names[why],
        rival=None if rival == ALONE else names[rival],
        is_single=is_single,
        remark=" ".join(remarks),
    )


def _lay_out(features: Features, image: Array, shares: Array) -> tuple[Array, Array | None]:
    """The picture that the features were taken from, and each share where it comes from in it."""
    if isinstance(features, Standardised):
        return _lay_out(features.inner, image, shares)
    scale = features.full_scale
    if isinstance(features, Pixels):
        return image / scale, shares.reshape(features.shape)
    if isinstance(features, Deskewed):
        return deskew(image[np.newaxis], scale)[0], shares.reshape(features.shape)
    if isinstance(features, Histograms):
        return deskew(image[np.newaxis], scale)[0], _cells(shares)
    return image / scale, None


def _cells(shares: Array) -> Array:
    """Shares (d,) of histograms, all directions of a cell together, spread evenly over what it covers.

    On the coarsest lattice that both grids divide, so that the sum stays what it is.
    """
    side = int(np.lcm.reduce(GRIDS))
    whole = np.zeros((side, side))
    cut = 0
    for cells in GRIDS:
        size = DIRECTIONS * cells * cells
        each = shares[cut : cut + size].reshape(DIRECTIONS, cells, cells).sum(axis=0)
        cut += size
        times = side // cells
        whole += np.kron(each, np.full((times, times), 1 / times**2))
    return whole
