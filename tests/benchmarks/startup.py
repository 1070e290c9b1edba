"""Process start to a painted canvas that takes a stroke and predicts, and to the plots, in seconds.

    python tests/benchmarks/startup.py [--rounds 7]

Each round is a fresh process that opens the window as a person's command does; the first round
warms the disk and is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import lrengine


def child(began: float) -> None:
    """Open the window, draw at the first paint, and print when things were ready."""
    import app.main_window as main_window
    from app import launch
    from driving import MOVE, PRESS, send_mouse

    from PySide6.QtCore import QPointF, QTimer

    times = {}
    original = main_window.MainWindow.showEvent

    def draw(window) -> None:
        canvas = window.drawing_panel.canvas
        for kind, share in ((PRESS, 0.2), (MOVE, 0.5), (MOVE, 0.8)):
            send_mouse(canvas, kind, QPointF(canvas.width() / 2, share * canvas.height()))
        assert window.drawing_panel.prediction.headline.text().startswith("1")
        times["canvas"] = time.time() - began

    def shown(window, event) -> None:
        original(window, event)
        canvas = window.drawing_panel.canvas
        paint = type(canvas).paintEvent

        def painted(self, event) -> None:
            paint(self, event)
            if "painted" not in times:
                times["painted"] = time.time() - began
                QTimer.singleShot(0, lambda: draw(window))

        type(canvas).paintEvent = painted
        plots = window.add_plots

        def add_plots() -> None:
            plots()
            QTimer.singleShot(0, finish)

        def finish() -> None:
            window.curves.repaint()
            times["plots"] = time.time() - began
            window.close()

        window.add_plots = add_plots

    main_window.MainWindow.showEvent = shown
    launch.open_window()
    print(json.dumps(times))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--child", type=float)
    chosen = parser.parse_args()
    if chosen.child is not None:
        child(chosen.child)
        return 0
    rounds = []
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"LOGITLAB_HOME": home}
        for _ in range(chosen.rounds + 1):
            command = [sys.executable, __file__, "--child", repr(time.time())]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
            rounds.append(json.loads(done.stdout.splitlines()[-1]))
            # The next start must not find this one's stroke on the canvas.
            for kept in Path(home).iterdir():
                kept.unlink()
    for moment in ("painted", "canvas", "plots"):
        figures = [times[moment] for times in rounds[1:]]
        print(f"{moment:8} median {statistics.median(figures):.3f} s  "
              f"min {min(figures):.3f}  max {max(figures):.3f}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
