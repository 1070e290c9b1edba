"""The line that rewinds the shown run: a slider over the iterates that were kept."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.look.steady import Steady
from app.look.theme import DARK, Theme, icon
from app.plots.repaint_clock import RepaintClock
from app.settings.marked_slider import MarkedSlider

HEIGHT: Final = 32
# Page keys, and arrows with Shift, take the run in so many steps.
_PAGES: Final = 20
_BUTTON = "QToolButton { padding: 1px 7px; min-height: 18px; font-weight: 400; }"


class TimeScale(MarkedSlider):
    """Arrows go from one kept iterate to the next, with Shift a twentieth of the run."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in arrows:
            self.step_asked.emit(arrows[Qt.Key(event.key())], True)
        else:
            super().keyPressEvent(event)


class TimeSlider(QWidget):
    """One slim line: slider, where the run is rewound to, and what can be done from there.

    The slider's places are the kept iterates and the one the run stands at when it is not rewound: its
    newest, or the best one where that was kept in its stead. At that place the slider goes along with a
    run that trains. With nothing to rewind the line is empty, and keeps its height.

    iteration_chosen  the iteration (int) to rewind to, or None for where the run stands; at most as often
                      as the window repaints
    branch_asked      train on from what is shown
    """

    iteration_chosen = Signal(object)
    branch_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("time_slider")
        self.setAccessibleName("Time machine")
        self.setFixedHeight(HEIGHT)
        self._kept: NDArray[Any] = np.empty(0, np.int64)
        self._places: NDArray[Any] = self._kept
        self._last = self._home = 0
        self._best: int | None = None
        self._position: int | None = None
        self._is_running = False
        self._is_unsaid = False
        self._theme = DARK
        self._clock = RepaintClock(self)
        self._clock.draw_due.connect(self._tell)
        self._clock.describe_due.connect(self._describe)
        self.scale = TimeScale()
        self.scale.setObjectName("time_scale")
        self.scale.setAccessibleName("Iteration shown")
        self.scale.valueChanged.connect(self._take)
        self.scale.step_asked.connect(self._step)
        self.label = QLabel()
        self.label.setObjectName("time_label")
        self.label.setProperty("quiet", True)
        self.newest_button = _button(
            "time_newest", "Back to now", "Back to now: the iterate the run stands at"
        )
        self.newest_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.newest_button.clicked.connect(self._return)
        self.branch_button = _button(
            "time_branch",
            "Branch from here",
            "Begin a run from the weights shown, with the settings as they are",
        )
        self.branch_button.clicked.connect(self.branch_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.scale, 1)
        self._room = Steady(self.label)
        for widget in (self._room, self.newest_button, self.branch_button):
            layout.addWidget(widget)
        self._refresh()

    # -- what is shown -------------------------------------------------------------------------

    def show_range(
        self, iterations: NDArray[Any], last: int, best: int | None, kept: int | None = None
    ) -> None:
        """The kept iterations (m,) ascending, the run's newest and best ones; none, and the line is empty.

        kept  the iteration the run stands at where that is not the newest: the best one, as patience keeps it
        """
        home = last if kept is None else kept
        if iterations is self._kept and (last, home, best) == (self._last, self._home, self._best):
            return
        is_new = iterations is not self._kept or home != self._home
        self._kept, self._last, self._home, self._best = iterations, last, home, best
        if is_new:
            self._places = np.union1d(iterations, [home]) if len(iterations) else iterations
        self._refresh()

    def show_position(self, iteration: int | None) -> None:
        """The run is rewound to `iteration`, or stands where it stands."""
        # What the user has just chosen is on its way, and newer.
        if iteration != self._position and not self._is_unsaid:
            self._position = iteration
            self._refresh()

    def show_running(self, running: bool) -> None:
        """A run that trains can be branched only where it is rewound to."""
        if running != self._is_running:
            self._is_running = running
            self._refresh()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.scale.set_mark_colour(QColor(theme.ink))
        self.newest_button.setIcon(icon("newest", theme))
        self.branch_button.setIcon(icon("branch", theme))

    @property
    def has_places(self) -> bool:
        """Whether there is anything to rewind to."""
        return len(self._places) > 1

    def _place_of(self, iteration: int | None) -> int:
        """The slider's place nearest to an iteration, from below."""
        wanted = self._home if iteration is None else iteration
        return max(int(np.searchsorted(self._places, wanted, side="right")) - 1, 0)

    def _refresh(self) -> None:
        shown, rewound = self.has_places, self._position is not None
        for widget in (self.scale, self._room, self.branch_button):
            widget.setVisible(shown)
        self.newest_button.setVisible(shown)
        self.newest_button.setEnabled(rewound)
        self.branch_button.setEnabled(rewound or not self._is_running)
        if not shown:
            return
        before = self.scale.blockSignals(True)
        self.scale.setRange(0, len(self._places) - 1)
        self.scale.setValue(self._place_of(self._position))
        self.scale.blockSignals(before)
        self.scale.set_mark(None if self._best is None else self._place_of(self._best))
        self.label.setText(self._text())
        if self.label.property("quiet") == rewound:
            self.label.setProperty("quiet", not rewound)
            self.style().polish(self.label)
        # The longest text there may be: the slider's end must not move under the mouse.
        metrics = self.label.fontMetrics()
        texts = (
            self._text(),
            f"rewound to {self._last:,} of {self._last:,}",
            f"iteration {self._last:,} · newest",
        )
        widest = max(map(metrics.horizontalAdvance, texts)) + 4
        if widest > self._room.minimumWidth():
            self._room.setFixedWidth(widest)
        self._clock.ask()

    def _text(self) -> str:
        if self._position is not None:
            return f"rewound to {self._position:,} of {self._last:,}"
        if self._home != self._last:
            return f"iteration {self._home:,} of {self._last:,} · best kept"
        return f"iteration {self._last:,} · {'now' if self._is_running else 'newest'}"

    # -- what is chosen ------------------------------------------------------------------------

    @Slot(int)
    def _take(self, place: int) -> None:
        iteration = int(self._places[place])
        self._choose(None if iteration == self._home else iteration)

    @Slot(int, bool)
    def _step(self, steps: int, by_pages: bool) -> None:
        length = max(len(self._places) // _PAGES, 1) if by_pages else 1
        self.scale.setValue(self.scale.value() + steps * length)

    @Slot()
    def _return(self) -> None:
        self._choose(None)

    def _choose(self, iteration: int | None) -> None:
        self._position = iteration
        self._is_unsaid = True
        self._refresh()
        self._clock.ask()

    @Slot()
    def _tell(self) -> None:
        if self._is_unsaid:
            self._is_unsaid = False
            self.iteration_chosen.emit(self._position)

    @Slot()
    def _describe(self) -> None:
        best = "" if self._best is None else f"best iterate {self._best:,}"
        self.scale.setAccessibleDescription(", ".join(filter(None, (self._text(), best))))
        self.scale.setToolTip(f"Drag to rewind the run{'; the tick is its ' + best if best else ''}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()


def _button(name: str, text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(14, 14))
    button.setAccessibleName(text)
    button.setToolTip(help_text)
    button.setStyleSheet(_BUTTON)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
