"""How far the loading is, and a button to stop it, in the status line."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.data.data_desk import DataDesk

COMPILING = "Compiling the fast loops for this machine: some seconds, only this once …"


class LoadingBar(QWidget):
    """Shown while rows are on their way.

    cancelled   the user wants no more of it
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loading_bar")
        self._note = QLabel()
        self._note.setObjectName("loading_note")
        self._note.setProperty("quiet", True)
        # In a narrow window it is cut off, and widens nothing.
        self._note.setMinimumWidth(1)
        self._note.hide()
        self._progress = QProgressBar()
        self._progress.setObjectName("loading_progress")
        self._progress.setAccessibleName("Loading data")
        self._progress.setRange(0, 100)
        self._progress.setFixedWidth(160)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(8)
        self._button = QPushButton("Cancel")
        self._button.setObjectName("cancel_loading_button")
        self._button.setToolTip("Stop loading; what was there stays")
        self._button.setAccessibleName("Cancel loading")
        self._button.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(8)
        # What the status line has over belongs to neither.
        layout.addStretch(1)
        layout.addWidget(self._note)
        layout.addWidget(self._progress)
        layout.addWidget(self._button)
        self.hide()

    def follow(self, desk: DataDesk) -> None:
        """Tell of whatever this desk loads."""
        desk.loading_changed.connect(self.show_loading)
        desk.progressed.connect(self.show_share)
        desk.compiling_changed.connect(self.show_compiling)

    @Slot(bool)
    def show_loading(self, loading: bool) -> None:
        self.show_share(0.0)
        self.setVisible(loading)

    @Slot(float)
    def show_share(self, share: float) -> None:
        """0 to 1; at 1 nobody knows how long the rest takes."""
        self._progress.setRange(0, 100 if share < 1 else 0)
        self._progress.setValue(round(100 * share))

    @Slot(bool)
    def show_compiling(self, compiling: bool) -> None:
        """Why it takes longer than ever again."""
        self._note.setText(COMPILING if compiling else "")
        self._note.setVisible(compiling)
