"""The panel of settings: complete, silent when shown, and driven by real events."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from app.look.theme import DARK, LIGHT
from app.settings.setting_layout import edited_settings
from app.settings.settings_panel import SettingsPanel
from lrengine.recipe import Recipe
from lrengine.recipe_files import bundled_recipes
from lrengine.settings import change, value_of


@pytest.fixture
def panel(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(280, 700)
    panel = SettingsPanel(window)
    panel.setGeometry(0, 0, 280, 700)
    panel.heard = []
    panel.settings_changed.connect(panel.heard.append)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield panel


def enter(qtbot, panel, key, text):
    field = panel.editor(key).field
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def shown(panel, key):
    return panel.row(key).isVisibleTo(panel.row(key).parentWidget())


def test_every_declared_setting_has_an_editor_with_words(panel):
    for setting in edited_settings():
        editor = panel.editor(setting.key)
        assert editor.value() == setting.default
        assert editor.accessibleName() == setting.title == panel.row(setting.key).label.text()
        assert panel.findChild(QWidget, editor.objectName()) is editor


def test_names_that_others_rely_on(panel):
    for name in ("recipe_picker", "data_picker", "task_picker", "digit_a", "digit_b", "solver_picker"):
        assert isinstance(panel.findChild(QWidget, name), QComboBox)
    assert panel.objectName() == "settings_panel" and panel.accessibleName() == "Settings"
    assert panel.findChild(QWidget, "learning_rate").value() == 0.1
    assert panel.findChild(QWidget, "setting_stopping_iterations") is panel.editor("stopping.iterations")


def test_recipes_are_shown_as_they_are_and_silently(panel):
    for name, recipe in bundled_recipes().items():
        panel.show_recipe(recipe)
        for setting in edited_settings():
            shown_value = panel.editor(setting.key).value()
            assert shown_value == value_of(recipe, setting.key), f"{name} {setting.key}"
    assert panel.heard == []


def test_a_learning_rate_set_from_outside_is_a_change(panel):
    panel.findChild(QWidget, "learning_rate").setValue(0.5)
    assert panel.heard == [{"solver.learning_rate": 0.5}]


def test_typing_and_keys_change_settings(panel, qtbot):
    enter(qtbot, panel, "solver.batch_size", "600")
    qtbot.keyClick(panel.editor("objective.l2").slider, Qt.Key.Key_Right)
    qtbot.keyClick(panel.editor("run.dtype"), Qt.Key.Key_Down)
    enter_amount = panel.editor("data.validation")
    enter_amount.selectAll()
    qtbot.keyClicks(enter_amount, "first:0.1")
    qtbot.keyClick(enter_amount, Qt.Key.Key_Return)
    qtbot.keyClick(panel.editor("task.intercept"), Qt.Key.Key_Space)
    assert panel.heard == [
        {"solver.batch_size": 600},
        {"objective.l2": 1e-6},
        {"run.dtype": "float64"},
        {"data.validation": "first:0.1"},
        {"task.intercept": False},
    ]


def test_dragging_changes_while_it_lasts(panel, qtbot):
    slider = panel.editor("solver.learning_rate").slider
    middle = slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.x_of(400), middle))
    qtbot.mouseMove(slider, QPoint(slider.x_of(900), middle))
    assert len(panel.heard) == 2
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.x_of(900), middle))
    assert panel.heard[-1] == {"solver.learning_rate": panel.editor("solver.learning_rate").value()}


def test_a_wrong_entry_is_marked_under_its_editor_and_not_told(panel, qtbot):
    enter(qtbot, panel, "stopping.iterations", "many")
    note = panel.row("stopping.iterations").note
    assert (
        panel.heard == [] and note.isVisible() and note.text().startswith("Iterations must be a whole number")
    )
    enter(qtbot, panel, "stopping.iterations", "50")
    assert panel.heard == [{"stopping.iterations": 50}] and not note.isVisible()


def test_the_echo_of_a_change_leaves_typing_alone(panel, qtbot):
    field = panel.editor("objective.l2").field
    field.selectAll()
    qtbot.keyClicks(field, "0.0")
    panel.editor("solver.learning_rate").setValue(0.5)
    panel.show_recipe(change(Recipe(), {"solver.learning_rate": 0.5}))
    assert field.text() == "0.0"
    panel.show_recipe(Recipe())
    assert field.text() == "0" and panel.editor("solver.learning_rate").value() == 0.1


def test_only_settings_that_matter_are_shown(panel, qtbot):
    assert shown(panel, "solver.learning_rate") and not shown(panel, "solver.momentum")
    qtbot.keyClicks(panel.editor("solver.name"), "nes")
    assert panel.heard[-1] == {"solver.name": "nesterov"} and shown(panel, "solver.momentum")
    qtbot.keyClick(panel.editor("solver.name"), Qt.Key.Key_End)
    assert not shown(panel, "solver.learning_rate") and not shown(panel, "solver.momentum")
    panel.show_recipe(change(Recipe(), {"data.name": "file", "solver.schedule": "step"}))
    assert shown(panel, "data.path") and shown(panel, "solver.schedule_factor")


def test_two_classes_come_with_their_digits_and_all_without(panel, qtbot):
    qtbot.keyClick(panel.findChild(QWidget, "task_picker"), Qt.Key.Key_Down)
    assert panel.heard == [{"task.kind": "binary", "task.classes": (0, 1)}]
    digit_a, digit_b = (panel.findChild(QWidget, name) for name in ("digit_a", "digit_b"))
    assert digit_a.isVisible() and not panel.editor("task.classes").field.isVisible()
    qtbot.keyClicks(digit_b, "7")
    qtbot.keyClicks(digit_a, "7")
    assert panel.heard[1:] == [{"task.classes": (0, 7)}, {"task.classes": (7, 0)}]
    qtbot.keyClick(panel.findChild(QWidget, "task_picker"), Qt.Key.Key_Home)
    assert panel.heard[-1] == {"task.kind": "softmax", "task.classes": ()}
    assert not digit_a.isVisible() and panel.editor("task.classes").field.text() == "all"
    qtbot.keyClick(panel.findChild(QWidget, "task_picker"), Qt.Key.Key_Down)
    assert panel.heard[-1] == {"task.kind": "binary", "task.classes": (7, 0)}


def test_the_digits_of_the_data_are_offered(panel):
    panel.show_recipe(change(Recipe(), {"task.kind": "binary", "task.classes": [3, 5]}))
    panel.show_classes(("3", "5", "8"))
    digit_a = panel.findChild(QWidget, "digit_a")
    assert digit_a.count() == 3 and digit_a.currentData() == 3 and panel.heard == []
    panel.show_classes(("cat", "dog"))
    assert panel.heard == [{"task.classes": ("cat", "dog")}]


def test_recipes_are_offered_and_chosen(panel, qtbot):
    panel.show_recipes([("a", "First"), ("b", "Second")])
    panel.show_recipe_name("a", True)
    picker = panel.findChild(QWidget, "recipe_picker")
    assert picker.currentText() == "First (changed)"
    with qtbot.waitSignal(panel.recipe_chosen) as chosen:
        qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert chosen.args == ["b"] and panel.heard == []


def test_a_long_recipe_title_gets_the_room_of_two_lines(panel, qtbot):
    panel.show_recipes([("a", "Short"), ("b", "A title that does not fit on a single line")])
    picker = panel.recipe_picker
    panel.show_recipe_name("a", False)
    qtbot.waitUntil(lambda: picker.height() == picker.heightForWidth(picker.width()))
    low = picker.height()
    panel.show_recipe_name("b", True)
    qtbot.waitUntil(lambda: picker.height() == picker.heightForWidth(picker.width()))
    assert picker.height() == low + picker.fontMetrics().lineSpacing()


def test_the_largest_stable_step_is_marked_and_explained(panel):
    slider, note = panel.editor("solver.learning_rate").slider, panel.row("solver.learning_rate").note
    panel.show_stable_step(0.10344, True)
    text = note.text().replace("\u2060", "")
    assert text == "Stable below 0.103 (2/L)" and slider.marked_position is not None
    panel.show_stable_step(0.10344, False)
    assert note.text().endswith("for full batches, without momentum")
    panel.show_stable_step(None, True)
    assert not note.isVisible() and slider.marked_position is None


def test_pending_settings_are_marked_but_live_ones_never(panel):
    panel.show_pending({"solver.batch_size", "solver.learning_rate", "run.seed"})
    assert panel.row("solver.batch_size").is_pending and not panel.row("solver.learning_rate").is_pending
    assert (
        panel.pending_note.isVisible()
        and panel.pending_note.text() == "Changes marked • act at the next start"
    )
    head = panel.findChild(QWidget, "section_run_head")
    assert head.is_dotted
    panel.show_pending({"solver.learning_rate"})
    assert not panel.pending_note.isVisible() and not head.is_dotted


def test_the_pending_line_moves_nothing(panel):
    before = panel.scroll_area.geometry()
    panel.show_pending({"run.seed"})
    QApplication.sendPostedEvents()
    assert panel.scroll_area.geometry() == before


def test_the_wheel_over_editors_scrolls_the_panel(panel, qtbot):
    QLineEdit(panel.parentWidget()).setFocus()
    panel.resize(280, 450)
    bar = panel.scroll_area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    for key in ("solver.name", "solver.schedule"):
        before = bar.value()
        editor = panel.editor(key)
        place = QPointF(editor.mapTo(panel.window(), editor.rect().center()))
        QTest.wheelEvent(panel.window().windowHandle(), place, QPoint(0, -120))
        assert bar.value() > before
    assert panel.heard == []


def test_tab_goes_down_the_panel(panel):
    panel.show_recipe(change(Recipe(), {"task.kind": "binary", "task.classes": [3, 5]}))
    first = panel.sections[0].head
    chain, widget = [], first
    while widget not in chain and panel.isAncestorOf(widget):
        chain.append(widget)
        widget = widget.nextInFocusChain()
        while widget is not first and not (
            widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy()
        ):
            widget = widget.nextInFocusChain()
    content = panel.scroll_area.widget()
    places = [widget.mapTo(content, widget.rect().center()) for widget in chain]
    assert len(places) > 25
    rows = [round(place.y() / 8) for place in places]
    assert rows == sorted(rows)


def test_titles_stand_on_one_column_and_nothing_is_clipped(panel):
    for section in panel.sections:
        section.head.setChecked(True)
    panel.resize(240, 700)
    QApplication.sendPostedEvents()
    labels = [panel.row(setting.key).label for setting in edited_settings()]
    assert len({label.width() for label in labels}) == 1
    for label in labels:
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()
    assert panel.scroll_area.widget().width() <= panel.scroll_area.viewport().width()
    for setting in edited_settings():
        editor = panel.editor(setting.key)
        if editor.isVisible():
            right = editor.mapTo(panel.scroll_area.widget(), editor.rect().topRight()).x()
            assert right < panel.scroll_area.viewport().width(), setting.key


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_theme(panel, theme):
    panel.show_theme(theme)
    panel.show_pending({"run.seed"})
    panel.show_stable_step(0.1, True)
    image = panel.grab().toImage()
    x, y = (f(panel.editor("solver.learning_rate").slider, panel) for f in (slider_x, slider_y))
    ratio = image.devicePixelRatio()
    colours = {
        image.pixelColor(round(x * ratio) + dx, round(y * ratio) + dy).name()
        for dx in (-1, 0)
        for dy in range(-9, 9)
    }
    assert theme.validation in colours


def slider_x(slider, panel):
    return slider.mapTo(panel, QPoint(slider.x_of(slider.marked_position), 0)).x()


def slider_y(slider, panel):
    return slider.mapTo(panel, slider.rect().center()).y()
