"""How far the sweep is, what it has found, and the button that starts, cancels or resumes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.settings.key_claims import claims_space
from app.sweep.sweep_state import SweepState


class Button(QPushButton):
    """Takes Space only when it was reached by Tab: otherwise it is the window's, which trains."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        return claims_space(event) or super().event(event)


class SweepStarter(QWidget):
    """One button, whose word says what it does now; a cancelled sweep can be begun afresh as well.

    start_asked   begin what is entered
    cancel_asked  stop what runs
    resume_asked  run what a cancelled sweep has left
    """

    start_asked = Signal()
    cancel_asked = Signal()
    resume_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SweepState()
        self._count = 0
        self.button = Button()
        self.button.setObjectName("start_sweep")
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self._press)
        self.again_button = Button("Afresh")
        self.again_button.setObjectName("sweep_afresh")
        self.again_button.setToolTip("Start the sweep above from its beginning")
        self.again_button.clicked.connect(self.start_asked)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress of the sweep")
        self.words = _sentence("sweep_progress")
        self.words.setProperty("quiet", True)
        self.choice = _sentence("sweep_choice")
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.button, 1)
        buttons.addWidget(self.again_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.progress, self.words, self.choice):
            column.addWidget(part)
        column.addLayout(buttons)
        self.show_state(self._state)

    def show_state(self, state: SweepState) -> None:
        self._state = state
        _show(self.words, state.words(), bad=False)
        self.progress.setVisible(state.phase == "running")
        self.progress.setMaximum(max(state.total, 1))
        self.progress.setValue(state.done)
        self._show_buttons()

    def show_count(self, count: int) -> None:
        """Runs of what is entered: 0 where it is wrong, 1 where nothing is varied."""
        self._count = count
        self._show_buttons()

    def show_sentence(self, sentence: str) -> None:
        """Why there is no sweep, until the next news."""
        _show(self.words, sentence, bad=True)

    def show_choice(self, words: str) -> None:
        """Which combination is the best, "" for none."""
        _show(self.choice, words, bad=False)

    def _show_buttons(self) -> None:
        state, count = self._state, self._count
        left = state.total - state.done
        self.again_button.setVisible(state.phase == "cancelled")
        self.again_button.setEnabled(count != 1)
        if state.phase == "running":
            self._show_button("Cancel", "Stop here: the runs that have ended are kept", not state.stopping)
        elif state.phase == "cancelled":
            self._show_button(
                f"Resume {_runs(left)}", "Run what is left, with the settings the sweep began with", left > 0
            )
        elif count == 1:
            self._show_button("Start", "Choose a setting to vary, or more seeds", False)
        else:
            self._show_button(f"Start {_runs(count)}" if count else "Start", "Run every combination", True)

    def _show_button(self, text: str, help_text: str, enabled: bool) -> None:
        self.button.setText(text)
        self.button.setToolTip(help_text)
        self.button.setEnabled(enabled)

    @Slot()
    def _press(self) -> None:
        match self._state.phase:
            case "running":
                self.cancel_asked.emit()
            case "cancelled":
                self.resume_asked.emit()
            case _:
                self.start_asked.emit()


def _sentence(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.hide()
    return label


def _show(label: QLabel, words: str, *, bad: bool) -> None:
    if label.property("bad") != bad:
        label.setProperty("bad", bad)
        label.style().unpolish(label)
        label.style().polish(label)
    if words != label.text():
        label.setText(words)
    label.setVisible(bool(words))


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count:,} runs"
