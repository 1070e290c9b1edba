"""The right column of the window: canvas, its buttons, the prediction, and why it is what it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSignalBlocker, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.drawing.drawing_canvas import DrawingCanvas
from app.drawing.drawing_history import MAX_WIDTH, MIN_WIDTH
from app.drawing.prediction_panel import PredictionPanel
from app.look.theme import DARK, LIGHT, Theme, icon
from app.reading.reading_panel import LIKE, TEACH, WHY, ReadingPanel

_MARGIN, _LOW_MARGIN = 14, 8
# The canvas keeps this share of a low panel, so that bars and evidence are in sight while one draws.
_CANVAS_SHARE = 0.34
_LEAST_CANVAS, _SMALLEST_CANVAS = 190, 120
_HEAD_GAP = 8
_LEAST_WIDTH = 282
# Below this height rows are low, above that there is room for more parts from the start.
_LOW, _HIGH = 660, 820


class _ScrollArea(QScrollArea):
    """Leaves the keys to the window: a scroll area would take the arrows that step through a run."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class DrawingPanel(QWidget):
    """Canvas, buttons, prediction and reading one above the other; scrolls where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawing_panel")
        self.setAccessibleName("Drawing and its prediction")
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.canvas = DrawingCanvas()
        self.prediction = PredictionPanel()
        self._chose_parts = False
        self._is_low: bool | None = None
        self.clear_button = QPushButton("Clear")
        self.clear_button.setObjectName("clear_button")
        self.clear_button.setToolTip("Clear the drawing (Delete)")
        self.clear_button.setAccessibleName("Clear the drawing")
        self.undo_button = _tool("undo_button", "Undo", "Ctrl+Z")
        self.redo_button = _tool("redo_button", "Redo", "Ctrl+Shift+Z")
        self.paste_button = _tool("paste_button", "Paste a picture", "Ctrl+V")
        self.brush = QSlider(Qt.Orientation.Horizontal)
        self.brush.setObjectName("brush")
        self.brush.setAccessibleName("Brush size in per cent of the canvas")
        self.brush.setRange(round(100 * MIN_WIDTH), round(100 * MAX_WIDTH))
        self.brush.setMinimumWidth(40)
        self._dot = _BrushDot()
        self.reading = ReadingPanel()
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self.show_theme(DARK if self.palette().window().color().lightness() < 128 else LIGHT)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._scroll_to_lesson)
        self._lay_out()
        self._connect()
        self._show_brush(self.canvas.brush())
        self._show_steps()

    def show_theme(self, theme: Theme) -> None:
        """Icons in the theme's ink."""
        for name, button in (
            ("undo", self.undo_button),
            ("redo", self.redo_button),
            ("paste", self.paste_button),
        ):
            button.setIcon(icon(name, theme))
        self.reading.show_theme(theme)

    def open_parts(self, parts: Sequence[str]) -> None:
        """Unfold just these parts of the reading, whatever the height."""
        self._chose_parts = True
        self.reading.open_parts(tuple(parts))

    @Slot()
    def show_lesson(self) -> None:
        """Bring what a lesson came to into sight, once it has its place."""
        self._soon.start()

    @Slot()
    def _scroll_to_lesson(self) -> None:
        if self.reading.is_open(TEACH):
            self._scroll.ensureWidgetVisible(self.reading.teach, 0, _HEAD_GAP)

    def sizeHint(self) -> QSize:
        return QSize(288, 640)

    def minimumSizeHint(self) -> QSize:
        # Fixed, whatever is unfolded: a window's least size must not change under the pen.
        return QSize(_LEAST_WIDTH, 200)

    def _lay_out(self) -> None:
        self._tools = QGridLayout()
        self._tools.setSpacing(4)
        self._head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._head.setSpacing(_HEAD_GAP)
        self._head.addWidget(self.canvas, 1)
        self._head.addLayout(self._tools)
        self._column = column = QVBoxLayout(self._content)
        column.setSpacing(8)
        column.addLayout(self._head, 1000)
        # Tab follows the order in which widgets come to their parent.
        self._arrange(low=False)
        column.addWidget(self.prediction)
        column.addWidget(self.reading)
        column.addStretch(1)
        self._scroll = scroll = _ScrollArea()
        scroll.setObjectName("drawing_scroll")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(self._content)
        self._content.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _arrange(self, low: bool) -> None:
        """The buttons in a line under the canvas, or where height is dear in a column beside it."""
        if low == self._is_low:
            return
        self._is_low = low
        self._tools.setColumnMinimumWidth(4, 0 if low else 4)
        beside = [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (3, 0, 1, 2)]
        below = [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (0, 3, 1, 1), (0, 5, 1, 1), (0, 6, 1, 1)]
        widgets = (
            self.clear_button, self.undo_button, self.redo_button, self.paste_button, self._dot, self.brush,
        )  # fmt: skip
        for widget, place in zip(widgets, beside if low else below, strict=True):
            self._tools.addWidget(widget, *place)
        self._tools.setAlignment(self._dot, Qt.AlignmentFlag.AlignCenter)
        self._tools.setColumnStretch(6, 0 if low else 1)
        self._tools.setRowStretch(4, 1 if low else 0)
        sideways = QBoxLayout.Direction.LeftToRight
        self._head.setDirection(sideways if low else QBoxLayout.Direction.TopToBottom)
        margin = _LOW_MARGIN if low else _MARGIN
        self._column.setContentsMargins(_MARGIN, margin, _MARGIN, margin)
        self.prediction.bars.set_low(low)

    def _connect(self) -> None:
        self.clear_button.clicked.connect(self.canvas.clear)
        self.undo_button.clicked.connect(self.canvas.undo)
        self.redo_button.clicked.connect(self.canvas.redo)
        self.paste_button.clicked.connect(self.canvas.paste)
        self.brush.valueChanged.connect(self._set_brush)
        self.canvas.brush_changed.connect(self._show_brush)
        self.canvas.drawing_changed.connect(self._show_steps)
        self.canvas.stroke_finished.connect(self._show_steps)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A column wider than the canvas is high would leave the buttons far below the square.
        low = self.height() < _LOW
        self._arrange(low)
        room = self.width() - 2 * _MARGIN
        if low:
            bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
            room -= bar + _HEAD_GAP + self._tools.minimumSize().width()
        side = min(max(int(_CANVAS_SHARE * self.height()), _LEAST_CANVAS), max(room, _SMALLEST_CANVAS))
        self.canvas.setMinimumSize(side if low else _SMALLEST_CANVAS, side)
        self.canvas.setMaximumHeight(side if low else max(room, side))
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        if not self._chose_parts:
            self.open_parts((WHY, LIKE, TEACH) if self.height() >= _HIGH else (WHY,))
        super().showEvent(event)

    @Slot(int)
    def _set_brush(self, per_cent: int) -> None:
        self.canvas.set_brush(per_cent / 100)

    @Slot(float)
    def _show_brush(self, width: float) -> None:
        # The slider's whole per cent must not round the width of a drawing that is put back.
        with QSignalBlocker(self.brush):
            self.brush.setValue(round(100 * width))
        self.brush.setToolTip(f"Brush: {100 * width:.0f} % of the canvas ([ and ])")
        self._dot.show_width(width)

    @Slot()
    def _show_steps(self) -> None:
        self.undo_button.setEnabled(self.canvas.can_undo())
        self.redo_button.setEnabled(self.canvas.can_redo())


class _BrushDot(QWidget):
    """A dot that grows with the brush, beside its slider."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 16)
        self._width = 0.0

    def show_width(self, width: float) -> None:
        self._width = width
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        radius = 1.5 + 6.0 * self._width / MAX_WIDTH
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawEllipse(QPointF(8, 8), radius, radius)
        painter.end()


def _tool(name: str, text: str, keys: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setToolTip(f"{text} ({keys})")
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
