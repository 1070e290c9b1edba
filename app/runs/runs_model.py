"""The runs as a table: one line each, and a column for every setting that differs among them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from app.plots.plot_ticks import risk_text
from app.settings.number_text import shown_texts
from lrengine.errors import LabError
from lrengine.settings import find_setting

Index = QModelIndex | QPersistentModelIndex
_FIGURES: Final = ("Risk", "Validation", "Test")
_ROLES = Qt.ItemDataRole


@dataclass(frozen=True)
class RunRow:
    """What the table says of a run; `settings` by key, as in "solver.learning_rate".

    colour  #rrggbb
    status  ready, running, paused, finished, or why it stopped
    """

    number: int
    colour: str
    settings: Mapping[str, object]
    risk: float | None
    validation_accuracy: float | None
    test_accuracy: float | None
    revealed: bool
    status: str


class RunsModel(QAbstractTableModel):
    """Newest run first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RunRow, ...] = ()
        self._keys: tuple[str, ...] = ()
        self._quiet = QColor("#808080")
        self._dots: dict[str, QIcon] = {}

    def show_runs(self, rows: Sequence[RunRow]) -> None:
        """Take over the runs, touching only what has changed."""
        newest_first = tuple(sorted(rows, key=lambda row: -row.number))
        if newest_first == self._rows:
            return
        keys = differing_settings(newest_first)
        if keys != self._keys or [r.number for r in newest_first] != [r.number for r in self._rows]:
            self.beginResetModel()
            self._rows, self._keys = newest_first, keys
            self.endResetModel()
            return
        before, self._rows = self._rows, newest_first
        for line, (old, new) in enumerate(zip(before, newest_first, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(line, 0), self.index(line, self.columnCount() - 1))

    def show_quiet_ink(self, colour: str) -> None:
        """The colour of figures that are sealed or unknown."""
        self._quiet = QColor(colour)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self.columnCount() - 1))

    def run_number(self, line: int) -> int:
        return self._rows[line].number

    def line_of(self, number: int) -> int | None:
        return next((line for line, row in enumerate(self._rows) if row.number == number), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1 + len(self._keys) + len(_FIGURES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLES.TextAlignmentRole:
            return self._alignment(section)
        if role != _ROLES.DisplayRole or not 0 <= section < self.columnCount():
            return None
        return ("Run", *map(_title, self._keys), *_FIGURES)[section]

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        match role:
            case _ROLES.DisplayRole:
                return self._text(row, index.row(), column)
            case _ROLES.TextAlignmentRole:
                return self._alignment(column)
            case _ROLES.DecorationRole if column == 0:
                return self._dot(row.colour)
            case _ROLES.ToolTipRole if column == 0:
                return f"Run {row.number}: {row.status.replace('_', ' ')}"
            case _ROLES.ForegroundRole if self._text(row, index.row(), column) in ("sealed", "–"):
                return self._quiet
            case _ROLES.FontRole if index.row() == 0 and column == 0:
                font = QFont()
                font.setWeight(QFont.Weight.DemiBold)
                return font
        return None

    def _text(self, row: RunRow, line: int, column: int) -> str:
        if column == 0:
            now = " · now" if line == 0 else ""
            return f"{row.number}{now}" + (" · diverged" if row.status == "diverged" else "")
        if column <= len(self._keys):
            key = self._keys[column - 1]
            return setting_text(key, row.settings.get(key))
        match _FIGURES[column - 1 - len(self._keys)]:
            case "Risk":
                return "–" if row.risk is None else risk_text(row.risk)
            case "Validation":
                return _percent(row.validation_accuracy)
            case _:
                return _percent(row.test_accuracy) if row.revealed else "sealed"

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column > len(self._keys) else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _dot(self, colour: str) -> QIcon:
        if colour not in self._dots:
            pixmap = QPixmap(32, 32)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawEllipse(QRectF(2, 2, 28, 28))
            painter.end()
            self._dots[colour] = QIcon(pixmap)
        return self._dots[colour]


def differing_settings(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """Keys whose values are not the same in all runs, in the order of the settings."""
    if not rows:
        return ()
    first = rows[0].settings
    keys = list(first) + [key for row in rows[1:] for key in row.settings if key not in first]
    return tuple(
        key for key in dict.fromkeys(keys) if any(row.settings.get(key) != first.get(key) for row in rows)
    )


def setting_text(key: str, value: object) -> str:
    """A setting's value as a person reads it."""
    if value is None or value == "" or value == ():
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key == "data.placed" and isinstance(value, tuple | list):
        return f"{len(value)} points"
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    try:
        setting = find_setting(key)
    except LabError:
        return str(value)
    if isinstance(value, int | float):
        texts = shown_texts(setting, value) if math.isfinite(value) else (str(value),)
        return min(texts, key=len) if len(texts[0]) > 12 else texts[0]
    return setting.title_of(str(value)) if setting.kind == "choice" else str(value)


def _title(key: str) -> str:
    try:
        return find_setting(key).title
    except LabError:
        return key


def _percent(share: float | None) -> str:
    return "–" if share is None or not math.isfinite(share) else f"{100 * share:.2f} %"
