"""Where the panels lie: docks around a centre, movable, remembered, and put back on request."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabBar, QTabWidget, QToolBar, QWidget

from app.goes_first import GoesFirst

# A layout saved by another version of the docks is not restored.
VERSION = 2
_AREA = Qt.DockWidgetArea

SETTINGS, DRAWING, RUNS = "Settings", "Drawing", "Runs"
EVALUATION, SWEEP, LAB, EXPLAIN = "Evaluation", "Sweep", "2-D lab", "Explain"
BELOW = (RUNS, EVALUATION, SWEEP, LAB, EXPLAIN)
_TOP = QTabWidget.TabPosition.North
_RUNS_HEIGHT = 190
# Less than some panels ask for: the docks below share a place, and the widest would widen the window.
_LEAST_HEIGHT, _LEAST_WIDTH = 110, 440
# The other panels below show pictures: they rise to this share of the window when they are chosen.
_PICTURES_SHARE = 0.42


class WindowLayout(QObject):
    """The bar on top, docks left, right and below, and the centre.

    The docks below share one place as tabs. Each keeps the height it had when it was last on view.
    """

    def __init__(self, window: QMainWindow, bar: QWidget, centre: QWidget) -> None:
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
        window.setCentralWidget(centre)
        window.setCorner(Qt.Corner.BottomLeftCorner, _AREA.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, _AREA.RightDockWidgetArea)
        window.setTabPosition(_AREA.BottomDockWidgetArea, _TOP)
        self.docks = {name: self._dock(name) for name in (SETTINGS, DRAWING, *BELOW)}
        self._heights: dict[str, int] = {}
        self._on_view = RUNS
        window.resize(QSize(1440, 900).boundedTo(window.screen().availableSize()))
        self.reset()
        # A change of shape paints everything anew.
        self._goes_first = GoesFirst(self)
        window.installEventFilter(self)
        for dock in self.docks.values():
            dock.visibilityChanged.connect(self._goes_first.until_shown)
        for name in BELOW:
            self.docks[name].installEventFilter(self)
            self.docks[name].visibilityChanged.connect(self._note_view)
            self.docks[name].topLevelChanged.connect(self._dress_title)
            # Its tab names it already.
            self.docks[name].setTitleBarWidget(QWidget())

    def fill(self, name: str, panel: QWidget) -> None:
        """Put a panel into its dock."""
        dock = self.docks[name]
        before = dock.widget()
        if name in BELOW:
            # Tabs that share a place share the largest minimum, and the table of runs wants to stay low.
            panel.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
            panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            panel.setProperty("panel", True)
        dock.setWidget(panel)
        if before is not None:
            before.deleteLater()

    def raise_dock(self, name: str) -> None:
        """Bring a panel to the front."""
        self.docks[name].show()
        self.docks[name].raise_()

    def is_on_view(self, name: str) -> bool:
        """Whether the user can see the panel: not closed, and not behind another tab."""
        dock = self.docks[name]
        return dock.isVisible() and not dock.visibleRegion().isEmpty()

    def add_to_menu(self, menu: QMenu) -> None:
        """One entry for each dock, to show or hide it."""
        menu.addSeparator()
        for dock in self.docks.values():
            menu.addAction(dock.toggleViewAction())

    @Slot()
    def reset(self) -> None:
        """Every dock back where it was at first."""
        self._heights = {}
        areas = {SETTINGS: _AREA.LeftDockWidgetArea, DRAWING: _AREA.RightDockWidgetArea}
        for name, dock in self.docks.items():
            dock.setFloating(False)
            self._window.addDockWidget(areas.get(name, _AREA.BottomDockWidgetArea), dock)
            dock.show()
        for name in BELOW[1:]:
            self._window.tabifyDockWidget(self.docks[RUNS], self.docks[name])
        self.docks[RUNS].raise_()
        self._on_view = RUNS
        sides = [self.docks[SETTINGS], self.docks[DRAWING]]
        self._window.resizeDocks(sides, [300, 296], Qt.Orientation.Horizontal)
        self._set_height(RUNS)

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._goes_first.until_shown()
        elif event.type() == QEvent.Type.Resize and watched is self.docks[self._on_view]:
            # What the area is asked for is the dock and its tabs.
            self._heights[self._on_view] = self.docks[self._on_view].height() + self._tabs_height()
        return False

    def _tabs_height(self) -> int:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        bars = self._window.findChildren(QTabBar, options=direct)
        return max((bar.height() for bar in bars if bar.isVisible()), default=0)

    @Slot(bool)
    def _note_view(self, visible: bool) -> None:
        dock = self.sender()
        name = next((name for name in BELOW if self.docks[name] is dock), None)
        if not visible or name is None or name == self._on_view or self.docks[name].isFloating():
            return
        self._on_view = name
        self._set_height(name)

    @Slot(bool)
    def _dress_title(self, floating: bool) -> None:
        """A dock that floats needs a bar to be held by."""
        dock = self.sender()
        if isinstance(dock, QDockWidget):
            dock.setTitleBarWidget(None if floating else QWidget())  # type: ignore[arg-type]

    def _set_height(self, name: str) -> None:
        default = _RUNS_HEIGHT if name == RUNS else int(_PICTURES_SHARE * self._window.height())
        height = self._heights.get(name, default)
        self._window.resizeDocks([self.docks[name]], [height], Qt.Orientation.Vertical)

    def _dock(self, title: str) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"{title.lower().replace(' ', '_').replace('-', '_')}_dock")
        dock.setWidget(QWidget())
        return dock
