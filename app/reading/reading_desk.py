"""Explains the reading of the drawing: evidence at once, the lens and the neighbours beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from app.background import Asked, Background, Outcome, Report
from app.drawing.drawing_panel import DrawingPanel
from app.drawing.prediction_panel import NO_PICTURES, Prediction
from app.reading import evidence_view, lens_view, nearest_strip
from app.reading.contrast import Contrast
from app.reading.evidence_of import evidence_of
from app.reading.lens_of import lens_of
from app.reading.nearest_of import Nearest, NearestSearch
from app.reading.reading_panel import LENS, LIKE, WHY
from app.reading.shown_lens import ShownLens
from app.session import Session
from lrengine.evaluation import rescale
from lrengine.experiment import Rows
from lrengine.model import Model
from lrengine.stages import Stages, layout_for

# The lens and the neighbours follow the pen at most so often.
PAUSE_MS: Final = 250
NO_ROWS: Final = "The training images of this model are not here."


@dataclass(frozen=True, eq=False)
class Explained:
    """What was found out beside the window; None where nobody looks or nothing is known."""

    lens: ShownLens | None
    nearest: Nearest | None
    read: str


class ReadingDesk(QObject):
    """Shows on the drawing panel why the shown model reads the drawing as it does.

    Closed parts cost nothing; what belongs to an older drawing or iterate is dropped on arrival.
    """

    def __init__(self, session: Session, panel: DrawingPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._panel = panel
        self._contrast = Contrast()
        self._names: tuple[str, ...] = ()
        self._prediction: Prediction | None = None
        self._stages: Stages | None = None
        self._waits = self._is_busy = False
        self._search = NearestSearch()
        self._thread = Background("reading_thread", self)
        self._thread.finished_work.connect(self._take_outcome)
        self._thread.start()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(PAUSE_MS)
        self._clock.timeout.connect(self._look_again)
        panel.reading.evidence.why_chosen.connect(self._choose_why)
        panel.reading.evidence.rival_chosen.connect(self._choose_rival)
        panel.prediction.bars.class_chosen.connect(self._choose_bar)
        panel.reading.parts_changed.connect(self._follow_parts)

    def close(self) -> None:
        self._clock.stop()
        self._thread.close()

    @Slot(object, object)
    def take(self, prediction: Prediction | None, stages: Stages | None) -> None:
        """The drawing was read anew: Prediction and Stages, or None where there is nothing to read."""
        model = self._session.model
        names = model.class_names if model is not None else ()
        if names != self._names or prediction is None:
            # What was asked of other classes, or of a drawing that is gone.
            self._names, self._contrast = names, Contrast()
            self._panel.reading.evidence.show_classes(names)
        self._prediction, self._stages = prediction, stages
        self._show_evidence()
        self._look()

    # -- evidence ------------------------------------------------------------------------------

    def _show_evidence(self) -> None:
        view, model = self._panel.reading.evidence, self._session.model
        prediction, stages = self._prediction, self._stages
        if not self._panel.reading.is_open(WHY):
            return
        if model is None or prediction is None or stages is None:
            view.show_nothing(self._why_nothing(evidence_view.NOTHING))
            return
        why, rival = self._contrast.of(prediction.probabilities)
        full_scale = layout_for(stages.image.shape).full_scale
        view.show_evidence(evidence_of(model, rescale(stages.image, full_scale, model), why, rival))

    def _why_nothing(self, otherwise: str) -> str:
        model = self._session.model
        reads_points = model is not None and len(model.input_shape) != 2
        return f"{NO_PICTURES}." if reads_points else otherwise

    @Slot(int)
    def _choose_why(self, index: int) -> None:
        self._contrast = self._contrast.with_why(index)
        self._show_evidence()

    @Slot(int)
    def _choose_rival(self, index: int) -> None:
        self._contrast = self._contrast.with_rival(index)
        self._show_evidence()

    @Slot(int)
    def _choose_bar(self, index: int) -> None:
        if self._prediction is not None:
            self._contrast = self._contrast.with_bar(index, self._prediction.probabilities)
            self._panel.reading.folds[WHY].set_open(True)
            self._show_evidence()

    # -- beside the window ---------------------------------------------------------------------

    @Slot()
    def _follow_parts(self) -> None:
        self._show_evidence()
        self._look()

    def _look(self) -> None:
        """Look now, or if that was a moment ago, or still goes on, as soon as may be.

        What goes on is not replaced: beside a training nothing would ever get done.
        """
        if self._stages is None or not (self._clock.isActive() or self._is_busy):
            self._ask()
        else:
            self._waits = True

    @Slot()
    def _look_again(self) -> None:
        if self._waits and not self._is_busy:
            self._ask()

    def _ask(self) -> None:
        self._waits = False
        reading = self._panel.reading
        wants_lens, wants_nearest = reading.is_open(LENS), reading.is_open(LIKE)
        model, stages, prediction = self._session.model, self._stages, self._prediction
        if not (wants_lens or wants_nearest):
            self._stop()
            return
        if model is None or stages is None or prediction is None:
            self._stop()
            reading.lens.show_nothing(self._why_nothing(lens_view.NOTHING))
            reading.nearest.show_nothing(self._why_nothing(nearest_strip.NOTHING))
            return
        rows = self._session.rows_on_view() if wants_nearest else None
        read = model.class_names[int(prediction.probabilities.argmax())]
        self._clock.start()
        search = self._search

        def work(report: Report, cancelled: Asked) -> Explained:
            near = None if rows is None else _nearest(search, model, rows, stages)
            return Explained(lens_of(model, stages) if wants_lens else None, near, read)

        self._is_busy = True
        self._thread.submit(work)

    def _stop(self) -> None:
        self._is_busy = False
        self._thread.cancel()

    @Slot(object)
    def _take_outcome(self, outcome: Outcome) -> None:
        if not self._thread.is_current(outcome.number):
            return
        self._is_busy = False
        self._show(outcome)
        if not self._clock.isActive():
            self._look_again()

    def _show(self, outcome: Outcome) -> None:
        reading = self._panel.reading
        found: Explained | None = outcome.result
        if found is None:
            reading.lens.show_nothing(outcome.sentence)
            reading.nearest.show_nothing(outcome.sentence)
            return
        if found.lens is not None:
            reading.lens.show_lens(found.lens)
        if found.nearest is not None:
            reading.nearest.show_nearest(list(found.nearest.pictures), found.nearest.labels, found.read)
        else:
            reading.nearest.show_nothing(NO_ROWS)


def _nearest(search: NearestSearch, model: Model, rows: Rows, stages: Stages) -> Nearest | None:
    if not (rows.dataset.has_images and len(rows.train)):
        return None
    full_scale = layout_for(stages.image.shape).full_scale
    return search.nearest(rows, rescale(stages.image, full_scale, model))
