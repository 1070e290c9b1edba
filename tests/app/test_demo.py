"""The scripted tour leaves what it promises."""

import json

import pytest
from PySide6.QtGui import QImage

from app.demo import run_demo
from lrengine.errors import LabError


def test_the_demo_leaves_pictures_and_accuracies(qapp, small_data, tmp_path, capsys, monkeypatch):
    out = tmp_path / "deep" / "demo"
    assert run_demo(out) == 0
    figures = json.loads((out / "demo.json").read_text())
    assert set(figures) == {"binary", "softmax"}
    for task, figure in figures.items():
        assert 0.5 < figure["test_accuracy"] <= 1
        pictures = [QImage(str(out / f"{task}-{moment}.png")) for moment in ("before", "during", "after")]
        assert all(picture.width() >= 1000 for picture in pictures)
        assert pictures[0] != pictures[2]
    said = capsys.readouterr()
    assert "test accuracy" in said.out
    binary, softmax = (line for line in said.err.splitlines() if "reads the drawing" in line)
    assert "margin" in binary and "margin" not in softmax, "each task has a run of its own"


def test_a_folder_that_cannot_be_made_is_one_sentence(qapp, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(LabError, match="choose another folder"):
        run_demo(blocked / "demo")
