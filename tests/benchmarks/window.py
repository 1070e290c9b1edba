"""The window under load: event-loop gaps, repaints and iterations per second beside headless training.

    python tests/benchmarks/window.py [--seconds 10] [--json FILE]

Trains on the generated digits, full batch, with every panel visible. Headless and window rounds
take turns, so that the ratio holds when the machine's speed drifts. Needs no screen; with one, it
uses it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PROBE_MS = 4


def headless(recipe, rows, threads, seconds):
    """Iterations a second of the bare training loop."""
    from lrengine.experiment import start
    from lrengine.threads import Workers

    workers = Workers(threads)
    training = start(recipe, rows, workers)
    began = time.perf_counter()
    iteration = 0
    for step in training.steps():
        iteration = step.iteration
        if time.perf_counter() - began > seconds:
            break
    workers.close()
    return iteration / (time.perf_counter() - began)


def in_window(window, seconds):
    """Iterations and repaints a second, and the gaps between turns of the event loop, in ms."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, Qt, QTimer, Slot
    from PySide6.QtWidgets import QApplication

    class Probe(QObject):
        def __init__(self):
            super().__init__()
            self.gaps = []
            self.last = None
            self.timer = QTimer(self)
            self.timer.setTimerType(Qt.TimerType.PreciseTimer)
            self.timer.setInterval(PROBE_MS)
            self.timer.timeout.connect(self.tick)

        @Slot()
        def tick(self):
            now = time.perf_counter()
            if self.last is not None:
                self.gaps.append(1000 * (now - self.last))
            self.last = now

    session = window.session
    window.actions_["reset_action"].trigger()
    window.actions_["train_action"].trigger()
    deadline = QDeadlineTimer(1500)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    probe = Probe()
    probe.timer.start()
    first, painted, began = session.run.updates, window.curves.repaints, time.perf_counter()
    deadline = QDeadlineTimer(int(1000 * seconds))
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()
    spent = time.perf_counter() - began
    probe.timer.stop()
    made, drawn = session.run.updates - first, window.curves.repaints - painted
    window.actions_["pause_action"].trigger()
    return made / spent, drawn / spent, probe.gaps


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json")
    chosen = parser.parse_args()

    from PySide6.QtWidgets import QApplication

    from app.demo import THREE
    from app.drawing.drawing_history import Drawing
    from app.main_window import MainWindow
    from lrengine.threads import available_cores

    sys.setswitchinterval(0.0003)
    application = QApplication.instance() or QApplication([])
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    session = window.session
    window.session.change_settings(
        {"solver.batch_size": 0, "solver.learning_rate": 0.05, "stopping.iterations": 0,
         "stopping.epochs": 0.0, "data.validation": 0.1, "run.threads": 1}
    )  # fmt: skip
    while session.rows is None or session.desk.optimum is None or session.desk.optimum.value is None:
        application.processEvents()
        time.sleep(0.01)
    drawing = Drawing((np.array(THREE, dtype=np.float32),))
    window.drawing_panel.canvas.set_drawing(drawing)
    session.set_drawing(drawing)
    rows, recipe = session.rows, session.recipe
    same, all_threads, shown, painted, gaps = [], [], [], [], []
    for _ in range(chosen.rounds):
        same.append(headless(recipe, rows, 1, chosen.seconds / 2))
        all_threads.append(headless(recipe, rows, available_cores(), chosen.seconds / 2))
        pace, repaints, gap = in_window(window, chosen.seconds)
        shown.append(pace)
        painted.append(repaints)
        gaps += gap
    report = {
        "rows": len(rows.train),
        "cores": available_cores(),
        "window_iterations_per_second": statistics.median(shown),
        "ratio_to_headless_same_threads": statistics.median(a / b for a, b in zip(shown, same, strict=True)),
        "ratio_to_headless_all_threads": statistics.median(
            a / b for a, b in zip(shown, all_threads, strict=True)
        ),
        "plot_repaints_per_second": statistics.median(painted),
        "event_loop_gap_ms": {
            "median": float(np.median(gaps)),
            "p99": float(np.percentile(gaps, 99)),
            "max": float(np.max(gaps)),
        },
    }
    print(json.dumps(report, indent=2))
    if chosen.json:
        with open(chosen.json, "w") as file:  # noqa: PTH123
            json.dump(report, file, indent=2)
    window.close()
    window.deleteLater()
    application.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
