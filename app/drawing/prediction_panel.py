"""What the model reads in the drawing: the winner in large, every class as a bar, what the model gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.drawing.prediction_bars import PredictionBars
from app.drawing.stage_pictures import Stage, StagePictures

NOTHING = "Draw a digit"
NOT_FINITE = "Unsure: the model's answer is not a number"
NO_PICTURES = "This model reads points, not drawings"
UNDECIDED = "Unsure: every class looks alike to this model"


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a model says of one drawing.

    probabilities  (classes,) in the order of class_names
    margin         the winner's logit minus the runner-up's, where it is known
    """

    class_names: tuple[str, ...]
    probabilities: NDArray[Any]
    margin: float | None = None


class Headline(QLabel):
    """A label that paints its text in large and small: "3 · 91 % sure, then 8 (6 %)"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NOTHING, parent)
        self.setObjectName("prediction_label")
        self.setAccessibleName("Prediction")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(True)
        self._parts: tuple[str, str, str] | None = None

    def show_winner(self, winner: str, surety: str, rest: str) -> None:
        """The class, how sure, and what comes next."""
        self._parts = winner, surety, rest
        self.setText(", ".join(part for part in (f"{winner} · {surety}", rest) if part))

    def show_sentence(self, text: str) -> None:
        self._parts = None
        self.setText(text)

    def sizeHint(self) -> QSize:
        return QSize(220, 2 * self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        # Always two lines high: wrapped text would otherwise move what is below.
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._parts is None:
            super().paintEvent(event)
            return
        winner, surety, rest = self._parts
        large, strong = QFont(self.font()), QFont(self.font())
        large.setPointSizeF(self.font().pointSizeF() * 2.2)
        large.setWeight(QFont.Weight.Bold)
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(large)
        longest = self.width() // 2
        column = min(max(metrics.horizontalAdvance(winner), metrics.horizontalAdvance("0")), longest)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.setFont(large)
        elided = metrics.elidedText(winner, Qt.TextElideMode.ElideRight, longest)
        place = QRectF(0, 0, column + 1, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided)
        left, middle = column + 12, self.height() / 2
        room = QRectF(left, 0, self.width() - left, middle)
        painter.setFont(strong)
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, surety)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(room.translated(0, middle), Qt.AlignmentFlag.AlignTop, rest)
        painter.end()


class PredictionPanel(QWidget):
    """Headline, bars and the pictures that the model gets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prediction_panel")
        self.setAccessibleName("Prediction of the drawing")
        self.headline = Headline()
        self.bars = PredictionBars()
        self.bars.show_classes(tuple("0123456789"))
        self._pictures_head = QLabel("What the model gets")
        self._pictures_head.setProperty("section", True)
        self.pictures = StagePictures()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.headline, self.bars, self._pictures_head, self.pictures):
            layout.addWidget(widget)
        self.show_prediction(None)

    def show_classes(self, class_names: Sequence[str], *, reads_pictures: bool = True) -> None:
        """The classes of the model in use, while it has nothing to read."""
        self.show_prediction(None)
        self.bars.show_classes(tuple(class_names))
        if not reads_pictures:
            self.headline.show_sentence(NO_PICTURES)
            self.setAccessibleDescription(NO_PICTURES)

    def show_prediction(self, prediction: Prediction | None, stages: Sequence[Stage] = ()) -> None:
        """Show what the model says, and (title, picture) pairs of what it got; None for an empty canvas."""
        self.pictures.show_stages(stages)
        if prediction is None:
            self.headline.show_sentence(NOTHING)
            self.bars.show_classes(self.bars.class_names)
        elif not np.isfinite(prediction.probabilities).all():
            self.headline.show_sentence(NOT_FINITE)
            self.bars.show_classes(prediction.class_names)
        else:
            self.bars.show_probabilities(prediction.class_names, prediction.probabilities)
            if np.ptp(prediction.probabilities) == 0:
                # Untrained weights: naming the first class would be a guess dressed as an answer.
                self.headline.show_sentence(UNDECIDED)
            else:
                self.headline.show_winner(*headline_parts(prediction))
        self.setAccessibleDescription(self.headline.text())


def headline_parts(prediction: Prediction) -> tuple[str, str, str]:
    """The winner, how sure the model is, and the runner-up; with two classes their margin, too."""
    shares, names = prediction.probabilities, prediction.class_names
    order = np.argsort(-shares, kind="stable")
    first = int(order[0])
    rest = ""
    if len(names) > 1:
        second = int(order[1])
        rest = f"then {names[second]} ({percent(shares[second])})"
        if len(names) == 2 and prediction.margin is not None:
            rest += f" · margin {prediction.margin:.2f}"
    return names[first], f"{percent(shares[first])} sure", rest


def percent(share: float) -> str:
    """A share as whole per cent that never claims certainty the model does not have."""
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"
