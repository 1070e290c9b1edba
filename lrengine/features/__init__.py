"""Images to rows of numbers; every kind is fitted on training rows only."""

from lrengine.features.pixels import Pixels

__all__ = ["Pixels"]
