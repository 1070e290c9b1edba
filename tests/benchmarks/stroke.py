"""A stroke's point to updated bars and tint: time from a mouse move to the repainted reading, in ms.

    python tests/benchmarks/stroke.py [--points 400] [--features pixels] [--all]

Measured idle, while a full-batch run goes on at full speed, and right after its start, while the
largest stable step of its new rows is still worked out beside it. `--all` unfolds the lens and the
nearest training images, too, which are worked out beside the window.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def draw(window, points: int) -> list[float]:
    from PySide6.QtCore import QEvent, QObject, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    class PaintCount(QObject):
        """How often each of some widgets was painted."""

        def __init__(self, *widgets) -> None:
            super().__init__()
            self._widgets = widgets
            self.counts = [0] * len(widgets)
            for widget in widgets:
                widget.installEventFilter(self)

        def eventFilter(self, watched, event) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint:
                self.counts[self._widgets.index(watched)] += 1
            return False

    panel = window.drawing_panel
    canvas, evidence = panel.canvas, panel.reading.evidence
    painted = PaintCount(panel.prediction.bars, evidence.picture)
    left, none, keys = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    canvas.clear()
    times = []
    for index in range(points):
        turn = 2 * math.pi * index / 60
        place = QPointF(
            canvas.width() * (0.5 + 0.3 * math.cos(turn)), canvas.height() * (0.5 + 0.3 * math.sin(turn))
        )
        kind = QEvent.Type.MouseMove if index else QEvent.Type.MouseButtonPress
        button = none if index else left
        event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, left, keys)
        began = time.perf_counter()
        QApplication.sendEvent(canvas, event)
        # Brings everything that waits to be painted in the window up to date.
        canvas.repaint()
        times.append(1000 * (time.perf_counter() - began))
        if index % 60 == 59:
            release = QMouseEvent(
                QEvent.Type.MouseButtonRelease, place, canvas.mapToGlobal(place), left, none, keys
            )
            QApplication.sendEvent(canvas, release)
            press = QMouseEvent(
                QEvent.Type.MouseButtonPress, place, canvas.mapToGlobal(place), left, left, keys
            )
            canvas.clear()
            QApplication.sendEvent(canvas, press)
        QApplication.processEvents()
    assert min(painted.counts) >= points, "bars and tint were not painted at each point"
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=400)
    parser.add_argument("--features", default="pixels")
    parser.add_argument("--all", action="store_true", help="unfold every part of the reading")
    chosen = parser.parse_args()
    from PySide6.QtWidgets import QApplication

    from app.main_window import MainWindow
    from app.reading.reading_panel import PARTS, WHY

    sys.setswitchinterval(0.0003)
    application = QApplication([])
    window = MainWindow()
    window.show()
    window.drawing_panel.open_parts(PARTS if chosen.all else (WHY,))
    while window.session.desk.optimum is None or window.session.desk.optimum.value is None:
        application.processEvents()
        time.sleep(0.01)
    for state in ("idle", "start", "training"):
        if state == "start":
            changes = {"solver.batch_size": 0, "stopping.iterations": 0, "features.kind": chosen.features}
            window.session.change_settings(changes)
            window.actions_["train_action"].trigger()
            while window.session.run is None or window.session.run.updates < 10:
                application.processEvents()
                time.sleep(0.01)
        if state == "training":
            settled = time.perf_counter() + 3
            while time.perf_counter() < settled:
                application.processEvents()
                time.sleep(0.01)
        times = draw(window, chosen.points)
        print(f"{state:9} median {np.median(times):.2f} ms  p99 {np.percentile(times, 99):.2f} ms  "
              f"max {np.max(times):.2f} ms")  # fmt: skip
    window.close()
    window.deleteLater()
    application.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
