"""What the model has learnt, as pictures, while it learns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.look.theme import DARK, Theme
from app.plots.colormaps import MAP_NAMES, MapName
from app.plots.weights_view import HoveredPixel, WeightsView

_NO_IMAGES: Final = "These inputs are not images."
_NO_PIXELS: Final = "These features are not pixels: choose the features Pixels to see the weights as images."
_NO_MODEL: Final = "There are no weights yet: press Space to train."
_COLOURS: Final = {
    "blue–orange": ("blue speaks against, orange for", "blue speaks for {0}, orange for {1}"),
    "seismic": ("blue speaks against, red for", "blue speaks for {0}, red for {1}"),
}


class WeightsPanel(QWidget):
    """The weight images, what their colours mean, and a choice of colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weights_panel")
        self.setAccessibleName("Weights")
        self._names: tuple[str, ...] = ()
        self._count = 0
        self._has_means = False
        self.view = WeightsView()
        self.view.hovered.connect(self._show_pixel)
        title = QLabel("Weights")
        title.setProperty("strong", True)
        self._legend = QLabel()
        self._legend.setObjectName("weights_legend")
        self._legend.setProperty("quiet", True)
        self._legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.colours_picker = QComboBox()
        self.colours_picker.setObjectName("weights_colours")
        self.colours_picker.setAccessibleName("Colours of the weights")
        self.colours_picker.setToolTip("Colours of the weights")
        self.colours_picker.setStyleSheet("QComboBox { padding: 0 6px; min-height: 18px; }")
        for name in MAP_NAMES:
            self.colours_picker.addItem(name, name)
        self.colours_picker.currentIndexChanged.connect(self._choose_map)
        header = QHBoxLayout()
        header.setSpacing(6)
        header.addWidget(title)
        header.addWidget(self._legend, 1)
        header.addWidget(self.colours_picker)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 10)
        inside.setSpacing(6)
        inside.addLayout(header)
        inside.addWidget(self.view, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 4, 14, 10)
        outer.addWidget(card)
        self.show_theme(DARK)
        self.view.show_notice(_NO_MODEL)

    def show_weights(
        self, weights: NDArray[Any] | None, shape: tuple[int, ...], class_names: Sequence[str]
    ) -> None:
        """Weights (k, d): an image of `shape` for each class, or one for a binary problem."""
        if weights is None:
            self.view.show_notice(_NO_MODEL)
        elif len(shape) != 2:
            self.view.show_notice(_NO_IMAGES)
        elif weights.shape[1] != shape[0] * shape[1]:
            self.view.show_notice(_NO_PIXELS)
        else:
            self.view.show_weights(weights, (shape[0], shape[1]), class_names)
            if len(weights) != self._count or tuple(class_names) != self._names:
                self._names, self._count = tuple(class_names), len(weights)
                self._show_legend()
            return
        if self._count:
            self._count = 0
            self._show_legend()

    def show_means(self, means: NDArray[Any] | None) -> None:
        """The mean image of each class, (classes, height, width), ink high."""
        self.view.show_means(means)
        if self._has_means != (means is not None):
            self._has_means = means is not None
            self._show_legend()

    def show_theme(self, theme: Theme) -> None:
        self.view.show_theme(theme)

    def colours(self) -> MapName:
        """The chosen colours."""
        return self.colours_picker.currentData()

    def set_colours(self, name: str) -> None:
        self.colours_picker.setCurrentIndex(max(self.colours_picker.findData(name), 0))

    @Slot()
    def _choose_map(self) -> None:
        self.view.show_map(self.colours())
        self._show_legend()

    def _show_legend(self) -> None:
        if not self._count:
            self._legend.clear()
            return
        many, two = _COLOURS[self.colours()]
        is_binary = self._count == 1 and len(self._names) == 2
        text = two.format(*self._names) if is_binary else many
        if self._has_means:
            noun = "digit" if all(name.isdigit() for name in self._names) else "image"
            text += f" · beside: the average {noun}s" if is_binary else f" · below: the average {noun}"
        self._legend.setText(f"· {text}")
        self._legend.setToolTip(text)

    @Slot(object)
    def _show_pixel(self, pixel: HoveredPixel | None) -> None:
        """The weight under the pointer takes the place of the colours' meaning."""
        if pixel is None:
            self._show_legend()
            return
        name = f"{self._names[pixel.image]}: " if 1 < self._count == len(self._names) else ""
        weight = f"{pixel.weight:+.4f}".replace("-", "−")
        self._legend.setText(f"· {name}row {pixel.row + 1}, column {pixel.column + 1}, weight {weight}")
