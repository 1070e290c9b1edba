"""The interface under the user's hands while training goes on at full speed.

    python tests/benchmarks/interface.py [--seconds 5] [--threads 0] [--json FILE]

Real events are posted at a mouse's pace: a digit is drawn, the learning rate and the time machine are
dragged, the window is resized, tabs are switched, a dock is hidden and shown. For each: time from an event's
post to the end of the repaint that shows what it did, repaints of the curves, and gaps of the event loop.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
import time

import lrengine
from driving import (
    FULL_SPEED,
    MOVE,
    PRESS,
    RELEASE,
    Gaps,
    Repainted,
    close_window,
    draw_three,
    live,
    mouse_event,
    open_window,
    pass_time,
    send_mouse,
    spread,
    train,
    wait_for_analysis,
    write_report,
)

from PySide6.QtCore import QDeadlineTimer, QPointF
from PySide6.QtWidgets import QSlider, QTabBar, QWidget

MOUSE_MS = 8
# What takes the eye longer than a mouse's move is done at this pace.
GESTURE_MS = 120
STROKE_POINTS = 60
DRAG_PIXELS = 5


def drawing(window, timer):
    """Strokes on the canvas, until the bars show what the model reads."""
    canvas, bars = window.drawing_panel.canvas, window.drawing_panel.prediction.bars
    canvas.clear()
    for index in itertools.count():
        turn = 2 * math.pi * index / STROKE_POINTS
        place = QPointF(
            canvas.width() * (0.5 + 0.3 * math.cos(turn)), canvas.height() * (0.5 + 0.3 * math.sin(turn))
        )
        match index % STROKE_POINTS:
            case 0:
                canvas.clear()
                yield timer.after_post(canvas, mouse_event(canvas, PRESS, place), bars)
            case last if last == STROKE_POINTS - 1:
                yield timer.after_post(canvas, mouse_event(canvas, RELEASE, place), canvas)
            case _:
                yield timer.after_post(canvas, mouse_event(canvas, MOVE, place), bars)


def dragging(slider, timer, shares):
    """A slider's handle to and fro between two shares of its length, in steps it cannot miss."""
    left, right = (round(share * slider.width()) for share in shares)
    path = [*range(left, right, DRAG_PIXELS), *range(right, left, -DRAG_PIXELS)]
    places = itertools.cycle(QPointF(x, slider.height() / 2) for x in path)
    yield timer.after_post(slider, mouse_event(slider, PRESS, next(places)), slider)
    try:
        for place in places:
            yield timer.after_post(slider, mouse_event(slider, MOVE, place), slider)
    finally:
        send_mouse(slider, RELEASE, QPointF(left, slider.height() / 2))


def learning_rate(window, timer):
    """Below the rates at which a run runs away."""
    slider = window.findChild(QWidget, "learning_rate").findChild(QSlider)
    return dragging(slider, timer, (0.1, 0.5))


def time_machine(window, timer):
    return dragging(window.time_slider.scale, timer, (0.1, 0.9))


def resizing(window, timer):
    """The window by a few pixels, until the curves are painted in their new size."""
    size, plot = window.size(), window.curves.risk_plot.viewport()
    try:
        for index in itertools.count():
            by = round(60 * math.sin(index / 8))
            yield timer.after_call(lambda by=by: window.resize(size.width() + by, size.height() + by), plot)
    finally:
        window.resize(size)


def tabs(window, timer):
    """A click on each tab below in turn, until its panel is painted."""
    bar = next(bar for bar in window.findChildren(QTabBar) if bar.isVisible() and bar.count() > 3)
    docks = {dock.windowTitle(): dock for dock in window.layout_.docks.values()}
    for index in itertools.cycle((*range(1, bar.count()), 0)):
        place = QPointF(bar.tabRect(index).center())
        panel = docks[bar.tabText(index)].widget()
        yield timer.after_post(bar, mouse_event(bar, PRESS, place), panel)
        window.application.postEvent(bar, mouse_event(bar, RELEASE, place))


def docks(window, timer):
    """The settings away and back, until the curves are painted in their new size."""
    dock, plot = window.layout_.docks["Settings"], window.curves.risk_plot.viewport()
    try:
        while True:
            yield timer.after_call(dock.toggleViewAction().trigger, plot)
    finally:
        dock.show()


GESTURES = {
    "draw": (drawing, MOUSE_MS),
    "drag the learning rate": (learning_rate, MOUSE_MS),
    "drag the time machine": (time_machine, MOUSE_MS),
    "resize": (resizing, GESTURE_MS // 4),
    "switch tabs": (tabs, GESTURE_MS),
    "hide and show a dock": (docks, GESTURE_MS),
}


def measure(window, gesture, pause: int, seconds: float) -> dict:
    gaps, times = Gaps(), []
    events = gesture(window, Repainted())
    gaps.start()
    painted, began = window.curves.repaints, time.perf_counter()
    while time.perf_counter() - began < seconds:
        due = QDeadlineTimer(pause)
        times.append(next(events))
        pass_time(due)
    spent = time.perf_counter() - began
    gaps.stop()
    drawn = window.curves.repaints - painted
    events.close()
    live(0.2)
    return {
        "events": len(times),
        "latency_ms": spread(times),
        "plot_repaints_per_second": drawn / spent,
        "event_loop_gap_ms": spread(gaps.found),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each gesture")
    parser.add_argument("--threads", type=int, default=0, help="of the training; 0 is the window's choice")
    parser.add_argument("--json")
    chosen = parser.parse_args()
    window = open_window()
    window.session.change_settings(FULL_SPEED | {"run.threads": chosen.threads})
    wait_for_analysis(window)
    draw_three(window)
    train(window)
    live(1.5)
    report = {}
    print(f"{'':24}{'latency ms':>21}{'':3}{'gaps ms':>21}   plot")
    print(f"{'':24}{'median':>7}{'p99':>7}{'max':>7}{'':3}{'median':>7}{'p99':>7}{'max':>7}    fps  events")
    for name, (gesture, pause) in GESTURES.items():
        if window.session.run.state != "running":
            window.actions_["train_action"].trigger()
        found = report[name] = measure(window, gesture, pause, chosen.seconds)
        figures = [
            "".join(f"{found[part][figure]:7.1f}" for figure in ("median", "p99", "max"))
            for part in ("latency_ms", "event_loop_gap_ms")
        ]
        print(f"{name:24}{figures[0]}   {figures[1]}{found['plot_repaints_per_second']:7.1f}"
              f"{found['events']:8}", flush=True)  # fmt: skip
    write_report(report, chosen.json)
    close_window(window)
    return 0


if __name__ == "__main__":
    sys.exit(main())
