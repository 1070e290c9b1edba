"""Files dropped on the window: a picture goes onto the canvas, anything else is opened as what it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from app.drawing.drawing_canvas import DrawingCanvas
from app.file_commands import FileCommands
from app.messages import Messages
from lrengine.errors import LabError
from lrengine.pictures import read_picture

PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"}


class WindowDrops(QObject):
    """Takes one local file or folder at a time, wherever no panel has a use of its own for it."""

    def __init__(
        self, window: QWidget, files: FileCommands, canvas: DrawingCanvas, messages: Messages
    ) -> None:
        super().__init__(window)
        self._files, self._canvas, self._messages = files, canvas, messages
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return False
        assert isinstance(event, QDropEvent)
        path = _dropped_file(event)
        if path is None:
            event.ignore()
            return True
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.take(path)
        return True

    def take(self, path: Path) -> None:
        """Open a file, or show it on the canvas if it is a picture."""
        if path.suffix.lower() not in PICTURES or not path.is_file():
            self._files.open_path(path)
            return
        try:
            self._canvas.show_picture(read_picture(path))
        except LabError as error:
            self._messages.say(str(error))


def _dropped_file(event: QDropEvent) -> Path | None:
    """The one local file or folder that is dragged."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
