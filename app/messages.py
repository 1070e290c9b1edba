"""The sentence in the status bar: one at a time, and gone when what it was about is gone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QStatusBar

from app.session import Session


class Messages(QObject):
    """Says what the session and the panels have to say."""

    def __init__(self, bar: QStatusBar, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._session = session
        self._refusal = ""
        session.said.connect(self.say)
        session.recipe_changed.connect(self.unsay)
        session.run_began.connect(self.unsay)
        session.desk.loading_changed.connect(self._note_loading)
        session.drawing_changed.connect(self._unsay_refusal)

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show one sentence until something newer takes its place; a divergence in the colour of alarm."""
        run = self._session.run
        alarm = run is not None and run.reason == "diverged" and sentence == run.sentence
        if alarm != bool(self._bar.property("bad")):
            self._bar.setProperty("bad", alarm)
            self._bar.style().polish(self._bar)
        self._bar.showMessage(sentence)
        self._bar.setToolTip(sentence)

    @Slot()
    def unsay(self) -> None:
        """What was said was of settings or a run that are gone."""
        self.say("")

    @Slot(bool)
    def _note_loading(self, loading: bool) -> None:
        """What was said of a loading is over with the next one."""
        if loading:
            self.unsay()

    @Slot(str)
    def refuse(self, sentence: str) -> None:
        """A picture was refused; said until there is another drawing."""
        self._refusal = sentence
        self.say(sentence)

    @Slot()
    def _unsay_refusal(self) -> None:
        if self._refusal and self._bar.currentMessage() == self._refusal:
            self.say("")
        self._refusal = ""
