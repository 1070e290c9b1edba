"""Why this class: the tinted drawing, the sum that makes the logit, and a choice of the class set against."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from app.evaluation.small_buttons import small_font
from app.look.theme import Theme
from app.reading.evidence_sum import EvidenceSum
from app.reading.legend_line import LegendLine
from app.reading.shown_evidence import ShownEvidence
from app.reading.tinted_picture import TintedPicture
from app.settings.picker import Picker

ALONE: Final = "alone"
NOTHING: Final = "Draw a digit to see what speaks for and against it."
_DESCRIBE_SECONDS: Final = 1.0


class EvidenceView(QWidget):
    """The picture at the left; at the right "why 3", "not 8", what the colours mean, and the sum.

    why_chosen    index of the class to explain
    rival_chosen  index of the class set against it; −1 for the logit alone
    """

    why_chosen = Signal(int)
    rival_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_view")
        self.setAccessibleName("Why this class")
        self.class_names: tuple[str, ...] = ()
        self._described_at = -_DESCRIBE_SECONDS
        self.picture = TintedPicture()
        self.why, self.rival = (
            _picker("why_picker", "Why this class"),
            _picker("rival_picker", "and not that"),
        )
        self.sum = EvidenceSum()
        self.legend = LegendLine()
        self.remark = QLabel()
        self.remark.setObjectName("evidence_remark")
        self.remark.setProperty("quiet", True)
        self.remark.setFont(small_font(self.remark))
        self.remark.setWordWrap(True)
        self.notice = QLabel(NOTHING)
        self.notice.setProperty("quiet", True)
        self.notice.setWordWrap(True)
        self._pickers = QWidget()
        pair = QHBoxLayout(self._pickers)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(4)
        pair.addWidget(self.why, 1)
        pair.addWidget(self.rival, 1)
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._pickers)
        column.addWidget(self.legend)
        column.addStretch(1)
        column.addWidget(self.sum)
        self._right = QWidget()
        self._stack = QStackedLayout(self._right)
        self._stack.addWidget(self.notice)
        self._stack.addWidget(self._words)
        self._right.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.picture)
        row.addWidget(self._right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 4)
        whole.setSpacing(4)
        whole.addLayout(row)
        whole.addWidget(self.remark)
        self.why.data_chosen.connect(self._take_why)
        self.rival.data_chosen.connect(self._take_rival)
        self.show_nothing()

    def show_classes(self, names: tuple[str, ...]) -> None:
        """The classes to choose from."""
        if names == self.class_names:
            return
        self.class_names = names
        self.why.show_choices({index: f"Why {name}" for index, name in enumerate(names)})
        self.rival.show_choices({-1: ALONE} | {index: f"not {name}" for index, name in enumerate(names)})

    def show_evidence(self, shown: ShownEvidence) -> None:
        names = self.class_names
        self.picture.show_tint(shown.picture, shown.tint)
        self.sum.show_sum(shown)
        self.legend.show_words(shown.for_words, shown.against_words)
        self._pickers.setVisible(not shown.is_single)
        _choose(self.why, names.index(shown.why) if shown.why in names else -1)
        _choose(self.rival, names.index(shown.rival) if shown.rival in names else -1)
        self._show_remark(shown.remark)
        self._stack.setCurrentWidget(self._words)
        now = time.perf_counter()
        if now - self._described_at >= _DESCRIBE_SECONDS:
            # Telling assistive tools of every point of a stroke would only cost time.
            self._described_at = now
            figures = "; ".join(f"{title} {number}" for title, number in self.sum.lines)
            self.setAccessibleDescription(f"{shown.sentence} {figures}.")

    def show_nothing(self, why: str = NOTHING) -> None:
        """An empty picture, and in a sentence why."""
        self.picture.show_tint(None, None)
        self.sum.show_sum(None)
        self._show_remark("")
        self._described_at = -_DESCRIBE_SECONDS
        self.notice.setText(why)
        self._stack.setCurrentWidget(self.notice)
        self.setAccessibleDescription(why)

    def show_theme(self, theme: Theme) -> None:
        self.picture.show_theme(theme)
        self.legend.show_theme(theme)

    def _show_remark(self, text: str) -> None:
        if self.remark.text() != text or self.remark.isHidden() == bool(text):
            self.remark.setText(text)
            self.remark.setVisible(bool(text))

    @Slot(object)
    def _take_why(self, index: object) -> None:
        if isinstance(index, int) and index >= 0:
            self.why_chosen.emit(index)

    @Slot(object)
    def _take_rival(self, index: object) -> None:
        if isinstance(index, int):
            self.rival_chosen.emit(index)


def _picker(name: str, words: str) -> Picker:
    picker = Picker()
    picker.setObjectName(name)
    picker.setAccessibleName(words)
    picker.setStyleSheet(
        "QComboBox { padding: 0 0 0 5px; min-height: 20px; } QComboBox::drop-down { width: 14px; }"
    )
    picker.setFont(small_font(picker))
    # Only as wide as its half of the line: long names are read whole in the list.
    picker.setMinimumContentsLength(1)
    return picker


def _choose(picker: Picker, data: int) -> None:
    if picker.currentData() != data:
        with QSignalBlocker(picker):
            picker.show_data(data)
