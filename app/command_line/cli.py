"""The command line: its arguments, and one exit code for whatever happens. Loads no Qt."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.command_line.parser_parts import Deferred, Version
from lrengine.errors import Cancelled, LabError

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def run_command_line(argv: Sequence[str]) -> int:
    """Carry out one command; the exit code is 0 done, 1 it failed, 2 wrong usage, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # λ and ‖w‖ must not end a command on a terminal that cannot show them.
            stream.reconfigure(errors="replace")
    try:
        arguments = make_parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return _guarded(arguments)


def _guarded(arguments: argparse.Namespace) -> int:
    from app.command_line.output import UsageError

    try:
        code: int = arguments.command(arguments)
        sys.stdout.flush()
        return code
    except UsageError as error:
        return _complain(str(error), WRONG_USAGE)
    except LabError as error:
        return _complain(str(error), FAILED)
    except MemoryError:
        return _complain("There is not enough memory for this: choose fewer rows or a smaller file.", FAILED)
    except (KeyboardInterrupt, Cancelled):
        return _complain("Interrupted; unfinished results were not written.", INTERRUPTED)
    except BrokenPipeError:
        # The reader has what it wanted; the interpreter's own flush at exit must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _complain(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="logitlab",
        description="A laboratory for logistic and softmax regression; alone it opens the window.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=Version)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, handler: str, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        made.set_defaults(command=Deferred(handler))
        return made

    recipes = command("recipes", "recipes_command:recipes", "List the recipes that come with the program.")
    recipes.add_argument("--settings", action="store_true", help="list every setting that --set may change")

    run = command("run", "run_command:run", "Train by a recipe and say how it went.")
    run.add_argument("recipe", metavar="RECIPE", help="a name from `logitlab recipes`, or a TOML file")
    _add_changes(run)
    _add_json(run, "the recipe, its history and its figures, or those of each run of a sweep,")
    run.add_argument(
        "--save",
        metavar="MODEL.npz",
        help="write the trained model as .npz, of a sweep the chosen one, unless the run diverges",
    )
    run.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        default="",
        help="add the objective up on the workers of the Dask cluster at this address, as in tcp://host:8786",
    )
    run.add_argument("--quiet", action="store_true", help="print nothing but errors")

    _add_sweep(command("sweep", "sweep_command:sweep", "Train with every combination of some settings."))

    evaluate = command("evaluate", "evaluate_command:evaluate", "Measure a model on data.")
    _add_model(evaluate)
    evaluate.add_argument(
        "--data",
        default="mnist",
        metavar="NAME|PATH",
        help="a name from `logitlab data list`, or a file of your own (default: mnist); "
        "its test part is read, or all of it where it has none",
    )
    _add_json(evaluate, "accuracy, risk and confusion")

    predict = command("predict", "predict_command:predict", "Read the digit in each picture.")
    _add_model(predict)
    predict.add_argument(
        "images", metavar="IMAGE", nargs="+", help="a picture of any size, dark or light ink"
    )
    _add_json(predict, "labels and probabilities")

    data = command("data", "data_command:show_sources", "List, fetch and check data.")
    data.usage = "logitlab data [-h] {list, get NAME, check PATH}"
    actions = data.add_subparsers(title="actions", metavar="ACTION", required=True, prog="logitlab data")
    for name, handler, text in (
        (
            "list",
            "data_command:show_sources",
            "Name the sources of data and say whether they are on this computer.",
        ),
        ("get", "data_command:get_source", "Fetch or make data, so that it is here when it is needed."),
        ("check", "data_command:check_path", "Say what a file holds, or what is wrong with it."),
    ):
        action = actions.add_parser(name, help=text, description=text, allow_abbrev=False)
        action.set_defaults(command=Deferred(handler))
        if name == "get":
            names = ("mnist", "generated", "digits8", "blobs", "moons", "classification")
            action.add_argument("name", metavar="NAME", choices=names, help="one of " + ", ".join(names))
        if name == "check":
            action.add_argument("path", metavar="PATH", help="a CSV, NPZ or IDX file, or a folder of images")

    _add_reproduce(
        command("reproduce", "reproduce_command:show_reproduction", "Hold the sources' figures against ours.")
    )

    _add_bench(
        command("bench", "bench_command:show_benchmark", "Time Logit Lab beside scikit-learn and others.")
    )

    demo = command("demo", "cli:show_demo", "Train, draw and predict by itself, and save pictures of it.")
    demo.add_argument(
        "--out", type=Path, metavar="DIR", default=None, help="where to (default: ./logitlab-demo)"
    )
    return parser


def show_demo(arguments: argparse.Namespace) -> int:
    from app.__main__ import DEMO_DIRECTORY, run_demo
    from app.command_line.output import check_folder

    if arguments.out is not None:
        check_folder(arguments.out)
    return run_demo(arguments.out or DEMO_DIRECTORY)


def _add_sweep(sweep: argparse.ArgumentParser) -> None:
    sweep.add_argument("recipe", metavar="RECIPE", help="a name from `logitlab recipes`, or a TOML file")
    sweep.add_argument(
        "--vary",
        dest="axes",
        metavar="KEY=V1,V2,…",
        action="append",
        default=[],
        help="values of a setting, one after the other, or a range LOW..HIGH:COUNT with both ends; again for "
        "further settings; without it the recipe's own sweep is run. A range is spaced in equal ratios for "
        "settings of a logarithmic scale (learning rate, penalties, batch size, ...) above 0, else in equal "
        "steps; without COUNT it has a value for each power of ten but at least 4, 5 in equal steps, or "
        "every one of up to 24 whole numbers",
    )
    sweep.add_argument("--repeats", type=int, metavar="N", help="runs of each, with seeds one apart")
    _add_changes(sweep)
    sweep.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="threads or processes (default: the cores there are)"
    )
    sweep.add_argument(
        "--backend", choices=("threads", "processes", "dask"), default="threads", help="(default: threads)"
    )
    sweep.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler, as in tcp://host:8786"
    )
    _add_json(sweep, "the settings and figures of each run")
    sweep.add_argument(
        "--resume", metavar="FILE", help="keep each run's outcome in this file, and go on from what is there"
    )
    sweep.add_argument("--quiet", action="store_true", help="print nothing but errors")


def _add_reproduce(reproduce: argparse.ArgumentParser) -> None:
    reproduce.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="WORD",
        help="only figures with one of these words in their recipe, experiment or source",
    )
    reproduce.add_argument(
        "--seeds",
        type=int,
        metavar="N",
        help="runs of whatever is random (default: 5, or what the recipe says)",
    )
    _add_json(reproduce, "every figure")
    reproduce.add_argument("--markdown", metavar="FILE", help="write the table as Markdown")


def _add_bench(bench: argparse.ArgumentParser) -> None:
    bench.epilog = (
        "The others are scikit-learn, plain NumPy and, where it is installed, PyTorch. All must compute the "
        "same objective before anybody is timed. It takes three to four minutes on two idle cores. Nothing "
        "is fetched: without MNIST generated digits stand in. The window is not measured here."
    )
    bench.add_argument("--quick", action="store_true", help="few rows and rounds, in seconds")
    _add_json(bench, "versions, limits and the time of every round")


def _add_changes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        dest="changes",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="change a setting, as in solver.learning_rate=0.1; may be given again",
    )


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", metavar="MODEL.npz", help="a saved model (default: the one that comes with the program)"
    )


def _add_json(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--json", metavar="FILE", help=f"write {what} as JSON; - is standard output")
