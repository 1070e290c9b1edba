"""What histograms of stroke directions consist of: directions, and two grids of cells."""

from __future__ import annotations

DIRECTIONS = 12
GRIDS = (9, 5)
# A cell reaches over so many cells' widths, so that a stroke that moves a little changes little.
REACH = 3.0


def histogram_count() -> int:
    """d, the same for images of every size."""
    return DIRECTIONS * sum(cells * cells for cells in GRIDS)
