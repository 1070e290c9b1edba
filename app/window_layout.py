"""Where the panels lie: docks around a centre, movable, remembered, and put back on request."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QSettings, QSize, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QSplitter, QToolBar, QWidget

# A layout saved by another version of the docks is not restored.
VERSION = 1
_AREA = Qt.DockWidgetArea


class WindowLayout(QObject):
    """The bar on top, docks left, right and below, and a splitter in the centre."""

    def __init__(
        self, window: QMainWindow, bar: QWidget, left: QWidget, right: QWidget, below: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        window.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AllowNestedDocks
        )
        toolbar = QToolBar("Run", window)
        toolbar.setObjectName("run_toolbar")
        toolbar.setMovable(False)
        toolbar.addWidget(bar)
        toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        window.addToolBar(toolbar)
        self.centre = QSplitter(Qt.Orientation.Vertical)
        self.centre.setObjectName("centre")
        self.centre.setChildrenCollapsible(False)
        window.setCentralWidget(self.centre)
        window.setCorner(Qt.Corner.BottomLeftCorner, _AREA.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, _AREA.RightDockWidgetArea)
        self.docks = {
            _AREA.LeftDockWidgetArea: self._dock("Settings", left),
            _AREA.RightDockWidgetArea: self._dock("Drawing", right),
            _AREA.BottomDockWidgetArea: self._dock("Runs", below),
        }
        window.resize(QSize(1440, 900).boundedTo(window.screen().availableSize()))
        self.reset()

    def add_to_menu(self, menu: QMenu) -> None:
        """One entry for each dock, to show or hide it."""
        menu.addSeparator()
        for dock in self.docks.values():
            menu.addAction(dock.toggleViewAction())

    def add_to_centre(self, panel: QWidget, stretch: int) -> None:
        self.centre.addWidget(panel)
        self.centre.setStretchFactor(self.centre.indexOf(panel), stretch)

    def share_centre(self, shares: tuple[int, ...]) -> None:
        """Divide the centre's height in these proportions."""
        height = max(self.centre.height(), 100)
        self.centre.setSizes([height * share // sum(shares) for share in shares])

    @Slot()
    def reset(self) -> None:
        """Every dock back where it was at first."""
        for area, dock in self.docks.items():
            dock.setFloating(False)
            self._window.addDockWidget(area, dock)
            dock.show()
        settings, drawing, runs = self.docks.values()
        self._window.resizeDocks([settings, drawing], [300, 296], Qt.Orientation.Horizontal)
        self._window.resizeDocks([runs], [140], Qt.Orientation.Vertical)

    def save(self, store: QSettings) -> None:
        store.setValue("geometry", self._window.saveGeometry())
        store.setValue("layout", self._window.saveState(VERSION))

    def restore(self, store: QSettings) -> None:
        """What was saved, where it still fits."""
        geometry, layout = store.value("geometry"), store.value("layout")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        if isinstance(layout, QByteArray) and not self._window.restoreState(layout, VERSION):
            self.reset()

    def _dock(self, title: str, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"{title.lower()}_dock")
        dock.setWidget(panel)
        return dock
