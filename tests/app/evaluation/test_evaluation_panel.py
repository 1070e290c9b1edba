import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.evaluation.evaluation_panel import EMPTY, EvaluationPanel, described
from app.look.theme import DARK, LIGHT
from lrengine.judging import curves_of


@pytest.fixture
def panel(show):
    made = show(EvaluationPanel(), 860, 330)
    made.show_theme(DARK)
    yield made


def title(panel):
    return panel.header.title.text()


def choose_cell(qtbot, panel, cell):
    view = panel.confusion.view
    place = view.layout_of_cells().cell_rect(cell).center().toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)


def test_nothing_judged_is_a_sentence(panel, judged):
    notice = panel.findChild(QLabel, "evaluation_empty")
    assert notice.isVisible() and notice.text() == EMPTY
    panel.show_judged(judged, "Run 3, iteration 412")
    assert panel.body.isVisible() and not notice.isVisible()
    panel.show_judged(None, "There are no validation rows: hold some out.")
    assert notice.isVisible() and notice.text() == "There are no validation rows: hold some out."
    assert title(panel) == "" and panel.judged is None


def test_the_head_says_what_is_shown(panel, judged):
    panel.show_judged(judged, "Run 3, iteration 412")
    assert title(panel) == f"Run 3, iteration 412, {described(judged)}"
    assert described(judged) == f"validation, 90 rows, accuracy {100 * judged.accuracy:.1f} %"


