"""The bar above everything: train, pause, step, reset, the speed, and where the run is."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from app.look.steady import Steady
from app.look.theme import Theme, icon
from app.plots.plot_ticks import risk_text
from app.runs.products import products_text
from app.runs.run_record import RunRecord

# The slider's notches per factor of ten; its right end means no limit.
_NOTCHES = 10
_DECADES = 4


class SpeedSlider(QSlider):
    """Iterations a second on a logarithmic scale from 1 to 10,000 and, at the right end, no limit."""

    speed_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("speed")
        self.setAccessibleName("Speed")
        self.setRange(0, _NOTCHES * _DECADES + 1)
        self.setSliderPosition(self.maximum())
        self.setPageStep(_NOTCHES)
        self.valueChanged.connect(self._tell)
        self._tell()

    def value(self) -> float:  # type: ignore[override]
        """Iterations a second; infinity without a limit."""
        notch = super().value()
        return math.inf if notch == self.maximum() else 10 ** (notch / _NOTCHES)

    def setValue(self, speed: float) -> None:
        """Move to the notch nearest to `speed`, in iterations a second."""
        top = self.maximum()
        super().setValue(top if math.isinf(speed) else min(round(_NOTCHES * math.log10(max(speed, 1))), top))

    @Slot()
    def _tell(self) -> None:
        speed = self.value()
        limit = "as fast as it goes" if math.isinf(speed) else f"at most {speed:,.3g} iterations a second"
        self.setToolTip(f"Speed: {limit}")
        self.setAccessibleDescription(limit)
        self.speed_changed.emit(speed)


class RunBar(QWidget):
    """Buttons for the run's actions, the speed, and a line that says where the run is."""

    def __init__(
        self, train: QAction, pause: QAction, step: QAction, reset: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("run_bar")
        self._buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 2, 10, 2)
        layout.setSpacing(8)
        for name, action in (("play", train), ("pause", pause), ("step", step), ("reset", reset)):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            # A click leaves the focus where it is: a button that is then disabled would pass it on.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.iconText())
            button.setProperty("primary", name == "play")
            layout.addWidget(button)
            self._buttons[name] = button
        layout.addSpacing(14)
        caption = QLabel("Speed")
        caption.setProperty("quiet", True)
        layout.addWidget(caption)
        self.speed = SpeedSlider()
        self.speed.setFixedWidth(150)
        layout.addWidget(self.speed)
        layout.addStretch(1)
        self.status = QLabel()
        self.status.setObjectName("status_line")
        self.status.setAccessibleName("State of the run")
        self.status.setTextFormat(Qt.TextFormat.RichText)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(Steady(self.status), 20)
        self._pace = Pace()

    def show_theme(self, theme: Theme) -> None:
        for name, button in self._buttons.items():
            ink = theme.on_fill if name == "play" else theme.ink
            button.defaultAction().setIcon(icon(name, theme, ink))

    def show_sentence(self, text: str) -> None:
        """A sentence in place of a run's figures."""
        self.status.setText(text)
        self.status.setToolTip(text)

    def show_run(self, run: RunRecord) -> None:
        """The run's newest figures, all of one iteration where it was evaluated."""
        if not len(run.history):
            self.show_sentence(f"Run {run.number} begins …")
            return
        parts = [("iteration", f"{run.shown_iteration:,}")]
        epoch = run.figure("epoch")
        if epoch != run.shown_iteration:
            parts.append(("epoch", f"{epoch:,.1f}"))
        pace = self._pace.measure(run.key, run.updates)
        if run.state == "running" and pace:
            parts.append(("", f"{pace:,.0f} it/s"))
        parts.append(risk_of(run))
        validation = run.figure("validation_accuracy") if is_evaluated(run) else math.nan
        if math.isfinite(validation):
            parts.append(("validation", f"{100 * validation:.1f} %"))
        parts.append(("test", test_text(run)))
        self.status.setText("&nbsp;&nbsp; ".join(f"{name} <b>{value}</b>".strip() for name, value in parts))
        self.status.setToolTip(products_text(run.recipe, run.rows))


def risk_of(run: RunRecord) -> tuple[str, str]:
    """What is plotted, under its name; between evaluations the batch's own risk."""
    if not is_evaluated(run):
        return "batch risk", risk_text(run.figure("batch_risk"))
    if run.objective.l1 or run.objective.l2:
        return "objective", risk_text(run.figure("train_objective"))
    return "risk", risk_text(run.figure("train_risk"))


def is_evaluated(run: RunRecord) -> bool:
    """Whether all rows were measured at the shown iterate, or at one just before while it runs."""
    shown = run.history.column("train_risk")[run.shown_iteration]
    return run.state == "running" or math.isfinite(shown)


class Pace:
    """Iterations a second over about the last second."""

    def __init__(self) -> None:
        self._key = -1
        self._since = (0.0, 0)
        self._pace = 0.0

    def measure(self, key: int, updates: int) -> float:
        now = time.perf_counter()
        began, before = self._since
        if key != self._key or updates < before:
            self._key, self._since, self._pace = key, (now, updates), 0.0
        elif now - began >= 0.5:
            self._pace = (updates - before) / (now - began)
            self._since = (now, updates)
        return self._pace


def test_text(run: RunRecord) -> str:
    """The test accuracy, once it may be seen."""
    if not run.recipe.evaluation.reveal_test and not run.revealed:
        return "sealed"
    accuracy = run.test_accuracy()
    return "–" if accuracy is None else f"{100 * accuracy:.1f} %"
