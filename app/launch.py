"""Opening the window as a person does: remembered layout, plots after the first paint."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.main_window import MainWindow


def session_home() -> Path:
    """Where the session is kept; LOGITLAB_HOME first."""
    import os

    from platformdirs import user_data_path

    kept = os.environ.get("LOGITLAB_HOME")
    return Path(kept) if kept else user_data_path("logit-lab")


def open_window(arguments: list[str] | None = None) -> int:
    """Show the window and run until it is closed."""
    # Short turns under the interpreter lock: the training waits less for a repaint, and back.
    sys.setswitchinterval(0.001)
    application = QApplication([sys.argv[0], *(arguments or [])])
    application.setApplicationName("Logit Lab")
    application.setDesktopFileName("logit-lab")
    window = MainWindow(session_home(), defer_plots=True)
    window.show()
    # The canvas can be drawn on before the plots' library has been imported.
    QTimer.singleShot(0, window, window.add_plots)
    code = application.exec()
    window.deleteLater()
    application.sendPostedEvents()
    del window
    return code
