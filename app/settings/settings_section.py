"""A headed group of rows that folds away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.look.fold_button import FoldButton, heading_font
from app.settings.setting_row import MARGIN, SettingRow


class SectionHead(FoldButton):
    """The title of a section."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setAccessibleName(f"{title} settings")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.is_dotted = False

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(heading_font(self.font()))
        return QSize(
            round(metrics.horizontalAdvance(self.text().upper())) + 4 * MARGIN, round(metrics.height()) + 10
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles = QPalette.ColorRole
        self.paint_focus(painter, QRectF(self.rect()).adjusted(6, 1, -6, -1))
        lit = self.underMouse() or self.isDown()
        painter.setPen(self.palette().color(roles.WindowText if lit else roles.PlaceholderText))
        painter.setFont(heading_font(self.font()))
        text = f"{self.text().upper()} •" if self.is_dotted else self.text().upper()
        painter.drawText(self.rect().adjusted(MARGIN, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        self.paint_arrow(painter, self.width() - MARGIN - 4.0)


class SettingsSection(QWidget):
    """Rows under a head.

    folded  whether the section is closed now, after every change
    """

    folded = Signal(bool)

    def __init__(self, title: str, open_: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.rows: list[SettingRow] = []
        self.setObjectName(f"section_{title.lower().replace(' ', '_')}")
        self.head = SectionHead(title, self)
        self.head.setObjectName(f"{self.objectName()}_head")
        self.body = QWidget(self)
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 2, 0, 4)
        self._column.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body)
        self.head.toggled.connect(self._fold)
        self.head.setChecked(open_)
        self._fold(open_)

    def add_row(self, row: SettingRow) -> None:
        self.rows.append(row)
        self._column.addWidget(row)

    def show_pending(self) -> None:
        """A closed section says that there are changes in it."""
        waiting = not self.head.isChecked() and any(row.is_pending for row in self.rows)
        self.head.is_dotted = waiting
        self.head.update()
        self.head.setAccessibleDescription("Holds changes that act at the next start." if waiting else "")

    @Slot(bool)
    def _fold(self, opened: bool) -> None:
        self.body.setVisible(opened)
        self.show_pending()
        self.folded.emit(not opened)
