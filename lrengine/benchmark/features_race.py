"""How long the features take: many images at once, and one drawing."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from lrengine.benchmark.rounds import Contestant, Lap, race, timed
from lrengine.benchmark.section import Section
from lrengine.benchmark.stage import Stage
from lrengine.features import Deskewed, Features, Histograms

DRAWINGS = 20


def features_race(stage: Stage) -> Section:
    """Seconds for all images, and for one."""
    rows = stage.material.ten
    images = rows.dataset.inputs[: stage.effort.images]
    full_scale, shape = rows.dataset.full_scale, rows.dataset.input_shape
    deskewed = Deskewed(full_scale, shape)
    histograms = Histograms.fit(full_scale, shape, images[:2000])

    def transform(features: Features, inputs: Any, repetitions: int, number: int) -> Lap:
        return timed(partial(features.transform, inputs, np.float32), repetitions)

    def one(name: str, features: Features) -> Contestant:
        return Contestant(name, "shown", partial(transform, features, images[:1], DRAWINGS))

    def all_of_them(name: str, features: Features) -> Contestant:
        return Contestant(name, "shown", partial(transform, features, images, 1))

    count = f"{len(images):,} images"
    entries = race(
        [
            all_of_them(f"directions of strokes, {count}", histograms),
            all_of_them(f"upright pixels, {count}", deskewed),
            one("directions of strokes, one drawing", histograms),
            one("upright pixels, one drawing", deskewed),
        ],
        stage.effort.long_rounds,
        on_lap=stage.on_lap,
    )
    return Section(key="features", brief="features", title="Features of images", entries=entries)
