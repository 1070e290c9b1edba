"""How a run trains: objective, solver, stopping, evaluation, and what makes it repeatable."""

from __future__ import annotations

from typing import Annotated, Literal

from lrengine.declared.table import Table, meta


class Objective(Table, frozen=True):
    loss: Annotated[
        Literal["log-loss", "double-softmax", "squared-error"],
        meta(
            "Loss",
            "What a wrong answer costs. Only the log-loss is right: softmax applied twice and squared error "
            "of probabilities are here to be seen failing.",
            titles={"log-loss": "Log-loss", "double-softmax": "Softmax twice (a mistake)"},
        ),
    ] = "log-loss"
    reduction: Annotated[
        Literal["mean", "sum"], meta("Reduction", "Average the loss over the rows, or add it up.")
    ] = "mean"
    l1: Annotated[
        float,
        meta(
            "L1",
            "Strength of λ‖w‖₁, which sets weak weights to exactly zero.",
            ge=0.0, le=1e3, scale="log", smallest=1e-7, live=True,
        ),
    ] = 0.0  # fmt: skip
    l2: Annotated[
        float,
        meta(
            "L2",
            "Strength of the squared penalty, which keeps weights small.",
            ge=0.0, le=1e4, scale="log", smallest=1e-7, live=True,
        ),
    ] = 0.0  # fmt: skip
    l2_convention: Annotated[
        Literal["sum", "half", "half_per_row"],
        meta(
            "L2 convention",
            "How λ is counted: λ‖w‖², λ/2‖w‖², or λ/(2n)‖w‖² for n training rows.",
            titles={"sum": "λ‖w‖²", "half": "λ/2 ‖w‖²", "half_per_row": "λ/2n ‖w‖²"},
        ),
    ] = "half"


class Solver(Table, frozen=True):
    name: Annotated[
        Literal["gradient-descent", "momentum", "nesterov", "adam", "lbfgs", "newton"],
        meta(
            "Method",
            "How the weights move from one iteration to the next.",
            titles={"lbfgs": "L-BFGS", "newton": "Newton's method"},
        ),
    ] = "gradient-descent"
    learning_rate: Annotated[
        float,
        meta(
            "Learning rate",
            "How far a step follows the gradient; above 2/L full-batch descent is no longer sure to fall.",
            gt=0.0, le=1e4, scale="log", smallest=1e-8, live=True,
        ),
    ] = 0.1  # fmt: skip
    batch_size: Annotated[
        int,
        meta(
            "Batch size",
            "Rows behind each step; 0 takes all of them.",
            ge=0, le=1_000_000, scale="log", smallest=1, unit="rows",
        ),
    ] = 0  # fmt: skip
    momentum: Annotated[
        float, meta("Momentum", "Share of the last move kept, by momentum and Nesterov.", ge=0.0, lt=1.0)
    ] = 0.9
    clip: Annotated[
        float,
        meta(
            "Gradient clip",
            "Longest gradient allowed; longer ones are shortened to it, 0 allows any.",
            ge=0.0, le=1e6, scale="log", smallest=1e-4,
        ),
    ] = 0.0  # fmt: skip
    gradient: Annotated[
        Literal["vectorised", "per-sample"],
        meta(
            "Gradient",
            "Matrix products over blocks of rows, or a loop over single rows whose exponential is split by "
            "sign: the same numbers, much slower.",
            titles={"per-sample": "Row by row"},
        ),
    ] = "vectorised"
    schedule: Annotated[
        Literal["constant", "inverse", "step", "cosine"],
        meta("Schedule", "How the learning rate changes with the epoch t: η, η/(1+t/T), steps, or a cosine."),
    ] = "constant"
    schedule_epochs: Annotated[
        float,
        meta(
            "Schedule time",
            "T of the schedule: its halving time, the length of a step, or of the whole cosine.",
            gt=0.0, le=1e6, scale="log", smallest=0.1, unit="epochs",
        ),
    ] = 10.0  # fmt: skip
    schedule_factor: Annotated[
        float,
        meta("Step factor", "What each step of the step schedule multiplies the rate by.", gt=0.0, le=1.0),
    ] = 0.5
    start: Annotated[
        Literal["zero", "normal"], meta("Start", "Begin with zero weights or with random normal ones.")
    ] = "zero"
    start_scale: Annotated[
        float,
        meta(
            "Start scale",
            "Standard deviation of the random start.",
            gt=0.0, le=1e3, scale="log", smallest=1e-4,
        ),
    ] = 1.0  # fmt: skip


