import pytest
from PySide6.QtCore import Qt

from app.look.theme import DARK, LIGHT
from app.playground.class_picker import ClassPicker


@pytest.fixture
def picker(qtbot):
    made = ClassPicker()
    qtbot.addWidget(made)
    made.show_theme(DARK)
    with qtbot.waitExposed(made):
        made.show()
    return made


def click(picker, qtbot, name):
    qtbot.mouseClick(picker.buttons[name], Qt.MouseButton.LeftButton)


def test_two_classes_are_offered_at_least(picker):
    assert picker.names == ("0", "1") and picker.chosen == "0"
    picker.show_classes(("cat",))
    assert picker.names == ("cat", "0") and picker.chosen in picker.names


def test_a_click_and_a_number_key_choose(picker, qtbot):
    with qtbot.waitSignal(picker.class_chosen, check_params_cb=lambda name: name == "1"):
        click(picker, qtbot, "1")
    assert picker.buttons["1"].isChecked() and not picker.buttons["0"].isChecked()
    with qtbot.waitSignal(picker.class_chosen, check_params_cb=lambda name: name == "0"):
        picker.choose_key(0)
    assert picker.buttons["0"].isChecked()


def test_a_number_without_a_class_makes_one_where_the_task_knows_more(picker, qtbot):
    picker.choose_key(5)
    assert picker.names == ("0", "1", "5") and picker.chosen == "5"
    picker.show_limit(2)
    assert picker.names == ("0", "1") and picker.chosen == "0"
    picker.choose_key(5)
    assert picker.names == ("0", "1")
    assert not picker.more_button.isEnabled() and "All classes, softmax" in picker.more_button.toolTip()


def test_names_that_are_no_numbers_are_chosen_by_their_place(picker):
    picker.show_classes(("cat", "dog"))
    picker.choose_key(1)
    assert picker.chosen == "dog"
    picker.choose_key(7)
    assert picker.chosen == "dog" and picker.names == ("cat", "dog")


def test_another_class_can_be_offered_up_to_ten(picker, qtbot):
    for _ in range(12):
        qtbot.mouseClick(picker.more_button, Qt.MouseButton.LeftButton)
    assert picker.names == tuple("0123456789") and picker.chosen == "9"
    picker.forget_extra()
    assert picker.names == ("0", "1")


def test_the_choice_outlives_new_data(picker, qtbot):
    picker.choose_key(1)
    picker.show_classes(("0", "1", "2"))
    assert picker.chosen == "1" and picker.buttons["1"].isChecked()


def test_the_marks_follow_the_theme(picker):
    dark = picker.buttons["1"].icon().pixmap(18, 18).toImage()
    picker.show_theme(LIGHT)
    assert picker.buttons["1"].icon().pixmap(18, 18).toImage() != dark


def test_a_click_leaves_the_focus_where_it_is(picker, qtbot):
    click(picker, qtbot, "1")
    assert not picker.buttons["1"].hasFocus()


def test_a_class_has_its_mark_in_any_order(picker):
    seen = []
    for names in (("2", "7"), ("7", "2")):
        picker.show_classes(names)
        seen.append([picker.buttons[name].icon().pixmap(18, 18).toImage() for name in ("2", "7")])
    assert seen[0] == seen[1] and seen[0][0] != seen[0][1]
