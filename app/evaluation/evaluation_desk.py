"""Judges the model on view beside the window, a few times a second while it trains."""

from __future__ import annotations

import weakref
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.background import Asked, Background, Outcome, Report, Work
from app.session import Session
from lrengine.experiment import Rows
from lrengine.judging import Curves, Judged, curves_of, judge
from lrengine.model import Model

# Often enough to follow a run with the eye, seldom enough not to slow it down.
PAUSE_MS = 350
# A result of something else stays on view no longer than this.
PATIENCE_MS = 200
NO_MODEL = "Train a model to see what it reads."
NO_ROWS = "The rows of this run are not loaded: choose Use its settings (Run menu) to judge it."
OTHER_ROWS = "This model reads other data than those at hand: choose data of its classes and size."
WAITING = "Reading the rows …"


@dataclass(frozen=True)
class Subject:
    """What is judged: a run or a ready model on one part of its rows, at any iterate.

    whose  the run's key, or the model; `rows` and a model are held weakly, as they may be large
    """

    whose: object
    rows: weakref.ref[Rows]
    part: str


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
        # What was asked for last, of which iterate at which temperature, whether its answer is on its way,
        # and what is shown.
        self._subject: Subject | None = None
        self._moment = -1, 1.0
        self._is_under_way = False
        self._shown: Subject | str | None = None
        self._latest: Judged | None = None
        self._judge_thread = Background("evaluation_thread", self)
        self._judge_thread.finished_work.connect(self._take_judged)
        # The matrix need not wait for them.
        self._curves_thread = Background("evaluation_curves_thread", self)
        self._curves_thread.finished_work.connect(self._take_curves)
        self._clock = _single_shot(self, PAUSE_MS)
        self._clock.timeout.connect(self._judge)
        self._patience = _single_shot(self, PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)
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
        """Another iterate is on view, or it is calibrated now: judge it soon, at once if not one of many."""
        if not self._on_view:
            return
        run = self._session.run
        if run is None or run.state != "running" or self._subject != self._subject_on_view():
            self._judge()
        elif not self._clock.isActive():
            self._clock.start()

    def close(self) -> None:
        self._on_view = False
        for clock in (self._clock, self._patience):
            clock.stop()
        for thread in (self._judge_thread, self._curves_thread):
            thread.close()

    # -- what is asked -------------------------------------------------------------------------

    def _subject_on_view(self) -> Subject | None:
        session = self._session
        rows, run = session.rows_on_view(), session.run
        if rows is None or (run is not None and run.theta is None):
            return None
        whose = run.key if run is not None else weakref.ref(session.model)
        return Subject(whose, weakref.ref(rows), self._part)

    @Slot()
    def _judge(self) -> None:
        if not self._on_view:
            return
        session = self._session
        model, run, rows = session.model, session.run, session.rows_on_view()
        subject = self._subject_on_view()
        if model is None or rows is None or subject is None:
            self._say_none(NO_MODEL if model is None else OTHER_ROWS if run is None else NO_ROWS)
            return
        if not len(getattr(rows.split, self._part)):
            self._say_none(f"There are no {self._part} rows: give them a share under Data split.")
            return
        iteration = run.shown_iteration if run is not None else 0
        moment = iteration, model.temperature
        if subject == self._subject and (self._is_under_way or moment == self._moment):
            # A newer request would drop the one under way, and so would the next one, for ever.
            return
        if subject != self._shown:
            self._patience.start()
        self._subject, self._moment, self._is_under_way = subject, moment, True
        name = f"Run {run.number}, iteration {iteration:,}" if run is not None else "Ready model"
        self._judge_thread.submit(_judging(model, rows, self._part, name, of_rows=run is not None))
        if not self._judge_thread.isRunning():
            self._judge_thread.start()

    def _say_none(self, why: str) -> None:
        self._judge_thread.cancel()
        self._curves_thread.cancel()
        self._subject, self._is_under_way, self._latest = None, False, None
        self._patience.stop()
        if self._shown != why:
            self._shown = why
            self.judged.emit(None, why)

    @Slot()
    def _lose_patience(self) -> None:
        """What is shown is of another run, of other rows or of another part."""
        if self._is_under_way and self._shown != self._subject:
            self._shown, self._latest = WAITING, None
            self.judged.emit(None, WAITING)

    def _ask_for_curves(self) -> None:
        if self._latest is None:
            return
        judged, positive = self._latest, min(self._positive, len(self._latest.class_names) - 1)

        def work(report: Report, cancelled: Asked) -> Curves:
            return curves_of(judged, positive)

        self._curves_thread.submit(work)
        if not self._curves_thread.isRunning():
            self._curves_thread.start()

    # -- from the threads ----------------------------------------------------------------------

    @Slot(object)
    def _take_judged(self, outcome: Outcome) -> None:
        if not self._judge_thread.is_current(outcome.number):
            return
        self._is_under_way = False
        self._patience.stop()
        if outcome.sentence:
            self._latest, self._shown = None, outcome.sentence
            self.judged.emit(None, outcome.sentence)
            return
        (self._latest, name), self._shown = outcome.result, self._subject
        self.judged.emit(self._latest, name)
        self._ask_for_curves()
        # The run may have moved on meanwhile.
        self.note_change()

    @Slot(object)
    def _take_curves(self, outcome: Outcome) -> None:
        if self._curves_thread.is_current(outcome.number) and not outcome.sentence:
            self.curves.emit(outcome.result)


def _single_shot(parent: QObject, milliseconds: int) -> QTimer:
    clock = QTimer(parent)
    clock.setSingleShot(True)
    clock.setInterval(milliseconds)
    return clock


def _judging(model: Model, rows: Rows, part: str, name: str, *, of_rows: bool) -> Work:
    def work(report: Report, cancelled: Asked) -> tuple[Judged, str]:
        features = getattr(rows, part) if of_rows else None
        return judge(model, getattr(rows.split, part), features, part), name

    return work