class Stopping(Table, frozen=True):
    iterations: Annotated[
        int,
        meta(
            "Iterations",
            "Stop after so many updates; 0 never stops for this.",
            ge=0, le=100_000_000, scale="log", smallest=1,
        ),
    ] = 2000  # fmt: skip
    epochs: Annotated[
        float,
        meta(
            "Epochs",
            "Stop after so many passes over the training rows; 0 never stops for this.",
            ge=0.0, le=1e6, scale="log", smallest=0.1, unit="epochs",
        ),
    ] = 0.0  # fmt: skip
    seconds: Annotated[
        float,
        meta(
            "Time",
            "Stop after so long; 0 never stops for this.",
            ge=0.0, le=1e6, scale="log", smallest=0.1, unit="s",
        ),
    ] = 0.0  # fmt: skip
    gradient_norm: Annotated[
        float,
        meta(
            "Gradient norm",
            "Stop once the gradient of the whole objective is shorter than this; 0 never stops for this.",
            ge=0.0, le=1e6, scale="log", smallest=1e-9,
        ),
    ] = 0.0  # fmt: skip
    patience: Annotated[
        int,
        meta(
            "Patience",
            "Stop after so many evaluations without a new best; 0 never stops for this.",
            ge=0, le=1_000_000, scale="log", smallest=1, unit="evaluations",
        ),
    ] = 0  # fmt: skip
    monitor: Annotated[
        Literal["validation_accuracy", "validation_risk", "falling_accuracy"],
        meta(
            "Watch",
            "What patience watches: the best accuracy, the best risk, or accuracy that falls strictly so "
            "many times running. The best weights are kept.",
        ),
    ] = "validation_accuracy"


class Evaluation(Table, frozen=True):
    every: Annotated[
        int,
        meta(
            "Evaluate every",
            "Iterations between measurements of the whole training and validation sets; 0 measures each "
            "full-batch step and ten times an epoch with smaller batches.",
            ge=0, le=1_000_000, scale="log", smallest=1, unit="iterations",
        ),
    ] = 0  # fmt: skip
    accuracy: Annotated[
        Literal["predictions", "logits"],
        meta(
            "Count",
            "Compare the class read with the label, or, as is easily done by mistake, the logits themselves.",
            titles={"predictions": "Predictions", "logits": "Logits (a mistake)"},
        ),
    ] = "predictions"
    reveal_test: Annotated[
        bool, meta("Reveal the test", "Measure the test rows while training, too.", live=True)
    ] = False


class Run(Table, frozen=True):
    seed: Annotated[
        int,
        meta(
            "Seed", "Where every random choice starts; the same seed gives the same numbers.", ge=0, le=2**53
        ),
    ] = 0
    dtype: Annotated[
        Literal["float32", "float64", "longdouble"],
        meta("Precision", "Number format of inputs and weights; sums of losses are double at least."),
    ] = "float32"
    products: Annotated[
        Literal["auto", "blas"],
        meta(
            "Products",
            "What multiplies rows of pixels: loops compiled for this machine that take them as bytes, where "
            "Numba is installed, or NumPy's BLAS as always. Results differ in their last digits only.",
            titles={"auto": "Compiled where possible", "blas": "NumPy's BLAS"},
        ),
    ] = "auto"
    threads: Annotated[
        int,
        meta(
            "Threads",
            "Threads that share the rows; 0 takes the cores there are. The numbers do not depend on it.",
            ge=0, le=256,
        ),
    ] = 0  # fmt: skip
