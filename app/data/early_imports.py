"""scikit-learn comes before it is asked for: its import holds the interpreter's lock for long moments."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from app.background import Asked, Background, Outcome, Report, Work
from app.session import Session

# What makes points and reads the small digits, and what it rests on, in pieces of some tenths of a second.
PIECES: Final = (
    "scipy.special", "scipy.sparse.linalg", "scipy.optimize", "scipy.integrate", "scipy.stats", "joblib",
    "sklearn.base", "sklearn.datasets",
)  # fmt: skip
FIRST_MS: Final = 500
_NEXT_MS: Final = 40


class EarlyImports(QObject):
    """Imports piece by piece beside the window, while nothing trains and nobody draws or drags.

    Whoever needs scikit-learn earlier imports the rest at once.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._left = list(PIECES)
        self._thread = Background("imports_thread", self)
        self._thread.finished_work.connect(self._take_outcome)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._go_on)
        self._clock.start(FIRST_MS)
        session.drawing_changed.connect(self._put_off)

    def close(self) -> None:
        self._left.clear()
        self._clock.stop()
        self._thread.close()

    @Slot()
    def _put_off(self) -> None:
        if self._clock.isActive():
            self._clock.start(FIRST_MS)

    @Slot()
    def _go_on(self) -> None:
        if self._session.is_busy or QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._clock.start(FIRST_MS)
        elif self._left:
            self._thread.submit(_importing(self._left.pop(0)))
            if not self._thread.isRunning():
                self._thread.start()
        else:
            self._thread.close()

    @Slot(object)
    def _take_outcome(self, outcome: Outcome) -> None:
        # What cannot be imported is told of by whoever asks for it.
        self._clock.start(_NEXT_MS)


def _importing(name: str) -> Work:
    def work(report: Report, cancelled: Asked) -> None:
        import_module(name)

    return work
