import numpy as np

from app.reading.nearest_of import NearestSearch
from lrengine.experiment import Rows


def test_a_training_image_is_its_own_nearest(small_rows: Rows) -> None:
    part, search = small_rows.split.train, NearestSearch()
    for row in (0, 7):
        found = search.nearest(small_rows, part.inputs[row])
        assert found.pictures.shape == (5, 6, 6) and len(found.labels) == 5
        assert np.allclose(found.pictures[0], part.inputs[row] / 255, atol=1e-6)
        assert found.labels[0] == small_rows.class_names[part.labels[row]]
