"""Tables as text: a row for each example, one column of labels, the others numbers."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import math
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from lrengine.data.columns import is_header, is_row_number, labels_are_first, named_label
from lrengine.data.dataset import Dataset
from lrengine.data.idx import is_gzip
from lrengine.data.reading import Asked, Progress, check_cancelled, open_file, reason, report
from lrengine.data.tables import as_number, full_scale_of, is_pixels, number_classes, square_side
from lrengine.errors import LabError

_ROWS_AT_ONCE = 500

Row = tuple[int, list[str]]


def read_csv(path: Path, *, progress: Progress | None = None, cancelled: Asked | None = None) -> Dataset:
    """Read a table separated by tabs, semicolons or commas, plain or gzip-compressed, in UTF-8.

    The first row may name the columns. Labels are in the column named label, class, target, digit or y (in
    this order of preference); without such a name, see `labels_are_first`. The other columns are pixels,
    inputs (n, side, side) uint8, when they are whole numbers from 0 to 255 and a square number of at least
    64 (or are named pixel…), else a point, inputs (n, columns) float64. Raises LabError naming the row and
    column at fault.
    """
    with open_file(path) as file:
        try:
            size = max(path.stat().st_size, 1)
            binary = gzip.GzipFile(fileobj=file, mode="rb") if is_gzip(path) else file
            with io.TextIOWrapper(binary, encoding="utf-8-sig", newline="") as text:
                rows = _rows(text, path)
                table = Table(path, list(itertools.islice(rows, 2)))
                while block := list(itertools.islice(rows, _ROWS_AT_ONCE)):
                    check_cancelled(cancelled)
                    table.add(block)
                    report(progress, min(file.tell() / size, 1.0))
        except UnicodeDecodeError:
            raise LabError(f"{path} is not text in UTF-8: save it as CSV with that encoding.") from None
        except (OSError, EOFError, zlib.error) as error:
            raise LabError(f"{path} is damaged or cut short ({reason(error)}): fetch it again.") from None
    return table.dataset()


def _rows(text: io.TextIOWrapper, path: Path) -> Iterator[Row]:
    """Each row that isn't blank, with its line number as an editor counts."""
    blank = 0
    first = ""
    for first in text:
        if first.strip():
            break
        blank += 1
    delimiter = next((mark for mark in "\t;," if mark in first), "")
    if not delimiter:
        raise LabError(
            f"{path} is no table: choose a CSV file with a column of labels and columns of numbers."
        )
    reader = csv.reader(itertools.chain([first], text), delimiter=delimiter, skipinitialspace=True)
    try:
        for row in reader:
            if any(row):
                yield blank + reader.line_num, row
    except csv.Error as error:
        line = blank + reader.line_num
        raise LabError(f"Row {line} of {path} cannot be read ({error}): correct that row.") from None


class Table:
    """The rows read so far; the columns are settled from the first two.

    Numbers are kept in blocks, as uint8 where nothing is lost, so that 60,000 images take 47 MB.
    """

    def __init__(self, path: Path, rows: list[Row]) -> None:
        if not rows:
            self._refuse_empty(path)
        self.path = path
        first = [cell.strip() for cell in rows[0][1]]
        self.names: list[str] = []
        if is_header(first, rows[1][1] if len(rows) > 1 else []):
            self.names = [name.lower() for name in first]
            rows = rows[1:]
        self.width = len(first)
        label = named_label(self.names)
        skipped = 1 if self.names and self.width > 2 and label != 0 and is_row_number(self.names[0]) else 0
        used = range(skipped, self.width)
        # The texts of each column that may hold the labels.
        self.texts: dict[int, list[str]] = {
            column: [] for column in ([label] if label is not None else [used[0], used[-1]])
        }
        self.columns = [column for column in used if column != label]
        self.lines: list[int] = []
        self.blocks: list[NDArray[np.generic]] = []
        self.add(rows)

    def add(self, rows: Sequence[Row]) -> None:
        for line, row in rows:
            if len(row) != self.width:
                raise LabError(
                    f"Row {line} of {self.path} has {len(row)} cells instead of {self.width}: "
                    "correct or delete that row."
                )
            for column, texts in self.texts.items():
                texts.append(row[column].strip() or self._refuse(line, column, ""))
            self.lines.append(line)
        if rows:
            block = np.array([self._numbers(line, row) for line, row in rows], np.float64)
            self.blocks.append(block.astype(np.uint8) if is_pixels(block) else block)

    def dataset(self) -> Dataset:
        if not self.lines:
            self._refuse_empty(self.path)
        label, numbers = self._split_off_labels()
        if not numbers.shape[1]:
            raise LabError(f"{self.path} has labels but no other column: add columns of numbers.")
        side = square_side(numbers.shape[1], any(name.startswith("pix") for name in self.names))
        images = bool(side) and is_pixels(numbers)
        inputs = numbers.astype(np.uint8).reshape(-1, side, side) if images else numbers.astype(np.float64)
        labels, class_names = number_classes(self.texts[label], str(self.path))
        return Dataset(
            name=self.path.name,
            inputs=inputs,
            labels=labels,
            class_names=class_names,
            full_scale=full_scale_of(inputs) if images else 1.0,
            about=f"Read from {self.path.name}; the labels are its {self._title(label)}.",
        )

    def _split_off_labels(self) -> tuple[int, NDArray[np.generic]]:
        """The column of the labels, and the others as numbers, (rows, columns)."""
        numbers = np.concatenate(self.blocks)
        self.blocks.clear()
        label = min(self.texts)
        if label in self.columns:
            first, last = self.texts[label], self.texts[max(self.texts)]
            if not labels_are_first(first, last, len(self.columns)):
                label = max(self.texts)
            numbers = np.delete(numbers, self.columns.index(label), axis=1)
            self.columns.remove(label)
        for column in self.texts.keys() & set(self.columns):
            wrong = np.flatnonzero(np.isnan(numbers[:, self.columns.index(column)]))
            if len(wrong):
                self._refuse(self.lines[wrong[0]], column, self.texts[column][wrong[0]])
        return label, numbers

    def _numbers(self, line: int, row: list[str]) -> list[float]:
        """The row as numbers; NaN for words in a column that may hold the labels."""
        try:
            values = [float(row[column]) for column in self.columns]
        except ValueError:
            values = []
        # A sum is finite when all are, save for absurdly large values, which the slower way then accepts.
        return (
            values
            if values and math.isfinite(sum(values))
            else [self._number(line, column, row[column]) for column in self.columns]
        )

    def _number(self, line: int, column: int, cell: str) -> float:
        value = as_number(cell)
        if value is None:
            value = as_number(cell.replace(",", "."))
        if value is None and column in self.texts:
            return math.nan
        return value if value is not None else self._refuse(line, column, cell.strip())

    def _refuse(self, line: int, column: int, cell: str) -> NoReturn:
        what = f"“{cell[:40]}” instead of a number" if cell else "an empty cell"
        raise LabError(
            f"Row {line} of {self.path} has {what} in {self._title(column)}: correct it or delete that row."
        )

    def _refuse_empty(self, path: Path) -> NoReturn:
        raise LabError(f"There are no rows in {path}: choose a file with labelled examples.")

    def _title(self, column: int) -> str:
        named = f" ({self.names[column]})" if self.names and self.names[column] else ""
        return f"column {column + 1}{named}"
