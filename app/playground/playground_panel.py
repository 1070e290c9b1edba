"""The 2-D lab: a plane of points, what the model makes of it while it learns, and the settings it needs."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from app.look.small_button import SmallButton
from app.look.theme import Theme
from app.playground.class_picker import ClassPicker
from app.playground.model_words import model_words
from app.playground.plane_controls import PlaneControls
from app.playground.plane_plot import PlanePlot
from app.playground.point_set import points_of
from app.playground.role_legend import RoleLegend
from lrengine.data.splits import Split
from lrengine.model import Model
from lrengine.recipe import Recipe

_NO_POINTS = "Click to place points of two classes at least;\nnumber keys choose the class"
# Numbers that change more often can't be read, and cost more than the field.
_READ_MS = 250
_ONE_CLASS = "Place points of a second class, too"


class PlaygroundPanel(QWidget):
    """Points can be added, dragged and removed; each edit asks for data made of them.

    points_changed    a tuple of (x, y, class name), after every edit and some 15 times a second of a drag
    source_chosen     the value of data.name; "points" asks for none but those placed by hand
    features_changed  {key: value} of the recipe's features
    refused           a sentence: why an edit was not made
    """

    points_changed = Signal(object)
    source_chosen = Signal(str)
    features_changed = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playground_panel")
        self.setAccessibleName("2-D lab")
        self._split: Split | None = None
        self._recipe: Recipe | None = None
        self._model: Model | None = None
        self._words_are_old = False
        self._words_clock = QTimer(self)
        self._words_clock.setSingleShot(True)
        self._words_clock.setInterval(_READ_MS)
        self._words_clock.timeout.connect(self._show_newer_words)
        self._pointed: tuple[float, float] | None = None
        self.plot = PlanePlot()
        self.plot.points_edited.connect(self._take_edit)
        self.plot.pointed.connect(self._point)
        self.plot.view_changed.connect(self._show_fit)
        self.plot.refused.connect(self.refused)
        self.classes = ClassPicker()
        self.classes.class_chosen.connect(self._choose_class)
        self.plot.class_keyed.connect(self.classes.choose_key)
        self.legend = RoleLegend()
        self.fit_button = SmallButton("Fit")
        self.fit_button.setObjectName("fit_plane")
        self.fit_button.setToolTip("Fit: see all points (F)")
        self.fit_button.clicked.connect(self.plot.show_all)
        self.fit_button.hide()
        self.controls = PlaneControls()
        self.controls.source_chosen.connect(self._choose_source)
        self.controls.features_changed.connect(self.features_changed)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._make_notice())
        self._pages.addWidget(self._make_lab())
        self._choose_class(self.classes.chosen)

    # -- what is shown -------------------------------------------------------------------------

    def show_points(self, split: Split | None) -> None:
        """The rows a run learns from; None, while they are on their way, leaves the points as they are."""
        if split is None or split is self._split:
            return
        self._split = split
        shown = points_of(split)
        if shown is None:
            self._pages.setCurrentIndex(0)
            return
        self._pages.setCurrentIndex(1)
        self.plot.take_points(shown)
        if not self.plot.history.is_own:
            self.classes.forget_extra()
        self._show_classes()

    def show_model(self, model: Model | None, iteration: int = 0) -> None:
        """The iterate that is on view everywhere else; one of other inputs is not shown."""
        if model is not None and tuple(model.input_shape) != (2,):
            model = None
        if model is self._model:
            return
        is_other = model is None or self._model is None
        self._model = model
        self._show_field()
        if self.isVisible():
            self._show_readout()
            self._words_are_old = True
            if is_other or not self._words_clock.isActive():
                self._show_words()

    def show_recipe(self, recipe: Recipe) -> None:
        if recipe is self._recipe:
            return
        self._recipe = recipe
        self.controls.show_recipe(recipe)
        self.classes.show_limit(2 if recipe.task.kind == "binary" else 10)

    def show_reference(self, text: str) -> None:
        """How far the optimum is, in words; "" for nothing."""
        self.controls.show_reference(text)

    def show_theme(self, theme: Theme) -> None:
        for part in (self.plot, self.classes, self.legend):
            part.show_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        self._show_words()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._words_clock.stop()
        super().hideEvent(event)

    # -- what is asked for ---------------------------------------------------------------------

    @Slot(object)
    def _take_edit(self, placed: object) -> None:
        self._show_classes()
        self.points_changed.emit(placed)

    @Slot(str)
    def _choose_class(self, name: str) -> None:
        self.plot.class_name = name

    @Slot(str)
    def _choose_source(self, source: str) -> None:
        if source == "points":
            self._pages.setCurrentIndex(1)
            self.plot.clear()
            self.classes.forget_extra()
            self._show_classes()
        last, self._split = self._split, None
        self.source_chosen.emit(source)
        if self._split is None and self._recipe is not None and self._recipe.data.name == source != "points":
            # The recipe asks for them already, so nobody will show them again.
            self.show_points(last)
        self._split = self._split or last

    @Slot()
    def _choose_moons(self) -> None:
        self._choose_source("moons")

    @Slot(object)
    def _point(self, position: tuple[float, float] | None) -> None:
        self._pointed = position
        self._show_readout()

    @Slot(bool)
    def _show_fit(self, fits: bool) -> None:
        self.fit_button.setVisible(not fits)

    def _words_at(self, position: tuple[float, float]) -> str:
        """x₁ 0.52, x₂ −1.2: class 1, 93 %"""
        x, y = (f"{value:.3g}".replace("-", "−") for value in position)
        words = f"x₁ {x}, x₂ {y}"
        if self._model is None:
            return words
        shares = self._model.probabilities(np.array([position]))[0]
        best = int(np.nan_to_num(shares).argmax())
        return f"{words}: class {self._model.class_names[best]}, {100 * shares[best]:.0f} %"

    def _show_readout(self) -> None:
        self.plot.show_readout(self._words_at(self._pointed) if self._pointed is not None else "")

    @Slot()
    def _show_newer_words(self) -> None:
        if self._words_are_old:
            self._show_words()

    def _show_words(self) -> None:
        self._words_are_old = False
        self._words_clock.start()
        if self._model is None:
            self.controls.show_words("No model yet: press Space to train.", "")
        else:
            formula = model_words(self._model)
            self.controls.show_words(formula.short, formula.whole)

    def _show_field(self) -> None:
        """What was learnt from other points does not belong to a plane that is being filled anew."""
        fits = len(np.unique(self.plot.points.classes)) > 1
        self.plot.show_model(self._model if fits else None)

    def _show_classes(self) -> None:
        points = self.plot.points
        present = np.unique(points.classes)
        if (self.plot.model is None) != (len(present) < 2 or self._model is None):
            self._show_field()
        self.classes.show_classes(points.names if len(points) else ())
        self.legend.show_roles(tuple(int(role) for role in np.unique(points.roles)))
        self.plot.show_notice(_NO_POINTS if not len(points) else _ONE_CLASS if len(present) < 2 else "")

    # -- layout --------------------------------------------------------------------------------

    def _make_lab(self) -> QWidget:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.classes)
        head.addWidget(self.legend, 1)
        head.addWidget(self.fit_button)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addLayout(head)
        left.addWidget(self.plot, 1)
        page = QWidget()
        layout = QHBoxLayout(page)
        layout.setContentsMargins(14, 8, 14, 10)
        layout.setSpacing(14)
        layout.addLayout(left, 1)
        layout.addWidget(self.controls)
        return page

    def _make_notice(self) -> QWidget:
        page = QWidget()
        words = QLabel("The 2-D lab needs points: choose Moons")
        words.setObjectName("playground_notice")
        words.setProperty("quiet", True)
        self.moons_button = QPushButton("Moons")
        self.moons_button.setObjectName("choose_moons")
        self.moons_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.moons_button.clicked.connect(self._choose_moons)
        layout = QVBoxLayout(page)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.moons_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        return page
