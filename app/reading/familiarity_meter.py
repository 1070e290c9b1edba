"""A quiet line that tells how like the training data a drawing is, and whether to trust the percentages."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.evaluation.small_buttons import small_font

_BAR: Final = 4.0
# Where the familiar begins: the least share of a drawing that is not called unlike any digit.
HALF: Final = 0.5
CALIBRATED: Final = "calibrated"
AS_TRAINED: Final = "not calibrated"
_TIP: Final = (
    "How like the training data the drawing is; left of the tick it is unlike any of it.\n"
    "Calibrated: of the drawings read with 80 % some 80 % are read rightly, as held-out rows have shown. "
    "A run is calibrated as soon as it halts."
)


class FamiliarityMeter(QWidget):
    """A low bar from strange to familiar, with a tick where the program begins to trust it.

    At the right in words whether the probabilities are calibrated. A model that does not know its training
    images has those words alone.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("familiarity_meter")
        self.setAccessibleName("Familiarity")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(small_font(self))
        self.setToolTip(_TIP)
        self.share: float | None = None
        self.threshold = HALF
        self.knows = True
        self.is_calibrated = False

    def show_model(self, *, knows: bool, is_calibrated: bool) -> None:
        """Whether there is a familiarity to be shown, and what the percentages are worth."""
        if (knows, is_calibrated) != (self.knows, self.is_calibrated):
            self.knows, self.is_calibrated = knows, is_calibrated
            self._describe()
            self.update()

    def show_share(self, share: float | None, threshold: float = HALF) -> None:
        """A share from 0 (strange) to 1 (familiar); None leaves the track empty."""
        if (share, threshold) == (self.share, self.threshold):
            return
        self.share, self.threshold = share, threshold
        self._describe()
        self.update()

    def _describe(self) -> None:
        familiar = [] if self.share is None else [f"{self.words}, {self.share:.0%}"]
        self.setAccessibleDescription("; ".join([*familiar, self.surety]))

    @property
    def surety(self) -> str:
        """What the percentages are worth."""
        return CALIBRATED if self.is_calibrated else AS_TRAINED

    @property
    def words(self) -> str:
        if self.share is None:
            return "familiarity"
        return "familiar" if self.share >= self.threshold else "unfamiliar"

    def sizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles = QPalette.ColorRole
        painter.setPen(self.palette().color(roles.PlaceholderText))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()), right, self.surety)
        if not self.knows:
            painter.end()
            return
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, self.words)
        left = self.fontMetrics().horizontalAdvance("unfamiliar") + 8.0
        room = self.width() - left - self.fontMetrics().horizontalAdvance(AS_TRAINED) - 8.0
        track = QRectF(left, (self.height() - _BAR) / 2, max(room, 0), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(roles.AlternateBase))
        painter.drawRoundedRect(track, 2, 2)
        if self.share is not None:
            filled = QRectF(track)
            filled.setWidth(track.width() * min(max(self.share, 0.0), 1.0))
            colour = QColor(self.palette().color(roles.PlaceholderText))
            painter.setBrush(colour)
            painter.drawRoundedRect(filled, 2, 2)
        x = track.left() + track.width() * self.threshold
        painter.setPen(QPen(self.palette().color(roles.Dark), 1))
        painter.drawLine(QPointF(x, track.top() - 3), QPointF(x, track.bottom() + 3))
        painter.end()
