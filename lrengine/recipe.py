"""What a run is: every setting declared once, with bounds, a default and a plain sentence.

The settings panel, the command line's `--set`, the TOML files and their validation are all made
from these declarations (see `settings.py` for the table derived from them).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct


def _meta(title: str, description: str, **options: Any) -> Meta:
    """A declaration: bounds go to msgspec, everything else (unit, scale, live) to the panel."""
    bounds = {name: options.pop(name) for name in ("ge", "gt", "le", "lt", "pattern") if name in options}
    return Meta(title=title, description=description, extra=options, **bounds)


_Count = Annotated[int, Meta(ge=0)]
_Share = Annotated[float, Meta(ge=0.0, le=1.0)]
_End = Annotated[str, Meta(pattern=r"^(first|last):[0-9]+(\.[0-9]+)?$")]

# How many rows: a whole number is a count, a decimal a share, "first:n" or "last:n" an end of the file.
Amount = _Count | _Share | _End


class Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One table of a recipe file."""


class Data(Table, frozen=True):
    name: Annotated[
        Literal["generated", "mnist", "digits8", "file"],
        _meta(
            "Data",
            "Where the examples come from.",
            titles={
                "generated": "Generated digits",
                "mnist": "MNIST",
                "digits8": "8×8 digits",
                "file": "A file…",
            },
        ),
    ] = "generated"
    path: Annotated[str, _meta("File", "The CSV, NPZ or IDX file or the image folder to read.")] = ""
    train: Annotated[
        Amount,
        _meta(
            "Training rows",
            "Rows to learn from: a count (6107), a share of what is left (1.0), or an end of the file "
            "counted before classes are chosen (first:20000).",
        ),
    ] = 1.0
    validation: Annotated[
        Amount,
        _meta(
            "Validation rows",
            "Rows held out to watch and to choose by: a count, a share, or an end of the training rows "
            "(first:0.1).",
        ),
    ] = 0.1
    test: Annotated[
        Amount,
        _meta("Test rows", "Rows sealed until the end: a count, a share, or an end of the file (last:2000)."),
    ] = 1.0
    order: Annotated[
        Literal["seeded", "file", "train_test_split"],
        _meta(
            "Order",
            "Shuffle the rows by the seed, keep the file's order, or split as scikit-learn's "
            "train_test_split does.",
        ),
    ] = "seeded"
    label_noise: Annotated[
        float,
        _meta(
            "Wrong labels", "Share of training labels replaced by a wrong one.", ge=0.0, le=1.0, unit="share"
        ),
    ] = 0.0
    scale: Annotated[
        Literal["unit", "raw", "normalised"],
        _meta(
            "Pixel scale",
            "Divide pixels by their largest value, keep them raw, or shift and divide by MNIST's mean "
            "and deviation (.1307, .3081).",
        ),
    ] = "unit"


class Task(Table, frozen=True):
    kind: Annotated[
        Literal["softmax", "binary", "one-vs-rest"],
        _meta(
            "Task",
            "Tell all classes apart at once, two classes, or each class from the rest.",
            titles={
                "softmax": "All classes, softmax",
                "binary": "Two classes",
                "one-vs-rest": "One against the rest",
            },
        ),
    ] = "softmax"
    classes: Annotated[
        tuple[int | str, ...],
        _meta(
            "Classes", "The classes to tell apart, the second of two being the positive one; none means all."
        ),
    ] = ()
    intercept: Annotated[
        bool, _meta("Intercept", "Give each class a constant of its own, never penalised.")
    ] = True


class Features(Table, frozen=True):
    kind: Annotated[Literal["pixels"], _meta("Features", "What the model is given of each image.")] = "pixels"


class Objective(Table, frozen=True):
    reduction: Annotated[
        Literal["mean", "sum"], _meta("Reduction", "Average the loss over the rows, or add it up.")
    ] = "mean"
    l1: Annotated[
        float,
        _meta(
            "L1",
            "Strength of λ‖w‖₁, which sets weak weights to exactly zero.",
            ge=0.0, le=1e3, scale="log", smallest=1e-7, live=True,
        ),
    ] = 0.0  # fmt: skip
    l2: Annotated[
        float,
        _meta(
            "L2",
            "Strength of the squared penalty, which keeps weights small.",
            ge=0.0, le=1e4, scale="log", smallest=1e-7, live=True,
        ),
    ] = 0.0  # fmt: skip
    l2_convention: Annotated[
        Literal["sum", "half", "half_per_row"],
        _meta(
            "L2 convention",
            "How λ is counted: λ‖w‖², λ/2‖w‖², or λ/(2n)‖w‖² for n training rows.",
            titles={"sum": "λ‖w‖²", "half": "λ/2 ‖w‖²", "half_per_row": "λ/2n ‖w‖²"},
        ),
    ] = "half"


