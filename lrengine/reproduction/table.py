"""Findings as a table for the terminal, as Markdown and as JSON."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from lrengine.reproduction.claim import Finding

HEADS = ("Experiment", "Source", "Ours", "")
LEAST_WIDTH = 80


def as_text(findings: Sequence[Finding], width: int = 140) -> str:
    """A table for each source; cells are broken into lines so that it is `width` wide."""
    room = max(width, LEAST_WIDTH) - 6
    widths = [round(room * share) for share in (0.27, 0.22, 0.26)]
    widths.append(room - sum(widths))
    lines = []
    for source, group in _by_source(findings):
        lines += ["", source, "─" * min(len(source), width)]
        lines += _row([*HEADS[:3], "Verdict"], widths)
        for finding in group:
            lines += _row(_cells(finding), widths)
    return "\n".join([*lines, "", closing(findings)]).lstrip("\n")


def as_markdown(findings: Sequence[Finding], command: str, seconds: float) -> str:
    """A page with the command that made it, and how long that took."""
    lines = [
        "# What the sources report, and what Logit Lab measures",
        "",
        f"Made by `{command}` in {seconds:.0f} s. A figure written a ± b is the mean over seeds and its "
        "sample standard deviation; the recipe named on each line is the experiment itself: open it in "
        "the window, or run it with `logitlab run` or `logitlab sweep`.",
        "",
        "Agrees means: to every printed digit for the costs of the single neuron, within 3 % of a printed "
        "risk, within one point of a printed accuracy, within half a point of a range, and in sign and shape "
        "where the source gives no figure. An effect counts if it exceeds two standard errors.",
    ]
    for source, group in _by_source(findings):
        lines += ["", f"## {source}", ""]
        lines += [
            "| experiment | recipe | the source's figure | ours | verdict |",
            "|---|---|---|---|---|",
        ]
        for finding in group:
            experiment, *rest = _cells(finding)
            cells = (experiment, f"`{finding.claim.recipe}`", *rest)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, "", closing(findings), ""])


def as_json(findings: Sequence[Finding], seconds: float) -> dict[str, Any]:
    """The contract of `logitlab reproduce --json`."""
    return {
        "seconds": seconds,
        "agree": sum(finding.agrees for finding in findings),
        "faults": [finding.claim.experiment for finding in findings if finding.is_fault],
        "claims": [finding.to_json() for finding in findings],
    }


def closing(findings: Sequence[Finding]) -> str:
    """How many agree, in a sentence."""
    agree = sum(finding.agrees for finding in findings)
    rest = len(findings) - agree
    ends = "the reason stands beside it" if rest == 1 else "the reasons stand beside them"
    return f"{agree} of {len(findings)} figures agree" + (f"; where one differs, {ends}." if rest else ".")


def _by_source(findings: Sequence[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    for source, group in itertools.groupby(findings, lambda finding: finding.claim.source):
        yield source, list(group)


def _cells(finding: Finding) -> list[str]:
    return [finding.claim.experiment, finding.claim.reported, finding.ours.text, finding.verdict]


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    columns = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    return [
        "  ".join(f"{part:{width}}" for part, width in zip(parts, widths, strict=True)).rstrip()
        for parts in itertools.zip_longest(*columns, fillvalue="")
    ]
