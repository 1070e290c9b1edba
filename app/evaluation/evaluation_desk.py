"""Judges the model on view beside the window, a few times a second while it trains."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.background import Asked, Background, Outcome, Report, Work
from app.session import Session
from lrengine.experiment import Rows
from lrengine.judging import Curves, Judged, curves_of, judge
from lrengine.model import Model

# Often enough to follow a run with the eye, seldom enough not to slow it down.
PAUSE_MS = 350
NO_ROWS = "The rows of this run are not loaded: take over its settings to judge it."


class EvaluationDesk(QObject):
    """What the iterate on view makes of one part of the rows; nothing is computed while nobody looks.

    judged   (Judged or None, its title or why there is none)
    curves   Curves of the chosen class
    """

    judged = Signal(object, str)
    curves = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._part = "validation"
        self._positive = 1
        self._on_view = False
        self._shown: object = None
        self._latest: Judged | None = None
        self._judge_thread = Background("evaluation_thread", self)
        self._judge_thread.finished_work.connect(self._take_judged)
        # Their first computation imports scikit-learn, which the matrix need not wait for.
        self._curves_thread = Background("evaluation_curves_thread", self)
        self._curves_thread.finished_work.connect(self._take_curves)
        for thread in (self._judge_thread, self._curves_thread):
            thread.start()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._judge)
        for signal in (session.run_began, session.run_advanced, session.run_ended, session.desk.prepared):
            signal.connect(self.note_change)

    @property
    def part(self) -> str:
        return self._part

    @Slot(bool)
    def set_on_view(self, on_view: bool) -> None:
        self._on_view = on_view
        if on_view:
            self._judge()

    @Slot(str)
    def choose_part(self, name: str) -> None:
        """ "train", "validation" or "test"."""
        self._part = name
        self._judge()

    @Slot(int)
    def choose_class(self, index: int) -> None:
        """The class that counts as positive for precision and recall."""
        self._positive = index
        self._ask_for_curves()

    @Slot()
    def note_change(self) -> None:
        """Another iterate is on view: judge it soon."""
        if self._on_view and not self._clock.isActive():
            self._clock.start(PAUSE_MS)

    def close(self) -> None:
        self._clock.stop()
        for thread in (self._judge_thread, self._curves_thread):
            thread.close()

    @Slot()
    def _judge(self) -> None:
        session = self._session
        model, run, rows = session.model, session.run, session.rows_on_view()
        if model is None or rows is None or not self._on_view:
            self._say_none(NO_ROWS if model is not None else "Train a model to see what it reads.")
            return
        part = getattr(rows.split, self._part)
        if not len(part):
            self._say_none(f"There are no {self._part} rows: give them a share under Data split.")
            return
        # The same iterate on the same rows would be judged the same.
        asked = (
            id(rows),
            self._part,
            self._positive,
            None if run is None else (run.key, run.shown_iteration),
        )
        if asked == self._shown:
            return
        self._shown = asked
        name = f"Run {run.number}, iteration {run.shown_iteration:,}" if run is not None else "Ready model"
        self._judge_thread.submit(_judging(model, rows, self._part, name, of_rows=run is not None))

    def _say_none(self, why: str) -> None:
        if self._shown != why:
            self._shown = why
            self._judge_thread.cancel()
            self.judged.emit(None, why)

    def _ask_for_curves(self) -> None:
        if self._latest is not None:
            judged, positive = self._latest, min(self._positive, len(self._latest.class_names) - 1)

            def work(report: Report, cancelled: Asked) -> Curves:
                return curves_of(judged, positive)

            self._curves_thread.submit(work)

    @Slot(object)
    def _take_judged(self, outcome: Outcome) -> None:
        if not self._judge_thread.is_current(outcome.number):
            return
        if outcome.sentence:
            self.judged.emit(None, outcome.sentence)
            return
        self._latest, name = outcome.result
        self.judged.emit(self._latest, name)
        self._ask_for_curves()

    @Slot(object)
    def _take_curves(self, outcome: Outcome) -> None:
        if self._curves_thread.is_current(outcome.number) and not outcome.sentence:
            self.curves.emit(outcome.result)


def _judging(model: Model, rows: Rows, part: str, name: str, *, of_rows: bool) -> Work:
    def work(report: Report, cancelled: Asked) -> tuple[Judged, str]:
        features = getattr(rows, part) if of_rows else None
        return judge(model, getattr(rows.split, part), features, part), name

    return work
