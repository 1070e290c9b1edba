import pytest

from app.reading.figures import figure, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.31, "7.31"), (-0.42, "−.42"), (0.0, "0"), (-0.001, "0"), (0.5, ".50"), (-12.345, "−12.35"),
        (12345.6, "12,346"), (float("nan"), "–"), (float("inf"), "–"),
    ],
)  # fmt: skip
def test_figures_are_short_and_signed(value: float, text: str) -> None:
    assert figure(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(1.0, "100 %"), (0.9999, ">99 %"), (0.994, "99 %"), (0.005, "0 %"), (0.004, "<1 %"), (0.0, "0 %")],
)
def test_per_cent_claims_no_certainty(share: float, text: str) -> None:
    assert percent(share) == text
