"""The points of the plane while they are edited, and when others are told of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.playground.plane_surface import PlaneSurface
from app.playground.point_history import PointHistory
from app.playground.point_set import PointSet

# Data made by hand stays small: a recipe holds every point of it.
MOST_POINTS: Final = 2000
_REACH = 10.0
_TELL_MS = 66


class PlaneEditor(PlaneSurface):
    """Adds, moves and removes points; places are pixels of the widget.

    points_edited   the points as a recipe holds them, after each edit and some 15 times a second of a drag
    view_changed    whether the view still fits the points
    refused         a sentence: why an edit was not made
    """

    points_edited = Signal(object)
    view_changed = Signal(bool)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.class_name = "0"
        self.history = PointHistory()
        self._dragged: int | None = None
        self._grip = QPointF()
        self._untold = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_TELL_MS)
        self._clock.timeout.connect(self._tell_if_due)

    @property
    def is_dragging(self) -> bool:
        return self._dragged is not None

    @property
    def may_edit(self) -> bool:
        """Whether there are few enough points to move them by hand."""
        return len(self.points) <= MOST_POINTS

    def stop_telling(self) -> None:
        self._clock.stop()

    def take_points(self, shown: PointSet) -> None:
        """Points of new data; those of an edit that is already past are left alone."""
        was_empty = not len(self.points)
        if self.history.take(shown):
            self._untold = False
            self.end_drag()
            self.select(None)
            self.show_points_anew(self.history.now)
            if was_empty or self.is_fitted or not self.view.sees_any(self.points.positions):
                self.fit()
                self.view_changed.emit(True)
        else:
            self.show_points_anew(self.history.now)

    def clear(self) -> None:
        """Take every point away, as an edit that is not told of."""
        self.select(None)
        if len(self.points):
            self.history.set(self.points.cleared())
        self.history.note_sent()
        self.show_points_anew(self.history.now)
        self.show_all()

    @Slot()
    def undo(self) -> None:
        self.end_drag()
        if self.history.undo():
            self._show_and_tell()

    @Slot()
    def redo(self) -> None:
        self.end_drag()
        if self.history.redo():
            self._show_and_tell()

    @Slot()
    def show_all(self) -> None:
        """Fit the view to the points."""
        self.fit()
        self.view_changed.emit(True)

    def add(self, place: QPointF) -> None:
        """Place a point of the chosen class at a pixel."""
        if len(self.points) >= MOST_POINTS:
            self.refused.emit(
                f"There are {len(self.points):,} points, more than can be placed by hand: choose Empty."
            )
            return
        x, y = self.view.to_position(place.x(), place.y())
        self.edit(self.points.added(x, y, self.class_name))
        self.select(len(self.points) - 1)

    def remove(self, index: int) -> None:
        self.select(None)
        self.edit(self.points.removed(index))

    def begin_drag(self, index: int, place: QPointF) -> None:
        """Take hold of a point somewhere near it."""
        self._dragged = index
        self._grip = QPointF(*self.view.to_pixels(self.points.positions[index : index + 1])[0]) - place
        self.history.set(self.points)
        self.lift(index)

    def drag(self, place: QPointF) -> None:
        """The pointer has moved: the point follows at once, those who are told a little later."""
        if self._dragged is None:
            return
        inside = (
            QPointF(min(max(place.x(), 0), self.width()), min(max(place.y(), 0), self.height())) + self._grip
        )
        x, y = self.view.to_position(inside.x(), inside.y())
        self.history.amend(self.history.now.moved(self._dragged, x, y))
        # The other points' layer stays as it is.
        self.points = self.history.now
        self.update()
        self._untold = True
        if not self._clock.isActive():
            self._tell()

    def end_drag(self) -> None:
        dragged, self._dragged = self._dragged, None
        if dragged is None:
            return
        self.lift(None)
        self.show_points_anew(self.history.now)
        if self._untold:
            self._tell()

    def edit(self, points: PointSet) -> None:
        self.history.set(points)
        self._show_and_tell()

    def _show_and_tell(self) -> None:
        points = self.history.now
        if self.selected is not None and self.selected >= len(points):
            self.select(None)
        self.show_points_anew(points)
        self._tell()

    def _tell(self) -> None:
        self._untold = False
        self._clock.start()
        self.history.note_sent()
        self.points_edited.emit(self.points.placed())

    @Slot()
    def _tell_if_due(self) -> None:
        if self._untold:
            self._tell()

    def point_at(self, place: QPointF) -> int | None:
        """The nearest point within reach, the topmost of equals."""
        if not len(self.points):
            return None
        offsets = self.view.to_pixels(self.points.positions) - (place.x(), place.y())
        distances = np.hypot(offsets[:, 0], offsets[:, 1])
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= _REACH else None