class Solver(Table, frozen=True):
    name: Annotated[
        Literal["gradient-descent", "momentum", "nesterov", "adam", "lbfgs"],
        _meta(
            "Method",
            "How the weights move from one iteration to the next.",
            titles={"lbfgs": "L-BFGS"},
        ),
    ] = "gradient-descent"
    learning_rate: Annotated[
        float,
        _meta(
            "Learning rate",
            "How far a step follows the gradient; above 2/L full-batch descent is no longer sure to fall.",
            gt=0.0, le=1e4, scale="log", smallest=1e-8, live=True,
        ),
    ] = 0.1  # fmt: skip
    batch_size: Annotated[
        int,
        _meta(
            "Batch size",
            "Rows behind each step; 0 takes all of them.",
            ge=0, le=1_000_000, scale="log", smallest=1, unit="rows",
        ),
    ] = 0  # fmt: skip
    momentum: Annotated[
        float, _meta("Momentum", "Share of the last move kept, by momentum and Nesterov.", ge=0.0, lt=1.0)
    ] = 0.9
    clip: Annotated[
        float,
        _meta(
            "Gradient clip",
            "Longest gradient allowed; longer ones are shortened to it, 0 allows any.",
            ge=0.0, le=1e6, scale="log", smallest=1e-4,
        ),
    ] = 0.0  # fmt: skip
    schedule: Annotated[
        Literal["constant", "inverse", "step", "cosine"],
        _meta(
            "Schedule", "How the learning rate changes with the epoch t: η, η/(1+t/T), steps, or a cosine."
        ),
    ] = "constant"
    schedule_epochs: Annotated[
        float,
        _meta(
            "Schedule time",
            "T of the schedule: its halving time, the length of a step, or of the whole cosine.",
            gt=0.0, le=1e6, scale="log", smallest=0.1, unit="epochs",
        ),
    ] = 10.0  # fmt: skip
    schedule_factor: Annotated[
        float,
        _meta("Step factor", "What each step of the step schedule multiplies the rate by.", gt=0.0, le=1.0),
    ] = 0.5
    start: Annotated[
        Literal["zero", "normal"], _meta("Start", "Begin with zero weights or with random normal ones.")
    ] = "zero"
    start_scale: Annotated[
        float,
        _meta(
            "Start scale",
            "Standard deviation of the random start.",
            gt=0.0, le=1e3, scale="log", smallest=1e-4,
        ),
    ] = 1.0  # fmt: skip


class Stopping(Table, frozen=True):
    iterations: Annotated[
        int,
        _meta(
            "Iterations",
            "Stop after so many updates; 0 never stops for this.",
            ge=0, le=100_000_000, scale="log", smallest=1,
        ),
    ] = 2000  # fmt: skip
    epochs: Annotated[
        float,
        _meta(
            "Epochs",
            "Stop after so many passes over the training rows; 0 never stops for this.",
            ge=0.0, le=1e6, scale="log", smallest=0.1, unit="epochs",
        ),
    ] = 0.0  # fmt: skip
    seconds: Annotated[
        float,
        _meta(
            "Time",
            "Stop after so long; 0 never stops for this.",
            ge=0.0, le=1e6, scale="log", smallest=0.1, unit="s",
        ),
    ] = 0.0  # fmt: skip
    gradient_norm: Annotated[
        float,
        _meta(
            "Gradient norm",
            "Stop once the gradient of the whole objective is shorter than this; 0 never stops for this.",
            ge=0.0, le=1e6, scale="log", smallest=1e-9,
        ),
    ] = 0.0  # fmt: skip
    patience: Annotated[
        int,
        _meta(
            "Patience",
            "Stop after so many evaluations without a new best; 0 never stops for this.",
            ge=0, le=1_000_000, scale="log", smallest=1, unit="evaluations",
        ),
    ] = 0  # fmt: skip
    monitor: Annotated[
        Literal["validation_accuracy", "validation_risk", "falling_accuracy"],
        _meta(
            "Watch",
            "What patience watches: the best accuracy, the best risk, or accuracy that falls strictly so "
            "many times running. The best weights are kept.",
        ),
    ] = "validation_accuracy"


class Evaluation(Table, frozen=True):
    every: Annotated[
        int,
        _meta(
            "Evaluate every",
            "Iterations between measurements of the whole training and validation sets; 0 measures each "
            "full-batch step and ten times an epoch with smaller batches.",
            ge=0, le=1_000_000, scale="log", smallest=1, unit="iterations",
        ),
    ] = 0  # fmt: skip
    reveal_test: Annotated[
        bool, _meta("Reveal the test", "Measure the test rows while training, too.", live=True)
    ] = False


class Run(Table, frozen=True):
    seed: Annotated[
        int,
        _meta(
            "Seed", "Where every random choice starts; the same seed gives the same numbers.", ge=0, le=2**53
        ),
    ] = 0
    dtype: Annotated[
        Literal["float32", "float64", "longdouble"],
        _meta("Precision", "Number format of inputs and weights; sums of losses are double at least."),
    ] = "float32"
    threads: Annotated[
        int,
        _meta(
            "Threads",
            "Threads that share the rows; 0 takes the cores there are. The numbers do not depend on it.",
            ge=0, le=256,
        ),
    ] = 0  # fmt: skip


class About(Table, frozen=True):
    """What a reader should know before pressing Train."""

    title: str = ""
    text: str = ""
    source: str = ""


class Recipe(Table, frozen=True):
    """A whole run. Frozen; `change` gives an altered, checked copy."""

    about: About = About()
    data: Data = Data()
    task: Task = Task()
    features: Features = Features()
    objective: Objective = Objective()
    solver: Solver = Solver()
    stopping: Stopping = Stopping()
    evaluation: Evaluation = Evaluation()
    run: Run = Run()
