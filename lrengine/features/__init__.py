"""Inputs to rows of numbers; every kind is fitted on training rows only."""

from lrengine.features.base import Features, same_features
from lrengine.features.deskewed import Deskewed
from lrengine.features.fourier import Fourier
from lrengine.features.histograms import Histograms
from lrengine.features.making import features_from_arrays, make_features
from lrengine.features.pixels import Pixels
from lrengine.features.polynomial import Polynomial
from lrengine.features.standardised import Standardised

__all__ = [
    "Deskewed", "Features", "Fourier", "Histograms", "Pixels", "Polynomial", "Standardised",
    "features_from_arrays", "make_features", "same_features",
]  # fmt: skip
