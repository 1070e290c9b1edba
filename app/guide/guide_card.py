"""The quiet card above the curves: what the recipe is about, and what to look at."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.guide.guide_head import GuideHead
from app.guide.guide_text import GuideText
from app.look.small_button import SmallButton
from app.look.theme import Theme
from lrengine.recipe import About, Explainer


class GuideCard(QWidget):
    """Title, text, the source's figures, and buttons for the live figures that belong to them.

    Hidden where there is nothing to say.

    explainer_asked  the name of a live figure
    open_changed     whether more than one line is shown
    """

    explainer_asked = Signal(str)
    open_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide_card")
        self.setAccessibleName("Guide")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._about: About | None = None
        self._changed: tuple[str, ...] = ()
        self.head = GuideHead()
        self.head.toggled.connect(self._fold)
        self.text = GuideText()
        self.buttons: dict[Explainer, SmallButton] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        self._row.addWidget(self.head, 1)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 6, 8, 6)
        inside.setSpacing(4)
        inside.addLayout(self._row)
        inside.addWidget(self.text)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 0)
        outer.addWidget(card)
        self.show_about(About())

    def show_about(self, about: About, changed: tuple[str, ...] = ()) -> None:
        """What a recipe says of itself, and the titles of settings that are no longer its own."""
        if about == self._about and changed == self._changed:
            return
        other = about != self._about
        self._about, self._changed = about, changed
        summary = " ".join(about.text.split()).partition(". ")[0].rstrip(".")
        self.head.show_title(about.title or "About", summary and f"{summary}.", changed)
        if other:
            self.text.show_about(about)
            self._offer(about.explainers)
            self._show_text()
        self.setVisible(bool(about.title or about.text or about.reports))

    def show_theme(self, theme: Theme) -> None:
        """Nothing to do: everything here follows the palette and the style sheet."""

    def is_open(self) -> bool:
        """Whether the text is shown, and not the title alone."""
        return self.head.isChecked()

    def set_open(self, is_open: bool) -> None:
        self.head.setChecked(is_open)

    @Slot(bool)
    def _fold(self, is_open: bool) -> None:
        self._show_text()
        self.open_changed.emit(is_open)

    def _show_text(self) -> None:
        about = self._about
        has_text = about is not None and bool(about.text or about.reports or about.source)
        self.text.setVisible(self.is_open() and has_text)

    def _offer(self, names: tuple[Explainer, ...]) -> None:
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for name in names:
            button = SmallButton(name)
            button.setObjectName(f"explain_{name}")
            button.setAccessibleName(f"Explain {name}")
            button.setToolTip(f"A live figure: {name}")
            button.clicked.connect(self._ask)
            self._row.addWidget(button)
            self.buttons[name] = button

    @Slot()
    def _ask(self) -> None:
        sender = self.sender()
        for name, button in self.buttons.items():
            if button is sender:
                self.explainer_asked.emit(name)
