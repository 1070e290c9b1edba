"""The loops of a run's rows, made ready beside the loading of its data: the first time both take seconds."""

from __future__ import annotations

import contextlib
import threading

from app.background import Asked, Report
from lrengine.compiled import loops_for
from lrengine.errors import Cancelled
from lrengine.recipe import Recipe


class LoopsAhead:
    """A context in which data are loaded; at its end the loops are here, if the recipe may use them.

    Their thread begins with the first news of a loading that takes its time. Data that are here at once
    leave nothing to gain: importing the loader beside them would only hold up the first paint.
    """

    def __init__(self, recipe: Recipe, report: Report, cancelled: Asked) -> None:
        self._dtype = recipe.run.dtype
        self._are_wanted = recipe.features.kind == "pixels" and recipe.run.products == "auto"
        self._report = report
        self._cancelled = cancelled
        self._is_given_up = threading.Event()
        self._thread: threading.Thread | None = None

    def report(self, share: float) -> None:
        """To be told how far the loading is; passes it on."""
        if self._are_wanted and self._thread is None and share < 1.0:
            self._thread = threading.Thread(target=self._make_ready, name="loops_ahead", daemon=True)
            self._thread.start()
        self._report(share)

    def __enter__(self) -> LoopsAhead:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            # Whatever kept the data away is told at once.
            self._is_given_up.set()
        if self._thread is not None:
            self._thread.join()

    def _make_ready(self) -> None:
        with contextlib.suppress(Cancelled):
            loops_for(self._dtype, self._must_stop)

    def _must_stop(self) -> bool:
        return self._is_given_up.is_set() or self._cancelled()
