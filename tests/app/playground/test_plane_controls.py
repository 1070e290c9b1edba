import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from app.playground.plane_controls import FEATURES, SOURCES, PlaneControls
from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.features import make_features
from lrengine.recipe import Recipe
from lrengine.settings import change, find_setting


@pytest.fixture
def controls(qtbot):
    made = PlaneControls()
    qtbot.addWidget(made)
    made.resize(made.width(), 330)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_sources_are_asked_for(controls, qtbot):
    for source in SOURCES:
        with qtbot.waitSignal(controls.source_chosen) as chosen:
            qtbot.mouseClick(controls.source_buttons[source], Qt.MouseButton.LeftButton)
        assert chosen.args == [source]


def test_the_recipe_is_shown_in_silence(controls, qtbot):
    recipe = change(
        Recipe(),
        {
            "data.name": "moons",
            "features.kind": "polynomial",
            "features.degree": 7,
            "features.standardise": True,
        },
    )
    with qtbot.assertNotEmitted(controls.features_changed), qtbot.assertNotEmitted(controls.source_chosen):
        controls.show_recipe(recipe)
    assert controls.features_picker.currentData() == "polynomial"
    assert (
        controls.degree.value() == 7 and controls.degree_label.text() == "7" and controls.degree.isEnabled()
    )
    assert controls.standardise.isChecked() and controls.source_buttons["moons"].isChecked()
    controls.show_recipe(change(recipe, {"data.name": "points", "features.kind": "pixels"}))
    assert not any(button.isChecked() for button in controls.source_buttons.values())
    assert not controls.degree.isEnabled()


def test_features_are_asked_for(controls, qtbot):
    controls.show_recipe(change(Recipe(), {"features.kind": "polynomial", "features.degree": 3}))
    asked = []
    controls.features_changed.connect(asked.append)
    qtbot.keyClick(controls.degree, Qt.Key.Key_Right)
    qtbot.keyClick(controls.degree, Qt.Key.Key_PageUp)
    qtbot.mouseClick(controls.standardise, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    controls.features_picker.setCurrentIndex(0)
    assert asked == [
        {"features.degree": 4},
        {"features.degree": 6},
        {"features.standardise": True},
        {"features.kind": "pixels"},
    ]


def test_words_and_gap(controls):
    controls.show_words("σ(x₁ + …)", "σ(x₁ + x₂)")
    assert controls.words.text() == "σ(x₁ +\N{NO-BREAK SPACE}…)" and controls.words.toolTip() == "σ(x₁ + x₂)"
    assert controls.gap.isHidden()
    controls.show_reference("risk .0094 above the optimum")
    assert controls.gap.isVisible()
    controls.show_reference("")
    assert controls.gap.isHidden()


def test_the_help_gives_way_on_a_low_panel(controls):
    assert controls.help.isVisible()
    controls.resize(controls.width(), 260)
    QApplication.processEvents()
    assert not controls.help.isVisible()


def test_only_what_points_can_be_turned_into_is_offered(controls):
    points = np.random.default_rng(0).standard_normal((20, 2)).astype(np.float32)
    data = Dataset("dots", points, np.arange(20) % 2, ("0", "1"), 1.0)
    works = set()
    for kind in find_setting("features.kind").choices:
        try:
            make_features(change(Recipe(), {"data.name": "moons", "features.kind": kind}), data, points)
        except LabError:
            continue
        works.add(kind)
    picker = controls.features_picker
    assert {picker.itemData(index) for index in range(picker.count())} == set(FEATURES) == works
    controls.show_recipe(change(Recipe(), {"features.kind": "histograms"}))
    assert picker.currentIndex() == -1 and picker.shown_text() == "For images"
