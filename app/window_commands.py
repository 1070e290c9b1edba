"""What the menus, the buttons and their keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.drawing.reading import random_test_digit

if TYPE_CHECKING:
    from app.main_window import MainWindow


class WindowCommands(QObject):
    """The actions that act on the session, the canvas or the window; files have commands of their own."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        session, canvas = window.session, window.drawing_panel.canvas
        slots = {
            "train_action": session.train,
            "pause_action": session.pause,
            "step_action": self._step_once,
            "hundred_action": self._step_hundred,
            "reset_action": session.reset,
            "branch_action": session.branch,
            "take_settings_action": session.take_settings,
            "new_seed_action": self._take_new_seed,
            "reveal_action": self._reveal,
            "get_mnist_action": session.settings.download_mnist,
            "cancel_loading_action": session.settings.cancel_loading,
            "undo_action": canvas.undo,
            "redo_action": canvas.redo,
            "clear_action": canvas.clear,
            "paste_action": canvas.paste,
            "random_digit_action": self._show_test_digit,
            "full_screen_action": self._toggle_full_screen,
            "reset_layout_action": window.layout_.reset,
            "quit_action": window.close,
        }
        for name, slot in slots.items():
            window.actions_[name].triggered.connect(slot)

    @Slot()
    def _step_once(self) -> None:
        self._window.session.step(1)

    @Slot()
    def _step_hundred(self) -> None:
        self._window.session.step(100)

    @Slot()
    def _take_new_seed(self) -> None:
        session = self._window.session
        session.change_settings({"run.seed": session.recipe.run.seed + 1})
        session.reset()

    @Slot(bool)
    def _reveal(self, revealed: bool) -> None:
        self._window.session.reveal_test(revealed)
        self._window.view.show_run()

    @Slot()
    def _show_test_digit(self) -> None:
        window = self._window
        rows = window.session.rows
        drawing = random_test_digit(rows) if rows is not None else None
        if drawing is None:
            window.messages.say("There is no test image to show yet.")
        else:
            window.drawing_panel.canvas.set_drawing(drawing)
            window.session.set_drawing(drawing)

    @Slot(bool)
    def _toggle_full_screen(self, full: bool) -> None:
        if full:
            self._window.showFullScreen()
        else:
            self._window.showNormal()
