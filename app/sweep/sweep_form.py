"""What to vary, how often, what to choose by; and the button that starts, stops and resumes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.settings.picker import Picker
from app.sweep.axis_field import AxisField
from app.sweep.sweep_state import SweepState
from app.sweep.sweep_values import values_text
from lrengine.errors import LabError
from lrengine.recipe import Axis, Recipe, Sweep, Variant
from lrengine.settings import find_setting

_WIDTH = 216
_REPEATS = (1, 2, 3, 5, 10, 20)
_CHOOSE = {"validation_accuracy": "by accuracy", "validation_risk": "by risk"}
MOST_RUNS = 2_000


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
        self._state = SweepState()
        self.first = AxisField("sweep_first", "Vary")
        self.second = AxisField("sweep_second", "and")
        self.variants = QCheckBox()
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
        self.start_button = QPushButton()
        self.start_button.setObjectName("start_sweep")
        self.start_button.setProperty("primary", True)
        self.again_button = QPushButton("Afresh")
        self.again_button.setObjectName("sweep_afresh")
        self.again_button.setToolTip("Start the sweep above from its beginning")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress of the sweep")
        self.words = QLabel()
        self.words.setObjectName("sweep_progress")
        self.words.setProperty("quiet", True)
        self.words.setWordWrap(True)
        self.choice = QLabel()
        self.choice.setObjectName("sweep_choice")
        self.choice.setWordWrap(True)
        self.choice.hide()
        self._lay_out()
        self._show_sweep(Sweep())
        for field in (self.first, self.second):
            field.changed.connect(self._note_change)
        self.variants.toggled.connect(self._note_change)
        self.repeats.data_chosen.connect(self._note_change)
        self.choose.data_chosen.connect(self._note_change)
        self.start_button.clicked.connect(self._press)
        self.again_button.clicked.connect(self._start)
        self.show_state(self._state)

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
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.start_button, 1)
        buttons.addWidget(self.again_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(area, 1)
        column.addWidget(self.progress)
        column.addWidget(self.words)
        column.addWidget(self.choice)
        column.addLayout(buttons)

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
        self._show_button()

    def show_state(self, state: SweepState) -> None:
        self._state = state
        self.words.setProperty("bad", False)
        self._dress_words()
        self.words.setText(state.words())
        self.progress.setVisible(state.phase == "running")
        self.progress.setMaximum(max(state.total, 1))
        self.progress.setValue(state.done)
        self._show_button()

    def show_choice(self, words: str) -> None:
        """Which combination is the best, "" for none."""
        if words != self.choice.text():
            self.choice.setText(words)
            self.choice.setVisible(bool(words))

    def show_sentence(self, sentence: str) -> None:
        """Why there is no sweep, until the next news."""
        self.words.setProperty("bad", True)
        self._dress_words()
        self.words.setText(sentence)

    def _dress_words(self) -> None:
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)

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

    def _show_button(self) -> None:
        running, left = self._state.phase == "running", self._state.total - self._state.done
        self.again_button.setVisible(self._state.phase == "cancelled")
        if running:
            self.start_button.setText("Cancel")
            self.start_button.setEnabled(not self._state.stopping)
            self.start_button.setToolTip("Stop here: the runs that have ended are kept")
            return
        count = self._count()
        if self._state.phase == "cancelled":
            self.start_button.setText(f"Resume {_runs(left)}")
            self.start_button.setEnabled(left > 0)
            self.start_button.setToolTip("Run what is left, with the settings that the sweep began with")
            self.again_button.setEnabled(count != 1)
            return
        self.start_button.setText("Start" if count < 2 else f"Start {_runs(count)}")
        self.start_button.setEnabled(count != 1)
        nothing = "Choose a setting to vary, or more seeds"
        self.start_button.setToolTip(nothing if count == 1 else "Run every combination")

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
    def _press(self) -> None:
        if self._state.phase == "running":
            self.cancel_asked.emit()
        elif self._state.phase == "cancelled":
            self.resume_asked.emit()
        else:
            self._start()

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
            self.show_sentence(f"That would be {count:,} runs, and {MOST_RUNS:,} are the most: take fewer.")
        elif count > 1:
            self.sweep_asked.emit(self.sweep())

    @Slot()
    def _note_change(self) -> None:
        self._show_button()


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count:,} runs"
