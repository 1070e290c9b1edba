"""What to vary, how often, what to choose by; and the button that starts, stops and resumes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.settings.key_claims import claims_space
from app.settings.picker import Picker
from app.sweep.axis_field import AxisField
from app.sweep.sweep_starter import SweepStarter
from app.sweep.sweep_values import values_text
from lrengine.errors import LabError
from lrengine.recipe import Axis, Recipe, Sweep, Variant
from lrengine.settings import find_setting

_WIDTH = 216
_REPEATS = (1, 2, 3, 5, 10, 20)
_CHOOSE = {"validation_accuracy": "by accuracy", "validation_risk": "by risk"}
MOST_RUNS = 2_000


class Switch(QCheckBox):
    """A click leaves the focus where it is, so that Space goes on training; reached by Tab it takes Space."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        return claims_space(event) or super().event(event)


class SweepForm(QWidget):
    """At most two settings can be edited; a recipe's variants and further axes are listed, and kept.

    sweep_asked   Sweep
    cancel_asked  stop what runs
    resume_asked  run what a cancelled sweep has left
    """

    sweep_asked = Signal(object)
    cancel_asked = Signal()
    resume_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweep_form")
        self.setFixedWidth(_WIDTH)
        self._own: object = None
        self._variants: tuple[Variant, ...] = ()
        self._further: tuple[Axis, ...] = ()
        self.first = AxisField("sweep_first", "Vary")
        self.second = AxisField("sweep_second", "and")
        self.variants = Switch()
        self.variants.setObjectName("sweep_variants")
        self.named = QLabel()
        self.named.setObjectName("sweep_named")
        self.named.setProperty("quiet", True)
        self.named.setWordWrap(True)
        self.repeats = Picker()
        self.repeats.setObjectName("sweep_repeats")
        self.repeats.setAccessibleName("Repeats with seeds of their own")
        self.repeats.setToolTip("Runs of each combination, each with a seed of its own: mean ± deviation")
        self.choose = Picker()
        self.choose.setObjectName("sweep_choose")
        self.choose.setAccessibleName("Chosen by")
        self.choose.setToolTip("What the best combination is chosen by, on the validation rows")
        self.choose.show_choices(_CHOOSE)
        self.starter = SweepStarter()
        self.starter.start_asked.connect(self._start)
        self.starter.cancel_asked.connect(self.cancel_asked)
        self.starter.resume_asked.connect(self.resume_asked)
        self._lay_out()
        self._show_sweep(Sweep())
        for field in (self.first, self.second):
            field.changed.connect(self._note_change)
        self.variants.toggled.connect(self._note_change)
        self.repeats.data_chosen.connect(self._note_change)
        self.choose.data_chosen.connect(self._note_change)
        self._note_change()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 4, 0)
        rows.setSpacing(6)
        pair = QHBoxLayout()
        pair.setSpacing(4)
        pair.addWidget(self.repeats, 4)
        pair.addWidget(self.choose, 6)
        for part in (self.variants, self.named, self.first, self.second):
            rows.addWidget(part)
        rows.addLayout(pair)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(area, 1)
        column.addWidget(self.starter)

    # -- what is shown -------------------------------------------------------------------------

    def show_recipe(self, recipe: Recipe) -> None:
        """Offer what can be varied; a recipe's own sweep fills the form when the recipe is opened."""
        for field in (self.first, self.second):
            field.show_recipe(recipe)
        own = recipe.about, recipe.sweep
        if own == self._own:
            return
        is_first, self._own = self._own is None, own
        try:
            is_shown = self.sweep() == recipe.sweep
        except LabError:
            is_shown = False
        if recipe.sweep.has_several and not is_shown:
            self._show_sweep(recipe.sweep)
        elif is_first:
            self.first.picker.setCurrentIndex(self.first.picker.findData("solver.learning_rate"))
        elif not recipe.sweep.has_several:
            self._show_further((), ())
        self._note_change()

    def _show_sweep(self, sweep: Sweep) -> None:
        axes = [*sweep.vary, None, None]
        self.first.show_axis(axes[0])
        self.second.show_axis(axes[1])
        self._show_further(sweep.variants, sweep.vary[2:])
        counts = sorted({*_REPEATS, sweep.repeats})
        self.repeats.show_choices({n: "1 seed" if n == 1 else f"{n} seeds" for n in counts})
        self.repeats.show_data(sweep.repeats)
        self.choose.show_data(sweep.choose)

    def _show_further(self, variants: tuple[Variant, ...], further: tuple[Axis, ...]) -> None:
        self._variants, self._further = variants, further
        self.variants.setText(f"The recipe's {len(variants)} variants")
        self.variants.setChecked(True)
        self.variants.setVisible(bool(variants))
        lines = [", ".join(variant.name for variant in variants)] if variants else []
        lines += [f"{find_setting(axis.setting).title}: {values_text(axis.values)}" for axis in further]
        self.named.setText("\n".join(lines))
        self.named.setVisible(bool(lines))

    def _count(self) -> int:
        """Runs of what is entered; 0 where it is wrong."""
        try:
            sweep = self.sweep()
        except LabError:
            return 0
        count = sweep.repeats * max(len(sweep.variants), 1)
        for axis in sweep.vary:
            count *= len(axis.values)
        return count

    # -- what is entered -----------------------------------------------------------------------

    def sweep(self) -> Sweep:
        """What is entered; raises a LabError for what cannot be."""
        axes = [axis for axis in (self.first.axis(), self.second.axis()) if axis is not None]
        return Sweep(
            vary=(*axes, *self._further),
            variants=self._variants if self.variants.isChecked() else (),
            repeats=int(self.repeats.currentData()),
            choose=self.choose.currentData(),
        )

    @Slot()
    def _start(self) -> None:
        are_right = [field.check() for field in (self.first, self.second)]
        if not all(are_right):
            return
        if self.first.key and self.first.key == self.second.key:
            self.second.complain(f"{find_setting(self.second.key).title} is varied above already.")
            return
        count = self._count()
        if count > MOST_RUNS:
            self.starter.show_sentence(
                f"That would be {count:,} runs; take fewer: {MOST_RUNS:,} are the most."
            )
        elif count > 1:
            self.sweep_asked.emit(self.sweep())

    @Slot()
    def _note_change(self) -> None:
        self.starter.show_count(self._count())
