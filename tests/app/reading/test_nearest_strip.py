from itertools import pairwise

import numpy as np

from app.reading.nearest_strip import NOTHING, NearestStrip


def test_pictures_and_labels_or_a_sentence(stood_up) -> None:
    strip = stood_up(NearestStrip(), 252, 66)
    assert strip.accessibleName() and strip.labels == () and strip.notice == NOTHING
    looks = [strip.grab().toImage()]
    picture = np.full((28, 28), 200, np.uint8)
    strip.show_nearest([picture] * 5, ["3", "3", "8", "3", "3"], "3")
    assert strip.labels == ("3", "3", "8", "3", "3")
    assert strip.accessibleDescription() == "Labels: 3, 3, 8, 3, 3"
    looks.append(strip.grab().toImage())
    strip.show_nearest([picture] * 5, ["3"] * 5, "3")
    looks.append(strip.grab().toImage())
    strip.show_nothing("No training images are here.")
    looks.append(strip.grab().toImage())
    assert strip.labels == () and strip.accessibleDescription() == "No training images are here."
    assert all(one != other for one, other in pairwise(looks))
