"""What to vary."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from app.sweep.sweep_form import SweepForm
from lrengine.recipe import About, Axis, Recipe, Sweep
from lrengine.settings import change


@pytest.fixture
def form(shown):
    return shown(SweepForm(), 216, 320)


def press(qtbot, form):
    qtbot.mouseClick(form.starter.button, Qt.MouseButton.LeftButton)


def test_learning_rates_are_offered_at_first(form, qtbot):
    form.show_recipe(Recipe())
    assert form.starter.button.text() == "Start 5 runs"
    with qtbot.waitSignal(form.sweep_asked) as heard:
        press(qtbot, form)
    (sweep,) = heard.args
    assert sweep.vary[0].setting == "solver.learning_rate" and len(sweep.vary) == 1


def test_two_settings_seeds_and_the_choice(form, qtbot):
    form.show_recipe(Recipe())
    form.first.show_axis(Axis(setting="solver.learning_rate", values=(0.1, 1.0)))
    form.second.picker.setCurrentIndex(form.second.picker.findData("task.intercept"))
    form.repeats.setCurrentIndex(form.repeats.findData(3))
    form.choose.setCurrentIndex(form.choose.findData("validation_risk"))
    assert form.starter.button.text() == "Start 12 runs"
    with qtbot.waitSignal(form.sweep_asked) as heard:
        press(qtbot, form)
    assert heard.args[0] == Sweep(
        vary=(
            Axis(setting="solver.learning_rate", values=(0.1, 1.0)),
            Axis(setting="task.intercept", values=(False, True)),
        ),
        repeats=3,
        choose="validation_risk",
    )


def test_a_recipe_s_own_sweep_fills_the_form(form, qtbot, pairs, variants):
    form.show_recipe(pairs)
    assert form.sweep() == pairs.sweep and not form.variants.isVisible()
    form.show_recipe(variants)
    assert form.sweep() == variants.sweep and form.named.text().startswith("plain, Adam")
    assert form.starter.button.text() == "Start 6 runs"
    form.variants.setChecked(False)
    assert form.sweep().variants == () and form.sweep().repeats == 2


def test_further_axes_are_kept(form, sweep_recipe):
    axes = tuple(
        Axis(setting=key, values=(0.1, 0.2))
        for key in ("solver.learning_rate", "objective.l2", "solver.momentum")
    )
    recipe = sweep_recipe(*axes)
    form.show_recipe(recipe)
    assert form.sweep() == recipe.sweep and "Momentum: 0.1, 0.2" in form.named.text()


def test_what_is_entered_survives_other_settings_but_not_another_recipe(form, rates):
    form.show_recipe(rates)
    form.first.show_axis(Axis(setting="objective.l1", values=(0.5, 1.0)))
    form.show_recipe(change(rates, {"objective.l2": 0.3}))
    assert form.sweep().vary[0].setting == "objective.l1"
    other = msgspec.structs.replace(rates, about=About(title="Another"))
    form.show_recipe(other)
    assert form.sweep() == other.sweep


def test_nothing_to_vary_cannot_be_started(form):
    form.show_recipe(Recipe())
    form.first.picker.setCurrentIndex(0)
    assert not form.starter.button.isEnabled()
    form.repeats.setCurrentIndex(form.repeats.findData(5))
    assert form.starter.button.isEnabled() and form.starter.button.text() == "Start 5 runs"


def test_what_cannot_be_is_said_and_not_started(form, qtbot):
    form.show_recipe(Recipe())
    form.first.values.setFocus()
    form.first.values.selectAll()
    qtbot.keyClicks(form.first.values, "fast")
    with qtbot.assertNotEmitted(form.sweep_asked):
        press(qtbot, form)
    assert "'fast'" in form.first.complaint.text() and form.first.complaint.isVisible()
    same = Axis(setting="objective.l2", values=(0.1, 1.0))
    form.first.show_axis(same)
    form.second.show_axis(same)
    with qtbot.assertNotEmitted(form.sweep_asked):
        press(qtbot, form)
    assert "above already" in form.second.complaint.text()
    many = tuple(range(150))
    form.first.show_axis(Axis(setting="run.seed", values=many))
    form.second.show_axis(Axis(setting="objective.l2", values=tuple(float(k) for k in many)))
    with qtbot.assertNotEmitted(form.sweep_asked):
        press(qtbot, form)
    assert "22,500 runs" in form.starter.words.text()
