"""Which curves of other runs one plot draws."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.plots.curve_figures import Columns
from app.plots.overlay import Band, Overlay
from app.plots.overlay_item import OverlayCurve, OverlayItem
from app.plots.overlay_sources import BandSource, Curve, RunSource, Source
from app.plots.plot_scale import PlotScale


class PlotOverlays:
    """Keeps a source for every curve as long as its run is drawn; `item` paints them."""

    def __init__(self, dashes: dict[str, tuple[float, float]]) -> None:
        self.item = OverlayItem()
        self._dashes = dashes
        self._shown: tuple[object, ...] = ()
        self._sources: dict[tuple[object, ...], Source] = {}

    def show(
        self,
        overlays: Sequence[Overlay],
        bands: Sequence[Band],
        columns: Columns,
        parts: Sequence[str],
        scale: PlotScale,
    ) -> None:
        """Draw these runs' parts, means below single runs."""
        drawn: tuple[Overlay | Band, ...] = (*bands, *overlays)
        shown = (drawn, tuple(columns.items()), tuple(parts), scale)
        if shown == self._shown:
            return
        self._shown = shown
        before, self._sources = self._sources, {}
        curves = []
        for run in drawn:
            found = {part: self._source(run, columns[part], scale, before) for part in parts}
            # The validation curve bears the name, which is what runs are compared by.
            named = "validation" if _is_measured(run, columns["validation"]) else "training"
            for part, source in found.items():
                label = run.name if part == named else ""
                curves.append(OverlayCurve(source, run.colour, self._dashes.get(part), label))
        self.item.show_curves(curves)

    def _source(
        self, run: Overlay | Band, column: str, scale: PlotScale, before: dict[tuple[object, ...], Source]
    ) -> Source:
        key = (*(id(history) for history in run.histories), isinstance(run, Band), column, scale)
        made = before.get(key)
        if made is None:
            is_band = isinstance(run, Band)
            made = (
                BandSource(run.histories, column, scale)
                if is_band
                else RunSource(run.histories[0], column, scale)
            )
        self._sources[key] = made
        return made

    def outlines(self, left: float, right: float) -> list[Curve]:
        """How high the curves go between two places; paint what is behind."""
        if self.item.is_behind:
            self.item.update()
        return [outline for source in self._sources.values() for outline in source.outlines(left, right)]


def _is_measured(run: Overlay | Band, column: str) -> bool:
    return bool(run.histories) and math.isfinite(run.histories[0].last(column))
