"""The files opened or saved lately, newest first, in a menu and kept across starts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

MOST = 8


class RecentFiles(QObject):
    """Fills a menu with the last files; a file that is gone leaves the list when it is chosen.

    chosen   Path
    """

    chosen = Signal(object)

    def __init__(self, menu: QMenu, store: QSettings | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._menu = menu
        self._store = store
        kept = store.value("recent") if store is not None else None
        # QSettings gives a list of one back as its only entry.
        names = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        self.paths = [Path(str(name)) for name in names][:MOST]
        self._show()

    def add(self, path: Path) -> None:
        """`path` was just used."""
        path = path.absolute()
        self._keep([path, *(other for other in self.paths if other != path)][:MOST])

    def forget(self, path: Path) -> None:
        self._keep([other for other in self.paths if other != path])

    def _keep(self, paths: list[Path]) -> None:
        self.paths = paths
        if self._store is not None:
            self._store.setValue("recent", [str(path) for path in paths])
        self._show()

    def _show(self) -> None:
        self._menu.clear()
        for path in self.paths:
            action = self._menu.addAction(f"{path.name}   ({path.parent})")
            action.setData(str(path))
            action.triggered.connect(self._tell)
        self._menu.setEnabled(bool(self.paths))

    @Slot()
    def _tell(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(Path(action.data()))
