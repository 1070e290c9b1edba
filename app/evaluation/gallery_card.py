"""The images behind a cell of the confusion matrix, or all misread ones, to be gone through one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.evaluation.confusion_layout import Cell
from app.evaluation.image_gallery import ImageGallery
from app.evaluation.small_buttons import head, small_button
from app.look.eliding_label import ElidingLabel
from app.look.theme import Theme
from lrengine.judging import Judged

_BUTTON = 24


@dataclass(frozen=True, eq=False)
class ChosenImage:
    """An image of the judged rows.

    picture     (height, width) as the data has it, ink high
    full_scale  its full ink
    label       index of its true class
    row         where it is in the judged part
    """

    picture: NDArray[Any]
    full_scale: float
    label: int
    row: int


class GalleryCard(QWidget):
    """Rows by falling loss, so that the worst comes first.

    image_chosen   a ChosenImage; not for data of points
    cell_left      all misread rows are asked for, in place of a cell's
    """

    image_chosen = Signal(object)
    cell_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_card")
        self._judged: Judged | None = None
        self._cell: Cell | None = None
        self.title = ElidingLabel()
        self.title.setObjectName("gallery_title")
        self.title.setProperty("strong", True)
        self.all_button = small_button("all_misread", "×", "Show all misread rows")
        self.previous_button = small_button("previous_image", "‹", "Previous one")
        self.next_button = small_button("next_image", "›", "Next one")
        for button in (self.all_button, self.previous_button, self.next_button):
            button.setFixedWidth(_BUTTON)
        self.all_button.clicked.connect(self.cell_left)
        self.previous_button.clicked.connect(self._go_back)
        self.next_button.clicked.connect(self._go_on)
        self.gallery = ImageGallery()
        self.gallery.row_chosen.connect(self._take_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head(self.title, self.all_button, self.previous_button, self.next_button))
        layout.addWidget(self.gallery, 1)

    def show_judged(self, judged: Judged) -> None:
        """The rows of another moment; the current one stays where it is still among them."""
        if self._judged is None or not judged.same_rows_as(self._judged):
            self.gallery.to_start()
        self._judged = judged
        self._fill()

    def show_cell(self, cell: Cell | None) -> None:
        """The rows behind a cell, or all misread ones."""
        if cell != self._cell:
            self._cell = cell
            self.gallery.to_start()
        self._fill()

    def show_theme(self, theme: Theme) -> None:
        self.gallery.show_theme(theme)

    def _fill(self) -> None:
        judged, cell = self._judged, self._cell
        if judged is None:
            return
        rows = judged.misread() if cell is None else judged.behind(*cell)
        nothing = "Nothing is misread." if cell is None else "No row is in this cell."
        self.gallery.show_rows(judged, rows, nothing)
        self.all_button.setVisible(cell is not None)
        self._name()

    def _name(self) -> None:
        judged, cell, at, count = self._judged, self._cell, self.gallery.position(), len(self.gallery.rows)
        if judged is None:
            return
        names = judged.class_names
        what = "Misread" if cell is None else f"{names[cell[0]]} → {names[cell[1]]}"
        where = f"{count:,}" if at is None else f"{at + 1:,}/{count:,}"
        self.title.setText(f"{what}: {where}")
        self.previous_button.setEnabled(count > 0 and at != 0)
        self.next_button.setEnabled(count > 0 and at != count - 1)

    @Slot()
    def _go_back(self) -> None:
        self.gallery.step(-1)

    @Slot()
    def _go_on(self) -> None:
        self.gallery.step(1)

    @Slot(int)
    def _take_row(self, row: int) -> None:
        self._name()
        judged = self._judged
        if judged is not None and judged.has_images:
            chosen = ChosenImage(judged.inputs[row], judged.full_scale, int(judged.labels[row]), row)
            self.image_chosen.emit(chosen)
