"""How good the shown model is, and where it errs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.evaluation.calibration_card import CalibrationCard
from app.evaluation.class_table import ClassTable
from app.evaluation.confusion_card import ConfusionCard
from app.evaluation.confusion_layout import Cell
from app.evaluation.confusion_shades import percent
from app.evaluation.evaluation_header import PARTS, EvaluationHeader
from app.evaluation.gallery_card import ChosenImage, GalleryCard
from app.evaluation.sealed_page import SealedPage
from app.evaluation.threshold_card import ThresholdCard
from app.look.theme import Theme
from lrengine.judging import Curves, Judged, default_positive
from lrengine.metrics import class_scores

__all__ = ["ChosenImage", "EvaluationPanel"]

_PATIENCE_MS: Final = 250
EMPTY: Final = "Train a model to see what it reads rightly and what it takes for something else."


class EvaluationPanel(QWidget):
    """Confusion matrix, the images behind it, and thresholds, classes and calibration.

    Everything shown is of one Judged. Its curves come after it, by `show_curves`: those of a moment before
    over the same rows stay for a quarter of a second, so that a live run does not flicker; then, and at
    once for other rows, their places say that they are awaited. Cell, class and threshold stay chosen
    while the classes stay the same.

    part_chosen   "train", "validation" or "test": please judge by these rows; not for sealed ones
    image_chosen  a ChosenImage, by a click, the arrow keys, or next and previous
    class_chosen  index of the class whose curves are wanted, also where other classes bring another one
    reveal_asked  the user wants the test rows shown
    """

    part_chosen = Signal(str)
    image_chosen = Signal(object)
    class_chosen = Signal(int)
    reveal_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evaluation_panel")
        self.setAccessibleName("Evaluation")
        # A plain widget paints the style sheet's background only when it is told to.
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", True)
        self.judged: Judged | None = None
        self.positive = 0
        self._sealed = True
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._await_curves)
        self.header = EvaluationHeader()
        self.confusion, self.gallery = ConfusionCard(), GalleryCard()
        self.threshold, self.calibration = ThresholdCard(), CalibrationCard()
        self.classes = ClassTable()
        self.tabs = self._make_tabs()
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.body.setObjectName("evaluation_body")
        self.body.setChildrenCollapsible(False)
        self.body.setHandleWidth(15)
        for part, stretch in ((self.confusion, 10), (self.gallery, 8), (self.tabs, 10)):
            self.body.addWidget(part)
            self.body.setStretchFactor(self.body.indexOf(part), stretch)
        self.body.setSizes([300, 250, 300])
        self._notice = QLabel(EMPTY)
        self._notice.setObjectName("evaluation_empty")
        self._stack = QStackedWidget()
        self._sealed_page = SealedPage()
        for page in (self._notice, self._sealed_page, self.body):
            self._stack.addWidget(page)
        self._notice.setProperty("quiet", True)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 8)
        layout.setSpacing(6)
        layout.addWidget(self.header)
        layout.addWidget(self._stack, 1)
        self._connect()

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("evaluation_tabs")
        tabs.setDocumentMode(True)
        tabs.setUsesScrollButtons(False)
        tabs.tabBar().setExpanding(False)
        tabs.tabBar().setDrawBase(False)
        tabs.tabBar().setStyleSheet("QTabBar::tab { margin: 0 8px 0 0; padding: 4px 1px; }")
        tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tabs.addTab(self.threshold, "Precision–recall")
        tabs.addTab(self.classes, "Classes")
        tabs.addTab(self.calibration, "Calibration")
        return tabs

    def _connect(self) -> None:
        self.header.part_chosen.connect(self._take_part)
        self._sealed_page.reveal_asked.connect(self.reveal_asked)
        self.confusion.cell_chosen.connect(self._take_cell)
        self.gallery.cell_left.connect(self._leave_cell)
        self.gallery.image_chosen.connect(self.image_chosen)
        self.classes.class_chosen.connect(self._take_class)
        self.classes.class_activated.connect(self._open_class)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def part(self) -> str:
        """The part to judge by; the test only once it is revealed, the validation rows before."""
        return "validation" if self._is_sealed_part() else self.header.part

    def show_judged(self, judged: Judged | None, title: str = "") -> None:
        """Replace everything; None empties the panel, its title being the one sentence then shown.

        The title names the moment, as in "Run 3, iteration 412"; part, rows and accuracy are added to it.
        Rows of another part than the one chosen come too late, and are dropped.
        """
        if judged is not None and judged.part != self.header.part:
            return
        before, self.judged = self.judged, judged
        if judged is None:
            self._notice.setText(title or EMPTY)
            self._patience.stop()
        else:
            self.header.title.setText(", ".join(filter(None, (title, described(judged)))))
            self._show(judged, before)
        self._show_page()

    def show_curves(self, curves: Curves) -> None:
        """Curves of the shown Judged and the chosen class; others come too late, and are dropped."""
        if curves.judged is self.judged and curves.positive == self.positive:
            self._patience.stop()
            self.threshold.show_curves(curves)
            self.calibration.show_reliability(curves.reliability, curves.judged.temperature)

    def show_test_sealed(self, sealed: bool) -> None:
        """Whether the test rows may be looked at; a waiting choice of them is then announced."""
        was_waiting, self._sealed = self._is_sealed_part(), sealed
        self.header.show_test_sealed(sealed)
        if self._is_sealed_part() and self.judged is not None and self.judged.part == "test":
            self.judged = None
        if was_waiting and not sealed:
            self.part_chosen.emit(self.header.part)
        self._show_page()

    def show_part(self, part: str) -> None:
        """Choose a part without announcing it."""
        self.header.show_part(part)
        self._show_page()

    def show_theme(self, theme: Theme) -> None:
        for card in (self.confusion, self.gallery, self.threshold, self.classes, self.calibration):
            card.show_theme(theme)

    def _show(self, judged: Judged, before: Judged | None) -> None:
        afresh = before is None or before.class_names != judged.class_names
        self.confusion.show_judged(judged)
        self.classes.show_scores(judged.class_names, class_scores(judged.confusion))
        if afresh:
            self._leave_cell()
            self.positive = default_positive(len(judged.class_names))
            self.classes.show_chosen(self.positive)
            self.threshold.forget_threshold()
        self.gallery.show_judged(judged)
        if before is None or afresh or not judged.same_rows_as(before):
            self._await_curves()
        elif not self._patience.isActive():
            self._patience.start()
        if afresh:
            self.class_chosen.emit(self.positive)

    @Slot()
    def _await_curves(self) -> None:
        """No curves of the shown rows and class are there yet."""
        self._patience.stop()
        if self.judged is not None:
            self.threshold.show_class(self.judged.class_names[self.positive])
            self.calibration.show_reliability(None)

    def _show_page(self) -> None:
        if self._is_sealed_part():
            self._stack.setCurrentWidget(self._sealed_page)
        else:
            self._stack.setCurrentWidget(self._notice if self.judged is None else self.body)
        if self._stack.currentWidget() is not self.body:
            self.header.title.setText("")

    def _is_sealed_part(self) -> bool:
        return self._sealed and self.header.part == "test"

    # -- what the user chooses -----------------------------------------------------------------

    @Slot(str)
    def _take_part(self, part: str) -> None:
        self._show_page()
        if not self._is_sealed_part():
            self.part_chosen.emit(part)

    @Slot(object)
    def _take_cell(self, cell: Cell | None) -> None:
        self.gallery.show_cell(cell)

    @Slot()
    def _leave_cell(self) -> None:
        self.confusion.view.choose(None)
        self.gallery.show_cell(None)

    @Slot(int)
    def _take_class(self, positive: int) -> None:
        if self.judged is not None and positive != self.positive:
            self.positive = positive
            self._await_curves()
            self.class_chosen.emit(positive)

    @Slot(int)
    def _open_class(self, positive: int) -> None:
        self._take_class(positive)
        self.tabs.setCurrentWidget(self.threshold)


def described(judged: Judged) -> str:
    """As in "validation, 1,000 rows, accuracy 91.2 %"."""
    part = PARTS[judged.part].lower()
    return f"{part}, {len(judged):,} rows, accuracy {percent(judged.accuracy)}"
