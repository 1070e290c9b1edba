"""What is measured of a model on some rows."""

from __future__ import annotations

from typing import NamedTuple


class Measurement(NamedTuple):
    """Loss and hits of a parameter vector on some rows.

    risk      reduced loss, penalty excluded
    accuracy  share of the rows read correctly
    """

    risk: float
    accuracy: float
