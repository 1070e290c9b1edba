"""The slider that rewinds: by mouse and keys, following a run, quiet where there is nothing to rewind."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout

from app.look.theme import DARK, LIGHT
from app.runs.time_slider import HEIGHT, TimeSlider


@pytest.fixture
def host(qtbot, key_host):
    made = key_host
    made.resize(620, 60)
    made.slider = TimeSlider()
    QVBoxLayout(made).addWidget(made.slider)
    with qtbot.waitExposed(made):
        made.show()
    yield made


@pytest.fixture
def slider(host):
    host.slider.heard = []
    host.slider.iteration_chosen.connect(host.slider.heard.append)
    host.slider.show_range(np.arange(0, 101, 10), 105, 40)
    yield host.slider


def test_with_nothing_to_rewind_the_line_is_empty_and_keeps_its_height(host):
    slider = host.slider
    for iterations in (np.empty(0, np.int64), np.array([0])):
        slider.show_range(iterations, 0, None)
        assert not slider.has_places and not slider.scale.isVisible() and not slider.label.isVisible()
        assert slider.height() == HEIGHT <= 34
    slider.show_range(np.array([0]), 1, None)
    assert slider.scale.isVisible() and slider.branch_button.isVisible()


def test_at_its_newest_place_it_follows_a_run(slider):
    slider.show_running(True)
    assert slider.scale.value() == slider.scale.maximum() == 11
    assert slider.label.text() == "iteration 105 · now"
    slider.show_range(np.arange(0, 2001, 20), 2013, 40)
    assert slider.scale.value() == slider.scale.maximum() == 101
    assert slider.label.text() == "iteration 2,013 · now"
    assert slider.scale.marked_position == 2
    slider.show_running(False)
    assert slider.label.text() == "iteration 2,013 · newest"
    assert slider.heard == []


@pytest.mark.parametrize(("last", "kept"), [(8, None), (8, 5), (12_345, 1_234)])
def test_the_whole_text_is_to_be_read(slider, last, kept, qtbot):
    slider.show_range(np.arange(last + 1), last, None, kept)
    qtbot.waitUntil(lambda: slider.label.width() >= slider.label.sizeHint().width())


def test_rewound_it_stays_where_it_is_while_the_run_goes_on(slider):
    slider.show_running(True)
    slider.show_position(50)
    slider.show_range(np.arange(0, 401, 20), 403, None)
    assert slider.scale.value() == 2 and slider.label.text() == "rewound to 50 of 403"
    assert slider.heard == []


def test_the_kept_best_iterate_is_where_a_run_stands(slider, qtbot):
    slider.show_range(np.arange(0, 101, 10), 105, 47, kept=47)
    assert slider.label.text() == "iteration 47 of 105 · best kept"
    assert slider.scale.value() == slider.scale.marked_position == 5
    with qtbot.waitSignal(slider.iteration_chosen) as chosen:
        qtbot.keyClick(slider.scale, Qt.Key.Key_Right)
    assert chosen.args == [50]
    with qtbot.waitSignal(slider.iteration_chosen) as chosen:
        qtbot.keyClick(slider.scale, Qt.Key.Key_Left)
    assert chosen.args == [None]


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 480),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 520),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 400),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 600),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 400),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, None),
    ],
)
def test_keys(host, slider, qtbot, key, modifier, expected):
    slider.show_range(np.arange(0, 2001, 20), 2010, None)
    slider.show_position(500)
    with qtbot.waitSignal(slider.iteration_chosen) as chosen:
        qtbot.keyClick(slider.scale, key, modifier)
    assert chosen.args == [expected]
    qtbot.keyClick(slider.scale, Qt.Key.Key_Space)
    assert [key for key in host.keys if key != Qt.Key.Key_Shift] == [Qt.Key.Key_Space]


def test_a_drag_tells_where_it_ends_and_not_every_pixel(slider, qtbot):
    slider.show_range(np.arange(0, 1001), 1001, None)
    middle = slider.scale.height() // 2
    left, right = slider.scale.x_of(900), slider.scale.x_of(100)
    qtbot.mousePress(slider.scale, Qt.MouseButton.LeftButton, pos=QPoint(left, middle))
    places = set()
    for x in range(left, right, -1):
        qtbot.mouseMove(slider.scale, QPoint(x, middle))
        places.add(slider.scale.value())
    # The words go along at once; whoever has to work for it is told at the pace of repaints.
    assert slider.label.text() == f"rewound to {slider.scale.value()} of 1,001"
    # What was shown before the drag arrives late, and must not pull the handle back.
    slider.show_position(None)
    assert slider.label.text().startswith("rewound")
    last = slider.scale.value()
    qtbot.mouseRelease(slider.scale, Qt.MouseButton.LeftButton, pos=QPoint(right + 1, middle))
    qtbot.waitUntil(lambda: last in slider.heard)
    assert slider.heard[-1] == last and len(slider.heard) < len(places)


def test_back_to_where_the_run_stands(slider, qtbot):
    assert not slider.newest_button.isEnabled()
    slider.show_position(30)
    with qtbot.waitSignal(slider.iteration_chosen) as chosen:
        qtbot.mouseClick(slider.newest_button, Qt.MouseButton.LeftButton)
    assert chosen.args == [None] and slider.label.text() == "iteration 105 · newest"
    assert not slider.newest_button.isEnabled()


def test_a_run_that_trains_is_branched_only_where_it_was_before(slider, qtbot):
    assert slider.branch_button.isEnabled()
    slider.show_running(True)
    assert not slider.branch_button.isEnabled()
    slider.show_position(30)
    with qtbot.waitSignal(slider.branch_asked):
        qtbot.mouseClick(slider.branch_button, Qt.MouseButton.LeftButton)


def test_a_hidden_line_says_nothing_until_it_is_shown(host, slider, qtbot):
    slider.hide()
    assert not slider._clock._timer.isActive()
    qtbot.keyClick(slider.scale, Qt.Key.Key_Home)
    assert slider.heard == []
    slider.show()
    qtbot.waitUntil(lambda: slider.heard == [0])


def test_what_is_read_aloud(slider):
    slider.show_position(30)
    slider._clock.flush()
    assert slider.scale.accessibleDescription() == "rewound to 30 of 105, best iterate 40"
    assert "best iterate 40" in slider.scale.toolTip()
    for widget in (slider.scale, slider.newest_button, slider.branch_button):
        assert widget.accessibleName()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_theme_colours_tick_and_icons(slider, theme):
    slider.show_theme(theme)
    slider.show_position(90)
    image = slider.branch_button.icon().pixmap(16).toImage()
    inks = {image.pixelColor(x, y).name() for x in range(16) for y in range(16)}
    assert theme.ink in inks
    tick = slider.scale.grab().toImage()
    x = slider.scale.x_of(slider.scale.marked_position)
    assert any(tick.pixelColor(x, y).name() == theme.ink for y in range(tick.height()))
