"""The slim column beside the plane: where its points come from, its features, the model in words."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.look.small_button import SmallButton
from app.settings.marked_slider import MarkedSlider
from app.settings.picker import Picker
from app.settings.setting_editors import SwitchEditor
from app.settings.setting_help import help_text
from lrengine.recipe import Recipe
from lrengine.settings import find_setting

SOURCES: Final = {
    "classification": "Classification",
    "moons": "Moons",
    "blobs": "Blobs",
    "points": "Empty",
}
_TIPS: Final = {
    "classification": "Two classes that a line tells apart fairly well",
    "moons": "Two half circles that no line tells apart",
    "blobs": "A round cloud for each class",
    "points": "Take all points away and place your own",
}
_HELP: Final = "Click adds a point, drag moves it, right click removes it. Wheel zooms."
_HELP_FROM: Final = 290
# What points can be turned into; the other features are made of images.
FEATURES: Final = {"pixels": "Coordinates", "polynomial": "Polynomial", "fourier": "Fourier waves"}
WIDTH: Final = 206


class PlaneControls(QWidget):
    """Shows the recipe's settings of the plane and asks for others.

    source_chosen      the value of data.name; "points" asks for none but those placed by hand
    features_changed   {key: value}
    """

    source_chosen = Signal(str)
    features_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plane_controls")
        self.setFixedWidth(WIDTH)
        self._is_showing = False
        self._words = ("", "")
        self._recipe: Recipe | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._make_sources())
        layout.addLayout(self._make_features())
        self.words = _text("model_words", "The model as a formula")
        self.words.setWordWrap(True)
        self.gap = _text("reference_gap", "Distance to the optimum")
        self.gap.setProperty("quiet", True)
        self.gap.setWordWrap(True)
        self.gap.hide()
        layout.addWidget(self.words)
        layout.addWidget(self.gap)
        layout.addStretch(1)
        self.help = _text("plane_help", "How to edit")
        self.help.setProperty("quiet", True)
        self.help.setWordWrap(True)
        self.help.setText(_HELP)
        layout.addWidget(self.help)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # What everybody tries anyway gives way on a low panel.
        self.help.setVisible(event.size().height() >= _HELP_FROM)
        super().resizeEvent(event)

    def show_recipe(self, recipe: Recipe) -> None:
        if recipe is self._recipe:
            return
        self._recipe = recipe
        self._is_showing = True
        features = recipe.features
        self.features_picker.show_data(features.kind)
        self.degree.setValue(features.degree)
        self.degree_label.setText(str(features.degree))
        self.standardise.show_value(features.standardise)
        is_polynomial = features.kind == "polynomial"
        self.degree.setEnabled(is_polynomial)
        self.degree_label.setEnabled(is_polynomial)
        name = recipe.data.name
        self.sources.setExclusive(False)
        for source, button in self.source_buttons.items():
            # "Empty" is something to do, not a state: placed points are told by none being chosen.
            button.setChecked(source == name and source != "points")
        self.sources.setExclusive(True)
        self._is_showing = False

    def show_words(self, short: str, whole: str) -> None:
        if (short, whole) != self._words:
            self._words = short, whole
            # A line is broken between terms, not within one.
            for space in ("+ ", "− ", " x", " ="):
                short = short.replace(space, space.replace(" ", "\N{NO-BREAK SPACE}"))
            self.words.setText(short)
            self.words.setToolTip(whole)

    def show_reference(self, text: str) -> None:
        self.gap.setText(text)
        self.gap.setToolTip(text)
        self.gap.setVisible(bool(text))

    def _make_sources(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(4)
        self.sources = QButtonGroup(self)
        self.source_buttons: dict[str, SmallButton] = {}
        for place, (source, title) in enumerate(SOURCES.items()):
            button = SmallButton(title)
            button.setObjectName(f"source_{source}")
            button.setToolTip(_TIPS[source])
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            if source != "points":
                button.setCheckable(True)
                self.sources.addButton(button)
            button.clicked.connect(self._choose_source)
            self.source_buttons[source] = button
            grid.addWidget(button, place // 2, place % 2)
        return grid

    def _make_features(self) -> QGridLayout:
        kind, degree = find_setting("features.kind"), find_setting("features.degree")
        self.features_picker = Picker()
        self.features_picker.setObjectName("plane_features")
        self.features_picker.setAccessibleName(kind.title)
        self.features_picker.setToolTip(help_text(kind))
        self.features_picker.setPlaceholderText("For images")
        self.features_picker.show_choices(FEATURES)
        self.features_picker.data_chosen.connect(self._choose_features)
        self.degree = MarkedSlider()
        self.degree.setObjectName("plane_degree")
        self.degree.setAccessibleName(degree.title)
        self.degree.setToolTip(help_text(degree))
        self.degree.setRange(int(degree.minimum or 1), int(degree.maximum or 10))
        self.degree.setPageStep(2)
        self.degree.valueChanged.connect(self._choose_degree)
        self.degree.step_asked.connect(self._step_degree)
        self.degree_label = QLabel()
        self.degree_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.degree_label.setFixedWidth(self.fontMetrics().horizontalAdvance("10"))
        self.standardise = SwitchEditor(find_setting("features.standardise"))
        self.standardise.setObjectName("plane_standardise")
        self.standardise.value_changed.connect(self._choose_standardise)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.degree, 1)
        row.addWidget(self.degree_label)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        editors: tuple[tuple[str, Any], ...] = (
            ("Features", self.features_picker),
            ("Degree", row),
            ("Standardise", self.standardise),
        )
        for line, (title, editor) in enumerate(editors):
            label = QLabel(title)
            label.setProperty("quiet", True)
            grid.addWidget(label, line, 0)
            if isinstance(editor, QHBoxLayout):
                label.setBuddy(self.degree)
                grid.addLayout(editor, line, 1)
            else:
                label.setBuddy(editor)
                policy = editor.sizePolicy()
                policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
                editor.setSizePolicy(policy)
                grid.addWidget(editor, line, 1)
        return grid

    @Slot()
    def _choose_source(self) -> None:
        sender = self.sender()
        for source, button in self.source_buttons.items():
            if button is sender:
                self.source_chosen.emit(source)

    @Slot(object)
    def _choose_features(self, kind: str) -> None:
        self.features_changed.emit({"features.kind": kind})

    @Slot(int)
    def _choose_degree(self, degree: int) -> None:
        self.degree_label.setText(str(degree))
        if not self._is_showing:
            self.features_changed.emit({"features.degree": degree})

    @Slot(int, bool)
    def _step_degree(self, count: int, by_page: bool) -> None:
        self.degree.setValue(self.degree.value() + count * (2 if by_page else 1))

    @Slot(object)
    def _choose_standardise(self, standardise: bool) -> None:
        self.features_changed.emit({"features.standardise": standardise})


def _text(name: str, title: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setAccessibleName(title)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label
