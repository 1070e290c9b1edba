"""A stroke's point to updated bars and tint: time from a mouse move to the repainted reading, in ms.

    python tests/benchmarks/stroke.py [--points 400] [--features pixels] [--all]

Measured idle, while a full-batch run goes on at full speed, and right after its start, while the
largest stable step of its new rows is still worked out beside it. `--all` unfolds the lens and the
nearest training images, too, which are worked out beside the window.
"""

from __future__ import annotations

import argparse
import math
import sys
import time

import lrengine
from driving import (
    MOVE,
    PRESS,
    RELEASE,
    PaintCount,
    close_window,
    live,
    open_window,
    send_mouse,
    spread,
    train,
    wait_for_analysis,
)

from PySide6.QtCore import QPointF


def draw(window, points: int) -> list[float]:
    panel = window.drawing_panel
    canvas, evidence = panel.canvas, panel.reading.evidence
    painted = PaintCount(panel.prediction.bars, evidence.picture)
    canvas.clear()
    times = []
    for index in range(points):
        turn = 2 * math.pi * index / 60
        place = QPointF(
            canvas.width() * (0.5 + 0.3 * math.cos(turn)), canvas.height() * (0.5 + 0.3 * math.sin(turn))
        )
        began = time.perf_counter()
        send_mouse(canvas, MOVE if index else PRESS, place)
        # Brings everything that waits to be painted in the window up to date.
        canvas.repaint()
        times.append(1000 * (time.perf_counter() - began))
        if index % 60 == 59:
            send_mouse(canvas, RELEASE, place)
            canvas.clear()
            send_mouse(canvas, PRESS, place)
        window.application.processEvents()
    assert min(painted.counts) >= points, "bars and tint were not painted at each point"
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=400)
    parser.add_argument("--features", default="pixels")
    parser.add_argument("--all", action="store_true", help="unfold every part of the reading")
    chosen = parser.parse_args()
    from app.reading.reading_panel import PARTS, WHY

    window = open_window()
    window.drawing_panel.open_parts(PARTS if chosen.all else (WHY,))
    wait_for_analysis(window)
    for state in ("idle", "start", "training"):
        if state == "start":
            changes = {"solver.batch_size": 0, "stopping.iterations": 0, "features.kind": chosen.features}
            window.session.change_settings(changes)
            train(window)
        if state == "training":
            live(3)
        found = spread(draw(window, chosen.points))
        print(f"{state:9} median {found['median']:.2f} ms  p99 {found['p99']:.2f} ms  "
              f"max {found['max']:.2f} ms")  # fmt: skip
    close_window(window)
    return 0


if __name__ == "__main__":
    sys.exit(main())
