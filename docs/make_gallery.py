"""Run recipes in a window without a screen and save a picture of each one's finished state.

    QT_QPA_PLATFORM=offscreen python docs/make_gallery.py docs/gallery softmax moons-polynomial …

Without names every recipe is run; those on MNIST need LOGITLAB_DATA_DIR.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from app.main_window import MainWindow
from app.window_layout import EVALUATION, EXPLAIN, LAB, RUNS, SWEEP

POINTS = ("blobs", "moons", "classification", "points")
# What a recipe is best seen by, where that is not the sweep or the 2-D lab.
VIEWS = {
    "precision-recall": EVALUATION,
    "zero-vs-one-neuron": EXPLAIN,
    "softmax-sgd": EVALUATION,
    "classifier-difference": RUNS,
}
PATIENCE_MS = 300_000
COLOURS = 160


def wait(reached: Callable[[], bool], milliseconds: int = PATIENCE_MS) -> bool:
    """Let the window live until something holds, or for as long as given."""
    deadline = QDeadlineTimer(milliseconds)
    while not reached() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    return reached()


def picture(window: MainWindow, name: str, folder: Path) -> str:
    """Open a recipe, run it and take its picture; a line to say how it went."""
    began = time.perf_counter()
    session = window.session
    window.choose_recipe(name)
    if not wait(lambda: session.rows is not None and not session.desk.is_loading):
        return f"{name}: no rows ({window.statusBar().currentMessage()})"
    window.actions_["train_action"].trigger()
    wait(lambda: False, 300)
    if not wait(lambda: not session.is_busy):
        return f"{name}: not finished after {PATIENCE_MS / 1000:.0f} s"
    seconds = time.perf_counter() - began
    several = session.sweep.recipe is not None and session.recipe.sweep.has_several
    first = SWEEP if several else LAB if session.recipe.data.name in POINTS else RUNS
    window.layout_.raise_dock(VIEWS.get(name, first))
    # What is worked out beside the window once a run halts.
    wait(lambda: session.run is None or session.run.is_calibrated, 10_000)
    wait(lambda: False, 2500)
    path = folder / f"{name}.png"
    window.grab().save(str(path))
    with Image.open(path) as image:
        image.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    return f"{name}: {seconds:.1f} s; {window.statusBar().currentMessage()}"


def main(folder: Path, names: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    window.dresser.choose("light")
    for name in names or list(window.recipes):
        print(picture(window, name, folder), flush=True)
    window.close()
    window.deleteLater()
    application.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
