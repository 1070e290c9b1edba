"""Teaches the model on view what the drawing really is, beside the window, and takes it back on request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from app.background import Asked, Background, Outcome, Report
from app.drawing.prediction_panel import NO_PICTURES, Prediction
from app.reading.figures import percent
from app.reading.lesson import Lesson, give_lesson
from app.reading.own_shelf import OwnShelf
from app.reading.reading_panel import TEACH, ReadingPanel
from app.reading.taught_run import taught_run
from app.reading.teach_card import NOTHING
from app.runs.run_record import RunRecord
from app.session import Session
from lrengine.errors import LabError
from lrengine.stages import Stages
from lrengine.teaching import Compared


class TeachDesk(QObject):
    """A taught model joins the runs as one of its own; what it came from stays as it was.

    said     one sentence for the user
    learned  the outcome of a lesson has come on view
    """

    said = Signal(str)
    learned = Signal()

    def __init__(self, session: Session, panel: ReadingPanel, own: OwnShelf, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._card = panel.teach
        self._head = panel.folds[TEACH].head
        self._own = own
        self._stages: Stages | None = None
        self._lesson_class = ""
        self._before: tuple[RunRecord, RunRecord | None, int | None] | None = None
        self._is_showing = False
        self._thread = Background("teaching_thread", self)
        self._thread.finished_work.connect(self._take_outcome)
        self._thread.start()
        self._card.class_chosen.connect(self._teach)
        self._card.undo_asked.connect(self._undo)
        bar = self._card.own
        bar.export_asked.connect(self._export)
        bar.delete_last_asked.connect(self._delete_last)
        bar.delete_all_asked.connect(self._delete_all)
        session.run_began.connect(self._note_model)
        self._show_count()
        panel.folds[TEACH].show()
        if own.trouble:
            self._card.show_failure(own.trouble)

    def close(self) -> None:
        self._thread.close()

    @Slot(object, object)
    def take(self, prediction: Prediction | None, stages: Stages | None) -> None:
        """The drawing was read anew."""
        model = self._session.model
        self._stages = stages
        if model is None:
            return
        self._card.show_classes(model.class_names)
        reads_pictures = len(model.input_shape) == 2
        self._card.show_ready(stages is not None, NOTHING if reads_pictures else f"{NO_PICTURES}.")

    @Slot()
    def _note_model(self) -> None:
        """Another model came on view: a lesson on its way, or one given to the other, is past."""
        if not self._is_showing:
            self._thread.cancel()
            self._before = None
            self._card.clear_outcome()

    # -- a lesson ------------------------------------------------------------------------------

    @Slot(int)
    def _teach(self, index: int) -> None:
        model, stages = self._session.model, self._stages
        if (
            model is None
            or stages is None
            or not self._attempt(
                lambda: self._own.add(stages.image, model.class_names[index], self._session.drawing.strokes)
            )
        ):
            return
        own, rows = self._own.read(), self._session.rows_on_view()
        compared: Compared = "test" if self._session.is_test_revealed else "validation"
        self._lesson_class = model.class_names[index]
        self._card.show_learning(self._lesson_class)

        def work(report: Report, cancelled: Asked) -> Lesson:
            return give_lesson(model, own, rows, compared)

        self._thread.submit(work)

    @Slot(object)
    def _take_outcome(self, outcome: Outcome) -> None:
        if not self._thread.is_current(outcome.number):
            return
        if outcome.sentence:
            self._card.show_failure(outcome.sentence)
            return
        lesson: Lesson = outcome.result
        run = self._session.run
        rewound = run.rewound[0] if run is not None and run.rewound is not None else None
        made = taught_run(lesson.taught, run)
        self._is_showing = True
        try:
            self._session.run_list.add(made, show=True)
        finally:
            self._is_showing = False
        self._before = made, run, rewound
        prediction, _ = self._session.read_drawing()
        words = _words(prediction, self._lesson_class)
        self._card.show_taught(words, lesson)
        self.said.emit(f"{words}. Run {made.number} is the taught model.")
        self.learned.emit()

    @Slot()
    def _undo(self) -> None:
        """Forget the digit and the run that learned it, and show the model from before."""
        if self._before is None or not self._attempt(self._own.delete_last):
            return
        made, run, rewound = self._before
        self._before = None
        self._session.run_list.show(run)
        if run is not None and rewound is not None:
            self._session.rewind(rewound)
        self._session.run_list.discard(made)
        self._card.clear_outcome()

    # -- the user's digits ---------------------------------------------------------------------

    @Slot()
    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._card, "Export my digits", "my-digits.npz", "Digits (*.npz)"
        )
        if name and self._attempt(lambda: self._own.export(Path(name))):
            self.said.emit(f"{len(self._own):,} digits written to {name}.")

    @Slot()
    def _delete_last(self) -> None:
        self._attempt(self._own.delete_last)

    @Slot()
    def _delete_all(self) -> None:
        self._attempt(self._own.delete_all)

    def _attempt(self, action: Callable[[], None]) -> bool:
        """Do something with the digits; what goes wrong is said."""
        try:
            action()
        except LabError as error:
            self.said.emit(str(error))
            return False
        finally:
            self._show_count()
        return True

    def _show_count(self) -> None:
        count = len(self._own)
        self._card.own.show_count(count)
        self._head.show_remark(f"{count:,} of mine" if count else "")


def _words(prediction: Prediction | None, taught: str) -> str:
    """How the drawing that was taught is read now."""
    if prediction is None:
        return "Learned"
    best = int(prediction.probabilities.argmax())
    share = percent(prediction.probabilities[best]).replace(" ", "\N{NO-BREAK SPACE}")
    read = f"read as {prediction.class_names[best]} ({share})"
    if prediction.class_names[best] != taught:
        return f"Still {read}: teach it again"
    # Familiarity asks of the training images, which a lesson does not change.
    return f"Learned: now {read}" + (", though unsure" if prediction.doubt else "")
