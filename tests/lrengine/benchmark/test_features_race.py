from __future__ import annotations

from lrengine.benchmark.features_race import features_race


def test_many_images_and_one_are_timed(stage):
    section = features_race(stage)
    names = [entry.name for entry in section.entries]
    assert names == [
        "directions of strokes, 20 images", "upright pixels, 20 images",
        "directions of strokes, one drawing", "upright pixels, one drawing",
    ]  # fmt: skip
    assert section.ours is None and all(lap.seconds > 0 for entry in section.entries for lap in entry.laps)
