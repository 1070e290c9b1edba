"""Which theme is on, and everything that has to be told of it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.actions import Actions
from app.look.theme import DARK, LIGHT, Theme, apply_theme, system_theme


class Themed(Protocol):
    """A panel that dresses itself."""

    def show_theme(self, theme: Theme) -> None: ...


class Dresser(QObject):
    """Dresses the application and its panels in "light", "dark" or what the "system" asks for."""

    def __init__(self, actions: Actions, store: QSettings | None, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._store = store
        self._panels: list[Themed] = []
        self.theme: Theme = LIGHT
        actions.themes.triggered.connect(self._take_choice)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def add(self, *panels: Themed) -> None:
        """Dress these from now on."""
        self._panels += panels
        for panel in panels:
            panel.show_theme(self.theme)

    def choose_saved(self) -> None:
        """The theme of last time, or the system's."""
        self.choose(str(self._store.value("theme", "system")) if self._store is not None else "system")

    def choose(self, name: str) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.theme = {"dark": DARK, "light": LIGHT}.get(name) or system_theme(application)
        self._actions.check_theme(name)
        apply_theme(application, self.theme)
        for panel in self._panels:
            panel.show_theme(self.theme)
        if self._store is not None:
            self._store.setValue("theme", name)

    @Slot(QAction)
    def _take_choice(self, action: QAction) -> None:
        self.choose(action.data())

    @Slot()
    def _follow_system(self) -> None:
        if self._actions.theme_name() == "system":
            self.choose("system")
