"""The points as they are edited: undo, redo, and what comes back from the data that was made of them."""

from __future__ import annotations

from app.playground.point_set import EMPTY, PointSet

_MOST = 100
# Edits on their way to the data; a drag sends some fifteen a second.
_MOST_SENT = 64


class PointHistory:
    """now: the newest points; `set` an edit, `amend` a further part of the same edit."""

    def __init__(self) -> None:
        self.now: PointSet = EMPTY
        self._undo: list[PointSet] = []
        self._redo: list[PointSet] = []
        self._sent: list[PointSet] = []
        self.is_own = False

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def set(self, points: PointSet) -> None:
        """Make an edit that can be taken back."""
        self._undo = [*self._undo[1 - _MOST :], self.now]
        self._redo = []
        self.now = points

    def amend(self, points: PointSet) -> None:
        """Go on with the last edit."""
        self.now = points

    def undo(self) -> bool:
        if not self._undo:
            return False
        self._redo.append(self.now)
        self.now = self._undo.pop()
        return True

    def redo(self) -> bool:
        if not self._redo:
            return False
        self._undo.append(self.now)
        self.now = self._redo.pop()
        return True

    def note_sent(self) -> None:
        """The points were handed on: data made of them will come back."""
        self.is_own = True
        self._sent = [*self._sent[1 - _MOST_SENT :], self.now]

    def take(self, shown: PointSet) -> bool:
        """Take up the points of new data; true if they are other points than those on view.

        Data made of an earlier edit is late, and changes nothing.
        """
        known = self.now.take_roles(shown)
        if known is not None and (self.is_own or len(shown) == len(self.now)):
            self.now = known
            self._sent = self._sent[-1:]
            return False
        for place, sent in enumerate(self._sent):
            if len(sent) == len(shown) and sent.take_roles(shown) is not None:
                self._sent = self._sent[place:]
                return False
        if self.is_own and len(self.now):
            # Points placed by hand are worth keeping; those of a generator come again.
            self.set(shown)
        else:
            self._undo, self._redo = [], []
            self.now = shown
        self.is_own = False
        self._sent = []
        return True
