"""`logitlab bench`: Logit Lab beside other ways to do the same work."""

from __future__ import annotations

import argparse

from app.command_line.output import bar, check_target, write_json
from lrengine.benchmark.effort import FULL, QUICK
from lrengine.benchmark.run import benchmark
from lrengine.benchmark.table import as_text


def show_benchmark(arguments: argparse.Namespace) -> int:
    """Measure, print and write what was asked for; a contestant that computes something else fails."""
    check_target(arguments.json)
    with bar("Measuring") as shown:
        report = benchmark(
            QUICK if arguments.quick else FULL, progress=shown.show if shown is not None else None
        )
    if arguments.json:
        write_json(report.to_json(), arguments.json)
    if arguments.json != "-":
        print(as_text(report))
    return 0
