"""`logitlab reproduce`: every figure of the source documents beside ours."""

from __future__ import annotations

import argparse
import shutil
import threading
import time
from pathlib import Path

from app.command_line.output import UsageError, bar, check_target, write_json
from lrengine.errors import LabError
from lrengine.recipe_files import write_whole
from lrengine.reproduction.claims import chosen_claims
from lrengine.reproduction.run import needed_by, reproduce
from lrengine.reproduction.table import as_json, as_markdown, as_text


def show_reproduction(arguments: argparse.Namespace) -> int:
    """Run, print and write what was asked for; a figure that must agree and does not fails."""
    try:
        claims = chosen_claims(arguments.only)
    except LabError as error:
        raise UsageError(str(error)) from None
    if arguments.seeds is not None and not 2 <= arguments.seeds <= 100:
        raise UsageError("--seeds must be between 2 and 100: a spread needs at least two.")
    for target in (arguments.json, arguments.markdown):
        check_target(target)
    needed_by(claims, arguments.seeds)
    began = time.perf_counter()
    with bar("Reproducing") as shown:
        lock = threading.Lock()

        def show(share: float, recipe: str) -> None:
            # Called from every thread that trains; the bar has one line.
            if shown is not None and shown.is_due and lock.acquire(blocking=False):
                try:
                    shown.show(share, recipe)
                finally:
                    lock.release()

        findings = reproduce(claims, arguments.seeds, progress=show if shown is not None else None)
    seconds = time.perf_counter() - began
    if arguments.json:
        write_json(as_json(findings, seconds), arguments.json)
    if arguments.markdown:
        write_whole(Path(arguments.markdown), as_markdown(findings, _command(arguments), seconds).encode())
    if arguments.json != "-":
        print(as_text(findings, shutil.get_terminal_size((140, 40)).columns))
        print(f"{seconds:.0f} s.")
    faults = [finding for finding in findings if finding.is_fault]
    if faults:
        named = "; ".join(f"{fault.claim.experiment}: {fault.ours.text}" for fault in faults)
        raise LabError(f"{len(faults)} of the figures that must agree do not ({named}).")
    return 0


def _command(arguments: argparse.Namespace) -> str:
    """The command as it was given, but for the places it writes to."""
    words = ["logitlab reproduce"]
    if arguments.only:
        words += ["--only", *arguments.only]
    if arguments.seeds is not None:
        words.append(f"--seeds {arguments.seeds}")
    return " ".join([*words, f"--markdown {Path(arguments.markdown).as_posix()}"])
