"""The pictures of a sweep, one of which is on view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.look.theme import Theme
from app.settings.picker import Picker
from app.sweep.cell_canvas import CellCanvas
from app.sweep.heat_map import HeatMap
from app.sweep.named_plot import NamedPlot
from app.sweep.overlaid_curves import OverlaidCurves
from app.sweep.small_curves import SmallCurves
from app.sweep.summary_plot import SummaryPlot
from app.sweep.sweep_book import COLUMNS, SweepBook
from app.sweep.weight_tiles import WeightTiles

ViewName = Literal["map", "curves", "together", "summary", "names", "weights"]
_TITLES: Final[Mapping[ViewName, str]] = {
    "map": "Heat map",
    "curves": "Curves",
    "together": "Together",
    "summary": "By value",
    "names": "By name",
    "weights": "Weights",
}
_RANGES: Final = {"own": "Own colours", "shared": "Same colours"}


class SweepPictures(QWidget):
    """A list of views and one of columns above the picture; only what is on view is drawn.

    cell_selected   the index of a cell
    cell_activated  the index of a cell
    """

    cell_selected = Signal(int)
    cell_activated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweep_pictures")
        self._book: SweepBook | None = None
        self.weights = WeightTiles()
        self.canvases: dict[ViewName, CellCanvas] = {
            "map": HeatMap(),
            "curves": SmallCurves(),
            "together": OverlaidCurves(),
            "summary": SummaryPlot(),
            "names": NamedPlot(),
            "weights": self.weights,
        }
        self.view_picker = Picker()
        self.view_picker.setObjectName("sweep_view")
        self.view_picker.setAccessibleName("Picture of the sweep")
        self.view_picker.data_chosen.connect(self._choose_view)
        self.column_picker = Picker()
        self.column_picker.setObjectName("sweep_column")
        self.column_picker.setAccessibleName("What the picture shows")
        self.column_picker.data_chosen.connect(self._choose_column)
        for picker in (self.view_picker, self.column_picker):
            picker.setMinimumContentsLength(10)
        self.note = QLabel("of earlier settings")
        self.note.setObjectName("sweep_note")
        self.note.setProperty("quiet", True)
        self.note.hide()
        self._pages = QStackedWidget()
        self._scrolled: dict[ViewName, QScrollArea] = {}
        for name, canvas in self.canvases.items():
            canvas.cell_selected.connect(self.cell_selected)
            canvas.cell_activated.connect(self.cell_activated)
            self._scrolled[name] = _scrolled(canvas)
            self._pages.addWidget(self._scrolled[name])
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.view_picker)
        head.addWidget(self.column_picker)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addWidget(self._pages, 1)
        self._offer()

    # -- what is shown -------------------------------------------------------------------------

    @property
    def view(self) -> ViewName:
        name: ViewName = self.view_picker.currentData() or "curves"
        return name

    @property
    def canvas(self) -> CellCanvas:
        return self.canvases[self.view]

    def show_book(self, book: SweepBook | None) -> None:
        fresh = self._book is None or book is None or _kind(book) != _kind(self._book)
        self._book = book
        self._offer(fresh=fresh)
        for canvas in self.canvases.values():
            canvas.show_book(book)

    def show_changed(self, indices: Iterable[int]) -> None:
        known = list(indices)
        for canvas in self.canvases.values():
            canvas.show_changed(known)

    def show_selected(self, index: int | None) -> None:
        for canvas in self.canvases.values():
            canvas.show_selected(index)

    def show_greyed(self, greyed: bool) -> None:
        for canvas in self.canvases.values():
            canvas.show_greyed(greyed)
        self.note.setVisible(greyed)

    def show_revealed(self, revealed: bool) -> None:
        for canvas in self.canvases.values():
            canvas.show_revealed(revealed)

    def show_theme(self, theme: Theme) -> None:
        for canvas in self.canvases.values():
            canvas.show_theme(theme)

    def _offer(self, *, fresh: bool = True) -> None:
        views = offered_views(self._book)
        self.view_picker.show_choices({name: _TITLES[name] for name in views})
        if fresh:
            self.view_picker.show_data(views[0])
            # What the choice is made by is what one wants to see first.
            by_risk = self._book is not None and self._book.sweep.choose == "validation_risk"
            for canvas in self.canvases.values():
                canvas.show_column("risk" if by_risk else "accuracy")
        self._show_view()

    def _show_view(self) -> None:
        if self.view == "weights":
            self.column_picker.show_choices(_RANGES)
            self.column_picker.show_data("shared" if self.weights.is_shared else "own")
        else:
            self.column_picker.show_choices(dict(COLUMNS))
            self.column_picker.show_data(self.canvas.column)
        self._pages.setCurrentWidget(self._scrolled[self.view])

    # -- what is chosen ------------------------------------------------------------------------

    @Slot(object)
    def _choose_view(self, name: object) -> None:
        self._show_view()

    @Slot(object)
    def _choose_column(self, column: object) -> None:
        if self.view == "weights":
            self.weights.show_shared(column == "shared")
            return
        for canvas in self.canvases.values():
            canvas.show_column(self.column_picker.currentData())


def offered_views(book: SweepBook | None) -> tuple[ViewName, ...]:
    """The pictures that make sense of a sweep, the most telling first."""
    if book is None or not book.dimensions:
        return ("curves", "together", "names", "weights")
    numbers = [bool(dimension.places) for dimension in book.dimensions]
    if len(numbers) == 1:
        return ("curves", "together", "summary" if numbers[0] else "names", "weights")
    pair: tuple[ViewName, ...] = ("map",) if len(numbers) == 2 else ()
    return (*pair, "curves", "together", *(("summary",) if any(numbers) else ()), "names", "weights")


def _kind(book: SweepBook) -> object:
    return tuple(dimension.key for dimension in book.dimensions), book.sweep.choose


class _Scroller(QScrollArea):
    """Keys are its picture's, or the window's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


def _scrolled(canvas: CellCanvas) -> QScrollArea:
    area = _Scroller()
    area.setWidget(canvas)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
