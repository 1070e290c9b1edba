from __future__ import annotations

import json

import numpy as np
import pytest

from app.command_line.cli import run_command_line


@pytest.fixture
def digits(tmp_path):
    """Noise of MNIST's shape, labelled 0 to 4."""
    path = tmp_path / "noise.npz"
    images = np.random.default_rng(0).integers(0, 256, (50, 28, 28)).astype(np.uint8)
    np.savez(path, x=images, y=np.arange(50) % 5)
    return str(path)


def test_the_json_keeps_its_contract_and_the_table_says_the_same(digits, tmp_path, capsys):
    target = tmp_path / "e.json"
    assert run_command_line(["evaluate", "--data", digits, "--json", str(target)]) == 0
    written = json.loads(target.read_text())
    confusion = np.array(written["confusion"])
    assert confusion.shape == (10, 10) and confusion.sum(1).tolist() == [10] * 5 + [0] * 5
    assert written["accuracy"] == pytest.approx(np.trace(confusion) / 50)
    assert written["risk"] > 0
    text = capsys.readouterr().out
    assert f"50 rows of {digits}: accuracy {written['accuracy']:.2%}" in text
    assert text.splitlines()[-10].split() == ["0", *map(str, confusion[0])]


def test_a_model_of_ones_own(digits, tmp_path, capsys):
    recipe = tmp_path / "r.toml"
    recipe.write_text(
        f"[data]\nname='file'\npath='{digits}'\n[stopping]\niterations=1\n[task]\nclasses=[0, 1, 2]\n"
    )
    model = tmp_path / "m.npz"
    assert run_command_line(["run", str(recipe), "--quiet", "--save", str(model)]) == 0
    assert run_command_line(["evaluate", "--model", str(model), "--data", digits]) == 0
    assert "30 rows" in (said := capsys.readouterr().out) and "20 of other classes left out" in said


def test_faults_are_one_sentence(digits, tmp_path, capsys):
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"PK not really")
    for arguments, code in (
        (["--model", str(tmp_path / "missing.npz"), "--data", digits], 2),
        (["--model", "", "--data", digits], 2),
        (["--model", str(tmp_path), "--data", digits], 2),
        (["--model", str(broken), "--data", digits], 1),
        (["--data", str(broken)], 1),
        (["--data", digits, "--json", str(tmp_path)], 2),
    ):
        assert run_command_line(["evaluate", *arguments]) == code
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_points_are_drawn_as_the_model_learnt_them(tmp_path, capsys):
    recipe = tmp_path / "moons.toml"
    recipe.write_text(
        "[data]\nname='moons'\npoints=80\nnoise=0.0\n[stopping]\niterations=400\n"
        "[solver]\nlearning_rate=1.0\n[features]\nkind='polynomial'\nstandardise=true\n"
    )
    model = tmp_path / "m.npz"
    assert run_command_line(["run", str(recipe), "--quiet", "--save", str(model)]) == 0
    assert run_command_line(["evaluate", "--model", str(model), "--data", "moons"]) == 0
    assert "80 rows of moons: accuracy 100.00%" in capsys.readouterr().out


def test_a_model_of_images_and_points_do_not_meet(capsys):
    assert run_command_line(["evaluate", "--data", "moons"]) == 2
    said = capsys.readouterr().err
    assert "reads 28×28 images, but moons holds points of 2 numbers: choose" in said
    assert run_command_line(["evaluate", "--data", "points"]) == 2
    assert "No points are placed yet" in capsys.readouterr().err
