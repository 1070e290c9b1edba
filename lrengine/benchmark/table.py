"""The report as text, at most 110 columns wide."""

from __future__ import annotations

import itertools
import math
import textwrap

from lrengine.benchmark.agreement import GRADIENT_TOLERANCE, VALUE_TOLERANCE, Agreement
from lrengine.benchmark.rounds import Entry
from lrengine.benchmark.run import Report, machine, versions
from lrengine.benchmark.section import Ratio, Section
from lrengine.compiled import why_not

WIDTH = 110
# Columns: name, median, range, times ours, figure.
NAME, MEDIAN, RANGE, TIMES = 52, 9, 20, 21


def as_text(report: Report) -> str:
    """Machine and limits, who agrees, a table for each race, and the ratios that count once more."""
    lines = [*_opening(report), "", *_agreements(report.agreements)]
    for section in report.sections:
        lines += ["", *_section(section)]
    return "\n".join([*lines, "", *_closing(report)])


def _opening(report: Report) -> list[str]:
    here, known = machine(), versions()
    packages = ", ".join(f"{name} {known[name]}" for name in known if known[name])
    limits = report.limits
    text = [
        f"{report.about} float32, {report.threads} threads for each contestant, {here['cpu_count']} cores.",
        f"{packages}.",
    ]
    if report.quick:
        text.insert(0, "Quick: few rows and rounds, the figures say little.")
    if report.missing:
        text.append(f"Not installed: {', '.join(report.missing)}.")
    if why_not():
        text.append(f"Logit Lab multiplies its pixels by NumPy's BLAS: {why_not()}.")
    text.append(
        f"Limits: memory is read at {limits.read / 1e9:.1f} GB/s; matrices multiply at "
        f"{limits.square / 1e9:.0f} GFLOP/s when square, {limits.thin / 1e9:.0f} with ten rows on one side."
    )
    return [line for part in text for line in _wrapped(part)]


def _agreements(agreements: tuple[Agreement, ...]) -> list[str]:
    lines = _wrapped(
        f"All compute the same objective at a random θ, to {VALUE_TOLERANCE:g} of its value and "
        f"{GRADIENT_TOLERANCE:g} of its gradient's largest entry:"
    )
    for task, group in itertools.groupby(agreements, lambda one: one.task):
        lines += _wrapped(f"{task}: {'; '.join(f'{one.name} ({one.distance})' for one in group)}.", "  ")
    return lines


def _section(section: Section) -> list[str]:
    compared = section.ours is not None
    head = f"{section.title:{NAME}}"
    columns = f"{'median':>{MEDIAN}}{'min – max':>{RANGE}}" + (f"{'÷ ours':>{TIMES}}" if compared else "")
    if len(section.title) > NAME:
        lines, head = _wrapped(section.title), " " * NAME
    else:
        lines = []
    lines += [head + columns, "─" * WIDTH]
    for entry in section.entries:
        lines += _entry(section, entry)
    for note in section.notes:
        lines += _wrapped(note, "  ")
    return lines


def _entry(section: Section, entry: Entry) -> list[str]:
    aside = entry.role == "shown" and section.best is not None
    name = f"({entry.name})" if aside else entry.name
    first, *rest = textwrap.wrap(name, NAME - 1)
    times = entry.seconds
    cells = f"{duration(entry.median):>{MEDIAN}}{_range(min(times), max(times)):>{RANGE}}"
    if section.ours is not None:
        # Whoever did not get there would need longer.
        bound = "" if entry.reached else "> "
        cells += f"{bound + _times(section.ratio(entry)):>{TIMES}}"
    if section.figure is not None:
        name, form = section.figure
        cells += f" {entry.figure(name):>{form}}" if name in entry.laps[0].figures else ""
    lines = [f"{first:{NAME}}{cells}".rstrip(), *(f"  {more}" for more in rest)]
    if not entry.reached:
        lines.append("  did not reach the goal")
    return lines


def _closing(report: Report) -> list[str]:
    lines = _wrapped(
        "Their time ÷ ours, median of the rounds (least–most); names in brackets above do not count."
    )
    for section in report.sections:
        for ratio in section.told:
            lines.append(f"  {_times(ratio):{TIMES}}{section.brief:22}{ratio.name}")
    return [*lines, f"{report.seconds:.0f} s."]


def _times(ratio: Ratio | None) -> str:
    if ratio is None:
        return ""
    return f"{_three(ratio.median)} ({_three(min(ratio.rounds))}–{_three(max(ratio.rounds))})"


def _range(low: float, high: float) -> str:
    return f"{duration(low)} – {duration(high)}"


def duration(seconds: float) -> str:
    """A time with its unit."""
    for scale, unit in ((1.0, "s"), (1e-3, "ms")):
        if seconds >= scale:
            return f"{_three(seconds / scale)} {unit}"
    return f"{_three(seconds / 1e-6)} µs"


def _three(value: float) -> str:
    """Three digits, and all before the point."""
    places = max(0, 2 - math.floor(math.log10(value))) if value > 0 else 0
    return f"{value:,.{places}f}"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
