from __future__ import annotations

import json

import pytest

from lrengine.benchmark import peers_torch, rounds, run
from lrengine.benchmark.run import benchmark, versions
from lrengine.benchmark.table import WIDTH, as_text

KEYS = ["accuracy", "objective C=1", "objective C=0.01", "gradient", "pair", "sweep", "features"]


@pytest.fixture(scope="module")
def report(material, tiny):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds, "settle", lambda: None)
        patch.setattr(run, "available_cores", lambda: 1)
        patch.setattr(peers_torch, "is_installed", lambda: False)
        shares: list[float] = []
        made = benchmark(tiny, material=material, progress=lambda share, _: shares.append(share))
    assert shares == sorted(shares) and shares[0] >= 0 and shares[-1] < 1
    return made


def test_all_races_are_run(report):
    assert [section.key for section in report.sections] == KEYS
    assert report.missing == ("PyTorch",) and not report.quick


def test_json_holds_what_is_needed_to_judge(report):
    plain = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert plain["not_installed"] == ["PyTorch"] and plain["dtype"] == "float32"
    assert plain["threads"] >= 1 and plain["machine"]["cpu_count"] >= 1
    assert plain["versions"]["numpy"] and plain["machine"]["libraries"]
    assert {one["task"] for one in plain["agreement"]} == {"ten-class", "two-class"}
    assert all(entry["seconds"] for section in plain["sections"] for entry in section["entries"])


def test_the_table_is_narrow_and_whole(report):
    text = as_text(report)
    assert max(map(len, text.splitlines())) <= WIDTH
    for section in report.sections:
        for entry in section.entries:
            assert entry.name.split(",")[0] in text
    assert "Not installed: PyTorch." in text and "generated digits" in text


def test_what_is_not_installed_has_no_version(monkeypatch):
    monkeypatch.setattr("lrengine.benchmark.run.PACKAGES", ("numpy", "no-such-package"))
    found = versions()
    assert found["no-such-package"] is None and found["numpy"]
