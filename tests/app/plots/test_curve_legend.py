import numpy as np
from PySide6.QtGui import QImage

from app.plots.curve_legend import CurveLegend


def test_samples_look_like_the_lines(qtbot):
    legend = CurveLegend()
    qtbot.addWidget(legend)
    legend.show_entries([("train", "#ff0000", None), ("test", "#ff0000", (1.5, 3.0))], "#000000")
    assert legend.accessibleDescription() == "train solid, test dotted"
    legend.resize(legend.sizeHint())
    image = legend.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., 2::-1].astype(int)
    red = (pixels[..., 0] - pixels[..., 1] > 100).any(axis=0)
    middle = legend.width() // 2
    assert red[:20].all()
    assert 0 < red[middle:].sum() < 20
