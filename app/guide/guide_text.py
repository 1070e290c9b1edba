"""The text of a recipe in one column or two, which scrolls rather than push the curves away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lrengine.recipe import About

_TWO_COLUMNS: Final = 520
_GAP: Final = 28
# Lines shown at once, in a window that is low and in one that is not.
_FEW, _MANY = 3, 5
_LOW_WINDOW: Final = 800


class GuideText(QScrollArea):
    """What to look at on the left; what the source reports, and its name, more quietly on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide_text")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.text = _label("guide_what", quiet=False)
        self.head = QLabel("What the source reports")
        self.head.setProperty("section", True)
        self.reports = _label("guide_reports", quiet=True)
        self.source = _label("guide_source", quiet=True)
        font = QFont(self.source.font())
        font.setItalic(True)
        self.source.setFont(font)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(2)
        for part in (self.head, self.reports, self.source):
            right.addWidget(part)
        right.addStretch(1)
        self._right = QWidget()
        self._right.setLayout(right)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(4)
        self._grid.addWidget(self.text, 0, 0, Qt.AlignmentFlag.AlignTop)
        self.setWidget(inside)
        self._arrange()

    def show_about(self, about: About) -> None:
        self.text.setText(_paragraphs(about.text))
        self.reports.setText(_paragraphs(about.reports))
        self.source.setText(about.source)
        self.text.setVisible(bool(about.text))
        self.head.setVisible(bool(about.reports))
        self.reports.setVisible(bool(about.reports))
        self.source.setVisible(bool(about.source))
        self._right.setVisible(bool(about.reports or about.source))
        self._arrange()
        self.verticalScrollBar().setValue(0)

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def _arrange(self) -> None:
        """One column or two, and as many lines as there are, up to a limit."""
        two = self.width() >= _TWO_COLUMNS and not self._right.isHidden() and not self.text.isHidden()
        place = (0, 1) if two else (1, 0)
        self._grid.removeWidget(self._right)
        self._grid.addWidget(self._right, *place, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(0, 11)
        self._grid.setColumnStretch(1, 9 if two else 0)
        self._grid.activate()
        inner = self.width() - 8
        parts = [part for part in (self.text, self._right) if not part.isHidden()]
        widths = (inner - _GAP) * 11 // 20, (inner - _GAP) * 9 // 20
        if two:
            height = max(_height(part, width) for part, width in zip(parts, widths, strict=True))
        else:
            height = sum(_height(part, inner) for part in parts) + 4 * max(len(parts) - 1, 0)
        lines = _FEW if self.window().height() < _LOW_WINDOW else _MANY
        most = lines * self.fontMetrics().lineSpacing()
        self.setFixedHeight(max(min(height, most), 1))


def _label(name: str, *, quiet: bool) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setProperty("quiet", quiet)
    return label


def _height(part: QWidget, width: int) -> int:
    return part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()


def _paragraphs(text: str) -> str:
    """Lines as the recipe file breaks them become paragraphs only where a line is empty."""
    return "\n".join(" ".join(part.split()) for part in text.split("\n\n"))
