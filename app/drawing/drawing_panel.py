"""The right column of the window: canvas, its buttons and the prediction."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
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

_MARGIN = 14


class _ScrollArea(QScrollArea):
    """Leaves the keys to the window: a scroll area would take the arrows that step through a run."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class DrawingPanel(QWidget):
    """Canvas, buttons and prediction one above the other; scrolls where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawing_panel")
        self.setAccessibleName("Drawing and its prediction")
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.canvas = DrawingCanvas()
        self.prediction = PredictionPanel()
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
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self.show_theme(DARK if self.palette().window().color().lightness() < 128 else LIGHT)
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

    def sizeHint(self) -> QSize:
        return QSize(288, 640)

    def minimumSizeHint(self) -> QSize:
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return QSize(self._content.minimumSizeHint().width() + bar, 200)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.clear_button, self.undo_button, self.redo_button, self.paste_button):
            buttons.addWidget(button)
        buttons.addSpacing(4)
        buttons.addWidget(self._dot)
        buttons.addWidget(self.brush, 1)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        column.addWidget(self.canvas, 1000)
        column.addLayout(buttons)
        column.addSpacing(4)
        column.addWidget(self.prediction)
        column.addStretch(1)
        scroll = _ScrollArea()
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
        self.canvas.setMaximumHeight(max(self.width() - 2 * _MARGIN, self.canvas.minimumHeight()))
        super().resizeEvent(event)

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