def test_a_cell_opens_the_images_behind_it(panel, judged, qtbot):
    panel.show_judged(judged)
    np.testing.assert_array_equal(panel.gallery.gallery.rows, judged.misread())
    choose_cell(qtbot, panel, (1, 1))
    np.testing.assert_array_equal(panel.gallery.gallery.rows, judged.behind(1, 1))
    qtbot.mouseClick(panel.gallery.all_button, Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(panel.gallery.gallery.rows, judged.misread())
    assert panel.confusion.view.chosen is None


def test_an_image_is_chosen_for_the_canvas(panel, judged, qtbot):
    panel.show_judged(judged)
    with qtbot.waitSignal(panel.image_chosen) as heard:
        qtbot.mouseClick(panel.gallery.next_button, Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(heard.args[0].picture, judged.inputs[judged.misread()[0]])


def test_live_updates_keep_cell_class_threshold_and_image(panel, make_judged, qtbot):
    first = make_judged()
    panel.show_judged(first, "iteration 1")
    choose_cell(qtbot, panel, (1, 1))
    panel.classes.selectRow(2)
    panel.show_curves(curves_of(first, 2))
    qtbot.keyClick(panel.threshold.plot, Qt.Key.Key_PageUp)
    later = make_judged(moment=1)
    row = int(np.intersect1d(first.behind(1, 1), later.behind(1, 1))[0])
    panel.gallery.gallery.current = row
    with qtbot.assertNotEmitted(panel.class_chosen):
        panel.show_judged(later, "iteration 2")
    panel.show_curves(curves_of(later, 2))
    assert panel.confusion.view.chosen == (1, 1) and panel.gallery.gallery.current == row
    np.testing.assert_array_equal(panel.gallery.gallery.rows, later.behind(1, 1))
    assert panel.positive == 2 and panel.classes.currentIndex().row() == 2
    assert panel.threshold.readout.reading == curves_of(later, 2).at(panel.threshold.plot.threshold)
    assert panel.threshold.plot.threshold == pytest.approx(0.6)


def test_other_classes_start_afresh(panel, make_judged, qtbot):
    panel.show_judged(make_judged())
    choose_cell(qtbot, panel, (1, 1))
    panel.classes.selectRow(2)
    with qtbot.waitSignal(panel.class_chosen) as heard:
        panel.show_judged(make_judged(classes=2))
    assert heard.args == [1] and panel.positive == 1 and panel.classes.currentIndex().row() == 1
    assert panel.confusion.view.chosen is None and panel.gallery.title.text().startswith("Misread")


def test_a_class_is_told_and_opened(panel, judged, qtbot):
    panel.show_judged(judged)
    panel.tabs.setCurrentWidget(panel.classes)
    place = panel.classes.visualRect(panel.classes.model().index(2, 0)).center()
    with qtbot.waitSignal(panel.class_chosen) as heard:
        qtbot.mouseClick(panel.classes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [2] and panel.tabs.currentWidget() is panel.classes
    qtbot.keyClick(panel.classes, Qt.Key.Key_Return)
    assert panel.tabs.currentWidget() is panel.threshold


def test_late_curves_and_rows_are_dropped(panel, make_judged):
    judged, later = make_judged(), make_judged(moment=1)
    panel.show_judged(judged)
    panel.show_judged(later, "later")
    panel.show_curves(curves_of(judged, 0))
    panel.show_curves(curves_of(later, 2))
    assert panel.threshold.readout.reading is None
    assert panel.calibration.line.text() == "The curve is being worked out."
    panel.show_curves(curves_of(later, 0))
    assert panel.threshold.readout.reading == curves_of(later, 0).at(0.5)
    assert panel.calibration.line.text().startswith("ECE ")
    panel.show_judged(make_judged(part="train"), "too late")
    assert panel.judged is later and title(panel).startswith("later, ")


def test_curves_of_the_moment_before_stay_for_a_while_over_the_same_rows_only(panel, make_judged, qtbot):
    first = make_judged()
    panel.show_judged(first)
    panel.show_curves(curves_of(first, 0))
    old = panel.threshold.readout.reading
    panel.show_judged(make_judged(moment=1))
    assert panel.threshold.readout.reading == old
    qtbot.waitUntil(lambda: panel.threshold.readout.reading is None)
    assert panel.calibration.line.text() == "The curve is being worked out."
    panel.show_judged(first)
    panel.show_curves(curves_of(first, 0))
    assert panel.threshold.readout.reading == old
    panel.show_judged(make_judged(rows=60))
    assert panel.threshold.readout.reading is None


def test_parts_are_chosen_and_the_test_is_sealed(panel, make_judged, qtbot):
    panel.show_judged(make_judged(), "Run 1")
    with qtbot.waitSignal(panel.part_chosen) as heard:
        panel.header.picker.setCurrentIndex(1)
    assert heard.args == ["train"] and panel.part == "train"
    with qtbot.assertNotEmitted(panel.part_chosen):
        panel.header.picker.setCurrentIndex(2)
    assert panel.findChild(QLabel, "evaluation_sealed").isVisible() and not panel.body.isVisible()
    assert title(panel) == "" and panel.part == "validation"
    panel.show_judged(make_judged(part="test"), "Run 1")
    assert not panel.body.isVisible() and title(panel) == ""
    with qtbot.waitSignal(panel.reveal_asked):
        qtbot.mouseClick(panel.findChild(QPushButton, "evaluation_reveal"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.part_chosen) as heard:
        panel.show_test_sealed(False)
    assert heard.args == ["test"] and panel.part == "test"
    panel.show_judged(make_judged(part="test"), "Run 1")
    assert panel.body.isVisible() and title(panel).startswith("Run 1, test, 90 rows")
    panel.show_test_sealed(True)
    assert not panel.body.isVisible() and panel.judged is None


def test_it_fits_the_smallest_dock_and_both_themes(panel, judged):
    panel.show_judged(judged)
    panel.show_curves(curves_of(judged, 0))
    assert panel.minimumSizeHint().width() <= 620 and panel.minimumSizeHint().height() <= 270
    images = []
    for theme in (DARK, LIGHT):
        panel.show_theme(theme)
        images.append([part.grab().toImage() for part in (panel.confusion, panel.gallery, panel.threshold)])
    assert all(dark != light for dark, light in zip(*images, strict=True))
