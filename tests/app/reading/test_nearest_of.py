import numpy as np

from app.reading.nearest_of import COUNT, nearest_of
from lrengine.experiment import Rows
from lrengine.model import Model


def test_a_training_image_is_its_own_nearest(small_recipe, small_rows: Rows) -> None:
    part = small_rows.split.train
    model = Model(small_rows.features, np.zeros((3, 36)), np.zeros(3), small_rows.class_names, small_recipe)
    for row in (0, 7):
        found = nearest_of(model, small_rows, part.inputs[row], 255.0)
        assert found.pictures.shape == (COUNT, 6, 6) and len(found.labels) == COUNT
        assert np.allclose(found.pictures[0], part.inputs[row] / 255, atol=1e-6)
        assert found.labels[0] == small_rows.class_names[part.labels[row]]
        far = np.linalg.norm(
            part.inputs.reshape(len(part), -1) / 255 - part.inputs[row].ravel() / 255, axis=1
        )
        expected = np.sort(far)[:COUNT]
        own = np.linalg.norm(found.pictures.reshape(COUNT, -1) - part.inputs[row].ravel() / 255, axis=1)
        assert np.allclose(own, expected, atol=1e-5)
