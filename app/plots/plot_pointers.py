"""Vertical lines in a plot, under the pointer and where the run is rewound to, and one read-out for both."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel

from app.look.contrast import mix
from app.look.theme import Theme


class PlotPointers:
    """The pointer comes and goes with the mouse; the cursor stays, and has the read-out while it is alone."""

    def __init__(self, plot: pg.PlotWidget, readout: QLabel) -> None:
        self._plot, self.readout = plot, readout
        self.pointer, self.cursor = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90)
        self._texts = {self.pointer: "", self.cursor: ""}
        for line in (self.cursor, self.pointer):
            line.hide()
            plot.addItem(line, ignoreBounds=True)

    def show_pointer(self, iteration: float | None, text: str) -> None:
        self._show(self.pointer, iteration, text)

    def show_cursor(self, iteration: float | None, text: str) -> None:
        self._show(self.cursor, iteration, text)

    def _show(self, line: pg.InfiniteLine, iteration: float | None, text: str) -> None:
        line.setVisible(iteration is not None)
        self._texts[line] = text
        if iteration is not None:
            line.setPos(iteration)
        read = self._read()
        self.readout.setVisible(read is not None)
        if read is not None and self.readout.text() != self._texts[read]:
            self.readout.setText(self._texts[read])
            self.readout.adjustSize()
        self.place()

    def _read(self) -> pg.InfiniteLine | None:
        """The line that the read-out belongs to."""
        for line in (self.pointer, self.cursor):
            if line.isVisible() and self._texts[line]:
                return line
        return None

    def place(self) -> None:
        """Put the read-out beside its line, inside the axes; a line out of sight has none."""
        read = self._read()
        if read is None:
            return
        view = self._plot.getViewBox()
        frame: QRect = self._plot.mapFromScene(view.sceneBoundingRect()).boundingRect()
        x = self._plot.mapFromScene(view.mapViewToScene(QPointF(read.value(), 0.0))).x()
        self.readout.setVisible(frame.left() - 1 <= x <= frame.right() + 1)
        width = self.readout.width()
        side = x + 8 if x + 8 + width <= frame.right() else x - 8 - width
        self.readout.move(int(max(side, frame.left())), frame.top() + 4)

    def show_look(self, theme: Theme, font: QFont) -> None:
        self.pointer.setPen(pg.mkPen(mix(theme.quiet_ink, theme.card, 0.3), width=1))
        self.cursor.setPen(pg.mkPen(theme.accent, width=1, style=Qt.PenStyle.DashLine, dash=[6, 3]))
        self.readout.setFont(font)
        self.readout.setStyleSheet(
            f"background: {theme.field}; color: {theme.ink}; border: 1px solid {theme.line};"
            " border-radius: 4px; padding: 2px 6px;"
        )
