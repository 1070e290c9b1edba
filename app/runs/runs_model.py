"""The runs as a table: one line each, and a column for every setting that differs among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont

from app.runs.colour_dots import ColourDots
from app.runs.run_columns import (
    cell_text,
    differing_settings,
    setting_text,
    short_title,
    title,
    title_help,
    usual_values,
)
from app.runs.run_lines import Line, RunRow, lines_of

Index = QModelIndex | QPersistentModelIndex
EYE, RUN, SETTINGS = 0, 1, 2
_FIGURES: Final = ("Risk", "Validation", "Test")
_ROLES = Qt.ItemDataRole
_CHECKS = Qt.CheckState
_FOLDED, _UNFOLDED, _INDENT = "▸ ", "▾ ", "    "


class RunsModel(QAbstractTableModel):
    """Newest run first. Columns: overlaid or not, run, settings, those gathered in one, figures.

    overlays_chosen  (numbers, whether their curves are to be drawn)
    """

    overlays_chosen = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RunRow, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._unfolded: set[int] = set()
        self._overlaid: frozenset[int] = frozenset()
        # Settings that differ, and those of them that have a column, or share one.
        self.differing: tuple[str, ...] = ()
        self._own: tuple[str, ...] = ()
        self._gathered: tuple[str, ...] = ()
        self._usual: Mapping[str, object] = {}
        self._quiet = QColor("#808080")
        self._dots = ColourDots()

    # -- what is shown -------------------------------------------------------------------------

    def show_runs(self, rows: Sequence[RunRow]) -> None:
        """Take over the runs, touching only what has changed."""
        if tuple(rows) == self._rows:
            return
        before, self._rows = self._rows, tuple(rows)
        # Most often a figure has moved and no run has come or gone.
        is_known = len(before) == len(self._rows) and all(
            old.settings is new.settings for old, new in zip(before, self._rows, strict=True)
        )
        differing = self.differing if is_known else differing_settings(self._rows)
        if differing != self.differing:
            self.beginResetModel()
            self.differing, self._own, self._gathered = differing, differing, ()
            self._take_lines()
            self.endResetModel()
        else:
            self._refresh()

    def show_columns(self, own: tuple[str, ...], gathered: tuple[str, ...]) -> None:
        """Give these settings a column each, and those one together."""
        if (own, gathered) != (self._own, self._gathered):
            self.beginResetModel()
            self._own, self._gathered = own, gathered
            self.endResetModel()

    def show_overlaid(self, numbers: Iterable[int]) -> None:
        """Check the runs whose curves are drawn."""
        self._overlaid = frozenset(numbers)
        if self._lines:
            self.dataChanged.emit(self.index(0, EYE), self.index(len(self._lines) - 1, EYE))

    def toggle_fold(self, line: int) -> None:
        """Fold a group's runs into its line, or show them below it."""
        group = self._lines[line].group
        if group is not None:
            self._unfolded ^= {group}
            self._refresh()

    def _refresh(self) -> None:
        before = self._lines
        after = lines_of(self._rows, self._unfolded)
        if [line.key for line in before] != [line.key for line in after]:
            self.beginResetModel()
            self._take_lines()
            self.endResetModel()
            return
        self._take_lines()
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def _take_lines(self) -> None:
        self._lines = lines_of(self._rows, self._unfolded)
        self._usual = usual_values(self._rows, self.differing)

    def show_quiet_ink(self, colour: str) -> None:
        """The colour of figures that are sealed or unknown."""
        self._quiet = QColor(colour)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, self.columnCount() - 1))

    # -- what is asked for ---------------------------------------------------------------------

    @property
    def rows(self) -> tuple[RunRow, ...]:
        return self._rows

    def line(self, place: int) -> Line:
        return self._lines[place]

    def place_of(self, key: tuple[str, int]) -> int | None:
        return next((place for place, line in enumerate(self._lines) if line.key == key), None)

    def unusual(self, key: str) -> int:
        """How many runs have another value than most."""
        return sum(row.settings.get(key) != self._usual.get(key) for row in self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._figures + len(_FIGURES)

    @property
    def _figures(self) -> int:
        """The column of the first figure."""
        return SETTINGS + len(self._own) + bool(self._gathered)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        key = self._own[section - SETTINGS] if SETTINGS <= section < SETTINGS + len(self._own) else None
        match role:
            case _ROLES.TextAlignmentRole:
                return self._alignment(section)
            case _ROLES.DisplayRole:
                if key is not None:
                    return short_title(key)
                gathered = ("Also",) if self._gathered else ()
                return ("", "Run", *self._own, *gathered, *_FIGURES)[section]
            case _ROLES.ToolTipRole if key is not None:
                return title_help(key)
            case _ROLES.ToolTipRole if section == EYE:
                return "Draw these runs' curves, too"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == EYE else flags

    def setData(self, index: Index, value: Any, role: int = _ROLES.EditRole) -> bool:
        if role != _ROLES.CheckStateRole or index.column() != EYE:
            return False
        self.overlays_chosen.emit(self._lines[index.row()].numbers, _CHECKS(value) == _CHECKS.Checked)
        return True

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        match role:
            case _ROLES.DisplayRole:
                return self._text(line, column)
            case _ROLES.TextAlignmentRole:
                return self._alignment(column)
            case _ROLES.CheckStateRole if column == EYE:
                overlaid = self._overlaid.intersection(line.numbers)
                partly = _CHECKS.PartiallyChecked if overlaid else _CHECKS.Unchecked
                return _CHECKS.Checked if len(overlaid) == len(line.rows) else partly
            case _ROLES.AccessibleTextRole if column == EYE:
                return f"Overlay the curves of {line.title}"
            case _ROLES.DecorationRole if column == RUN:
                return self._dots.of(line.rows[0].colour)
            case _ROLES.ToolTipRole:
                return self._help(line, column)
            case _ROLES.ForegroundRole if self._text(line, column) in ("sealed", "–"):
                return self._quiet
            case _ROLES.FontRole if column == RUN and any(row.is_shown for row in line.rows):
                font = QFont()
                font.setWeight(QFont.Weight.DemiBold)
                return font
        return None

    def _text(self, line: Line, column: int) -> str:
        if column == EYE:
            return ""
        if column == RUN:
            fold = "" if line.group is None else _FOLDED if line.is_folded else _UNFOLDED
            return _INDENT * line.depth + fold + line.title
        if column < SETTINGS + len(self._own):
            key = self._own[column - SETTINGS]
            texts = {cell_text(key, row.settings.get(key)) for row in line.rows}
            return texts.pop() if len(texts) == 1 else "…"
        if column < self._figures:
            return self._gathered_text(line)
        return (line.risk, line.validation, line.test)[column - self._figures]

    def _gathered_text(self, line: Line) -> str:
        """The gathered settings in which a run differs from most."""
        settings = line.rows[0].settings
        return ", ".join(
            f"{short_title(key)} {setting_text(key, settings.get(key))}"
            for key in self._gathered
            if settings.get(key) != self._usual.get(key)
        )

    def _help(self, line: Line, column: int) -> str | None:
        row = line.rows[0]
        if column in (EYE, RUN):
            head = f"Run {row.number}" if line.group is None else f"{line.title} of one recipe"
            told = [
                head,
                row.name,
                row.parent,
                "" if line.group is not None else row.status.replace("_", " "),
            ]
            return ": ".join(filter(None, (told[0], ", ".join(filter(None, told[1:])))))
        if SETTINGS <= column < self._figures:
            keys = self._gathered if column == SETTINGS + len(self._own) else (self._own[column - SETTINGS],)
            return "\n".join(f"{title(key)}: {setting_text(key, row.settings.get(key))}" for key in keys)
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column >= self._figures else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
