"""What becomes of a drawing on its way to the model, and what each stage would be read as."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.evaluation.small_buttons import small_font
from app.reading.figures import percent
from app.reading.grey_picture import grey_image, paint_picture
from app.reading.shown_lens import ShownStage

SIDE: Final = 54
_LEAST_PITCH: Final = 58
_GAP: Final = 2
_BELOW: Final = 6


class StageStrip(QWidget):
    """Pictures in one line, or in two where it is narrow; a stage that is read otherwise is marked ≠."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage_strip")
        self.setAccessibleName("Stages of the drawing")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(small_font(self))
        self.stages: tuple[ShownStage, ...] = ()
        self._images: tuple[QImage, ...] = ()

    def show_stages(self, stages: tuple[ShownStage, ...]) -> None:
        lines = self.lines()
        self.stages = stages
        self._images = tuple(grey_image(stage.picture) for stage in stages)
        words = (f"{stage.title}: {caption(stage)}" for stage in stages)
        self.setAccessibleDescription(", ".join(words))
        if self.lines() != lines:
            self.updateGeometry()
        self.update()

    def lines(self) -> int:
        return 1 if max(len(self.stages), 1) * _LEAST_PITCH <= max(self.width(), _LEAST_PITCH) else 2

    def frame(self, index: int) -> QRectF:
        """Where a picture lies."""
        each = -(-max(len(self.stages), 1) // self.lines())
        pitch = min(self.width() / each, 1.6 * SIDE)
        line = SIDE + _GAP + 2 * self.fontMetrics().height() + _BELOW
        return QRectF(round(index % each * pitch), index // each * line, SIDE, SIDE)

    def sizeHint(self) -> QSize:
        lines = self.lines()
        return QSize(200, lines * (SIDE + _GAP + 2 * self.fontMetrics().height()) + (lines - 1) * _BELOW)

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * SIDE, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles = QPalette.ColorRole
        line = self.fontMetrics().height()
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        for index, (stage, image) in enumerate(zip(self.stages, self._images, strict=True)):
            frame = self.frame(index)
            edge = self._colour(roles.WindowText if stage.differs else roles.Mid)
            paint_picture(painter, frame, image, edge)
            below = QRectF(frame.left() - 2, frame.bottom() + _GAP, SIDE + 4, line)
            painter.setFont(self.font())
            painter.setPen(self._colour(roles.PlaceholderText))
            title = self.fontMetrics().elidedText(stage.title, Qt.TextElideMode.ElideRight, SIDE + 4)
            painter.drawText(below, centred, title)
            painter.setFont(strong if stage.differs else self.font())
            painter.setPen(self._colour(roles.WindowText if stage.differs else roles.PlaceholderText))
            text = painter.fontMetrics().elidedText(caption(stage), Qt.TextElideMode.ElideMiddle, SIDE + 4)
            painter.drawText(below.translated(0, line), centred, text)
        painter.end()

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)


def caption(stage: ShownStage) -> str:
    """The class it would be read as, and how surely: "3 97 %", or "≠ 8 61 %"."""
    return f"{'≠ ' if stage.differs else ''}{stage.label} {percent(stage.share)}"
