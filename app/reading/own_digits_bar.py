"""How many digits of one's own there are, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.evaluation.small_buttons import small_button, small_font


class OwnDigitsBar(QWidget):
    """The count and a menu; deleting everything asks first, right here.

    export_asked, delete_last_asked, delete_all_asked   after the question was answered
    """

    export_asked = Signal()
    delete_last_asked = Signal()
    delete_all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("own_digits_bar")
        self.setAccessibleName("My digits")
        self.count = 0
        self.label = QLabel()
        self.label.setObjectName("own_digits_count")
        self.label.setProperty("quiet", True)
        self.label.setFont(small_font(self.label))
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.manage = small_button("manage_own_digits", "Manage…", "Export or delete my digits")
        self.manage.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.export = menu.addAction("Export…")
        self.delete_last = menu.addAction("Delete the last one")
        self.delete_all = menu.addAction("Delete all…")
        for name in ("export", "delete_last", "delete_all"):
            getattr(self, name).setObjectName(f"{name}_own_digits")
        self.manage.setMenu(menu)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.label, 1)
        line.addWidget(self.manage)
        self.question = QWidget()
        self.question.setObjectName("delete_question")
        self._asked = QLabel()
        self._asked.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.yes = small_button("delete_all_yes", "Delete", "Delete all my digits for good")
        self.no = small_button("delete_all_no", "Keep", "Keep my digits")
        answer = QHBoxLayout(self.question)
        answer.setContentsMargins(0, 0, 0, 0)
        answer.setSpacing(4)
        answer.addWidget(self._asked, 1)
        answer.addWidget(self.yes)
        answer.addWidget(self.no)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.question)
        self.question.hide()
        self.export.triggered.connect(self.export_asked)
        self.delete_last.triggered.connect(self.delete_last_asked)
        self.delete_all.triggered.connect(self._ask)
        self.yes.clicked.connect(self._delete)
        self.no.clicked.connect(self.question.hide)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        self.count = count
        self.label.setText("No digits of yours yet" if not count else f"My digits: {count:,}")
        self.label.setToolTip("Kept across starts; every taught model learns all that fit it.")
        self.manage.setEnabled(count > 0)
        self.question.hide()

    @Slot()
    def _ask(self) -> None:
        self._asked.setText(f"Delete all {self.count:,}?" if self.count > 1 else "Delete it?")
        self.question.show()

    @Slot()
    def _delete(self) -> None:
        self.question.hide()
        self.delete_all_asked.emit()
