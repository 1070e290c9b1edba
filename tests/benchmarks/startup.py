"""Process start to a painted canvas that takes a stroke and predicts, to the plots, and to all panels (s).

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
    from app import launch
    from app.main_window import MainWindow
    from driving import MOVE, PRESS, send_mouse

    from PySide6.QtCore import QPointF, QTimer

    times = {}

    def now(moment: str) -> None:
        times[moment] = time.time() - began

    def draw(window) -> None:
        canvas = window.drawing_panel.canvas
        for kind, share in ((PRESS, 0.2), (MOVE, 0.5), (MOVE, 0.8)):
            send_mouse(canvas, kind, QPointF(canvas.width() / 2, share * canvas.height()))
        assert window.drawing_panel.prediction.headline.text().startswith("1")
        now("canvas")

    def when_painted(kind, act) -> None:
        """Do something once, when the first widget of a kind has been painted."""
        paint, is_due = kind.paintEvent, [True]

        def painted(widget, event) -> None:
            paint(widget, event)
            if is_due:
                is_due.clear()
                act()

        kind.paintEvent = painted

    class Timed(MainWindow):
        def showEvent(self, event) -> None:  # noqa: N802 - Qt's name
            super().showEvent(event)
            when_painted(type(self.drawing_panel.canvas), self.see_canvas)

        def see_canvas(self) -> None:
            now("painted")
            QTimer.singleShot(0, lambda: draw(self))

        def add_plots(self) -> None:
            super().add_plots()
            when_painted(type(self.curves.risk_plot), lambda: now("plots"))

        def add_panels(self) -> None:
            super().add_panels()
            now("panels")
            QTimer.singleShot(0, self.close)

    launch.MainWindow = Timed
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
    for moment in ("painted", "canvas", "plots", "panels"):
        figures = [times[moment] for times in rounds[1:]]
        print(f"{moment:8} median {statistics.median(figures):.3f} s  "
              f"min {min(figures):.3f}  max {max(figures):.3f}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
