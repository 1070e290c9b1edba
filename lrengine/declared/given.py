"""What a run is given: data, task and features."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from lrengine.declared.table import Table, meta

_Count = Annotated[int, Meta(ge=0)]
_Share = Annotated[float, Meta(ge=0.0, le=1.0)]
_End = Annotated[str, Meta(pattern=r"^(first|last):[0-9]+(\.[0-9]+)?$")]

# How many rows: a whole number is a count, a decimal a share, "first:n" or "last:n" an end of the file.
Amount = _Count | _Share | _End

# A point placed by hand: x, y and the name of its class.
Point = tuple[float, float, str]


class Data(Table, frozen=True):
    name: Annotated[
        Literal["generated", "mnist", "digits8", "blobs", "moons", "classification", "points", "file"],
        meta(
            "Data",
            "Where the examples come from.",
            titles={
                "generated": "Generated digits",
                "mnist": "MNIST",
                "digits8": "8×8 digits",
                "blobs": "Blobs (2-D)",
                "moons": "Moons (2-D)",
                "classification": "Classification (2-D)",
                "points": "Points placed by hand",
                "file": "A file…",
            },
        ),
    ] = "generated"
    path: Annotated[str, meta("File", "The CSV, NPZ or IDX file or the image folder to read.")] = ""
    kept: Annotated[
        Literal["auto", "memory", "disk"],
        meta(
            "Images kept",
            "Hold the file's images in memory, or read them from the disk block by block at each pass, as a "
            "folder of images.npy and labels.npy or uncompressed IDX files allow; auto does so above 1 GiB.",
            titles={"auto": "As they fit", "memory": "In memory", "disk": "On the disk"},
        ),
    ] = "auto"
    train: Annotated[
        Amount,
        meta(
            "Training rows",
            "Rows to learn from: a count (6107), a share of what is left (1.0), or an end of the file "
            "counted before classes are chosen (first:20000).",
        ),
    ] = 1.0
    validation: Annotated[
        Amount,
        meta(
            "Validation rows",
            "Rows held out to watch and to choose by: a count, a share, or an end of the training rows "
            "(first:0.1).",
        ),
    ] = 0.1
    test: Annotated[
        Amount,
        meta("Test rows", "Rows sealed until the end: a count, a share, or an end of the file (last:2000)."),
    ] = 1.0
    order: Annotated[
        Literal["seeded", "file", "train_test_split"],
        meta(
            "Order",
            "Shuffle the rows by the seed, keep the file's order, or split as scikit-learn's "
            "train_test_split does.",
        ),
    ] = "seeded"
    label_noise: Annotated[
        float,
        meta(
            "Wrong labels", "Share of training labels replaced by a wrong one.", ge=0.0, le=1.0, unit="share"
        ),
    ] = 0.0
    points: Annotated[
        int,
        meta(
            "Points",
            "How many points the 2-D sources draw.",
            ge=2, le=100_000, scale="log", smallest=10, unit="points",
        ),
    ] = 300  # fmt: skip
    noise: Annotated[
        float,
        meta("Spread", "Standard deviation of the blobs, or of what is added to the moons.", ge=0.0, le=10.0),
    ] = 0.2
    added: Annotated[
        int,
        meta(
            "Digits added",
            "So many pen-stroke digits join the training rows of 28×28 digits, and no others: they show "
            "ways of writing that the data lack.",
            ge=0, le=200_000, scale="log", smallest=100, unit="digits",
        ),
    ] = 0  # fmt: skip
    placed: Annotated[
        tuple[Point, ...],
        meta("Placed points", "Points placed by hand, each [x, y, class]."),
    ] = ()
    scale: Annotated[
        Literal["unit", "raw", "normalised"],
        meta(
            "Pixel scale",
            "Divide pixels by their largest value, keep them raw, or shift and divide by MNIST's mean "
            "and deviation (.1307, .3081).",
        ),
    ] = "unit"


class Task(Table, frozen=True):
    kind: Annotated[
        Literal["softmax", "binary", "one-vs-rest"],
        meta(
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
        meta(
            "Classes", "The classes to tell apart, the second of two being the positive one; none means all."
        ),
    ] = ()
    intercept: Annotated[
        bool, meta("Intercept", "Give each class a constant of its own, never penalised.")
    ] = True


class Features(Table, frozen=True):
    kind: Annotated[
        Literal["pixels", "deskewed", "histograms", "fourier", "polynomial"],
        meta(
            "Features",
            "What the model is given of each example. Plain values cost nothing. Upright pixels set each "
            "image straight first: 20 µs an image. Directions of strokes, counted in cells of the upright "
            "image, read best: 60 µs and 1,272 numbers an image. Random waves make a linear model nearly a "
            "kernel machine: 30 µs an image and two numbers for each wave and class. Polynomials are all "
            "products of a point's coordinates up to a degree.",
            titles={
                "pixels": "Plain values",
                "deskewed": "Upright pixels",
                "histograms": "Directions of strokes",
                "fourier": "Random Fourier waves",
                "polynomial": "Polynomial (2-D)",
            },
        ),
    ] = "pixels"
    degree: Annotated[int, meta("Degree", "Highest degree of the products.", ge=1, le=10)] = 3
    count: Annotated[
        int,
        meta(
            "Waves",
            "How many random waves: more come closer to the kernel, and each costs memory and time.",
            ge=1, le=10_000, scale="log", smallest=10, unit="waves",
        ),
    ] = 1000  # fmt: skip
    bandwidth: Annotated[
        float,
        meta(
            "Kernel width",
            "How far a training row's influence reaches, in typical distances between two of them.",
            gt=0.0, le=100.0, scale="log", smallest=0.01,
        ),
    ] = 0.7  # fmt: skip
    upright: Annotated[bool, meta("Upright first", "Set images straight before the waves run over them.")] = (
        True
    )
    standardise: Annotated[
        bool,
        meta(
            "Standardise",
            "Subtract each feature's training mean and divide by its training deviation.",
        ),
    ] = False
