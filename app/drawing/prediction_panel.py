"""What the model reads in the drawing: the winner in large, how familiar it looks, every class as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.drawing.headline import NOTHING, Headline
from app.drawing.prediction_bars import PredictionBars
from app.look.steady import Steady
from app.reading.familiarity_meter import HALF, FamiliarityMeter
from app.reading.figures import percent

NOT_FINITE = "Unsure: the model's answer is not a number"
NO_PICTURES = "This model reads points, not drawings"
UNDECIDED = "Unsure: every class looks alike to this model"


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a model says of one drawing.

    probabilities  (classes,) in the order of class_names
    margin         the winner's logit minus the runner-up's, where it is known
    doubt          why the program abstains, "Unsure: 4 or 9"; empty where it doesn't
    familiarity    from 0 (strange) to 1, where the model knows what it was trained on
    threshold      the familiarity below which a drawing is unlike any that was trained on
    is_calibrated  held-out rows have shown what the probabilities are worth
    """

    class_names: tuple[str, ...]
    probabilities: NDArray[Any]
    margin: float | None = None
    doubt: str = ""
    familiarity: float | None = None
    threshold: float = HALF
    is_calibrated: bool = False


class PredictionPanel(QWidget):
    """Headline, familiarity where there is one, and bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prediction_panel")
        self.setAccessibleName("Prediction of the drawing")
        self.headline = Headline()
        self.meter = FamiliarityMeter()
        self.bars = PredictionBars()
        self.bars.show_classes(tuple("0123456789"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (Steady(self.headline), self.meter, self.bars):
            layout.addWidget(widget)
        self.meter.hide()
        self.show_prediction(None)

    def show_classes(
        self,
        class_names: Sequence[str],
        *,
        reads_pictures: bool = True,
        knows_familiar: bool = False,
        is_calibrated: bool = False,
    ) -> None:
        """The classes of the model in use, while it has nothing to read."""
        self.show_prediction(None)
        self.meter.setVisible(reads_pictures)
        self.meter.show_model(knows=knows_familiar, is_calibrated=is_calibrated)
        self.bars.show_classes(tuple(class_names))
        if not reads_pictures:
            self.headline.show_sentence(NO_PICTURES)
            self.setAccessibleDescription(NO_PICTURES)

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Show what the model says; None for an empty canvas."""
        if prediction is None:
            self.meter.show_share(None)
            self.headline.show_sentence(NOTHING)
            self.bars.show_classes(self.bars.class_names)
        elif not np.isfinite(prediction.probabilities).all():
            self.meter.show_share(None)
            self.headline.show_sentence(NOT_FINITE)
            self.bars.show_classes(prediction.class_names)
        else:
            self._show_answer(prediction)
        self.setAccessibleDescription(self.headline.text())

    def _show_answer(self, prediction: Prediction) -> None:
        self.meter.show()
        self.meter.show_model(
            knows=prediction.familiarity is not None, is_calibrated=prediction.is_calibrated
        )
        self.meter.show_share(prediction.familiarity, prediction.threshold)
        self.bars.show_probabilities(prediction.class_names, prediction.probabilities)
        if np.ptp(prediction.probabilities) == 0:
            # Untrained weights: naming the first class would be a guess dressed as an answer.
            self.headline.show_sentence(UNDECIDED)
        elif prediction.doubt:
            self.headline.show_doubt(prediction.doubt, doubt_rest(prediction))
        else:
            self.headline.show_winner(*headline_parts(prediction))


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


def doubt_rest(prediction: Prediction) -> str:
    """What the two likeliest classes would be, were the program to answer: "4 (52 %), 9 (41 %)"."""
    shares, names = prediction.probabilities, prediction.class_names
    order = np.argsort(-shares, kind="stable")[:2]
    return ", ".join(f"{names[index]} ({percent(float(shares[index]))})" for index in order)
