from PySide6.QtCore import Qt

from app.evaluation.evaluation_header import EvaluationHeader


def test_validation_at_first_and_the_users_choice_is_announced(show, qtbot):
    header = show(EvaluationHeader(), 500, 30)
    assert header.part == "validation"
    with qtbot.waitSignal(header.part_chosen) as heard:
        qtbot.keyClick(header.picker, Qt.Key.Key_Down)
    assert heard.args == ["train"] and header.part == "train"
    with qtbot.assertNotEmitted(header.part_chosen):
        header.show_part("test")
    assert header.part == "test"


def test_sealed_rows_say_so_and_the_choice_stays(show, qtbot):
    header = show(EvaluationHeader(), 500, 30)
    header.show_part("test")
    assert header.picker.currentText() == "Test (sealed)"
    with qtbot.assertNotEmitted(header.part_chosen):
        header.show_test_sealed(False)
    assert (header.part, header.picker.currentText()) == ("test", "Test")
