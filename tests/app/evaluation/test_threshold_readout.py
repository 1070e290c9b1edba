import pytest

from app.evaluation.threshold_readout import ThresholdReadout
from app.look.theme import LIGHT
from lrengine.judging import AtThreshold

NOW = AtThreshold(0.5, 98, 5, 12, 885)


def test_the_counts_are_told_in_words(show):
    readout = show(ThresholdReadout(), 280, 50)
    readout.show_reading(NOW, "4")
    assert readout.accessibleDescription() == (
        "98 read as 4 rightly, 5 wrongly; 12 missed, 885 left out rightly"
    )
    assert readout.toolTip() == readout.accessibleDescription()
    readout.show_reading(None, "4")
    assert readout.accessibleDescription() == ""


@pytest.mark.parametrize(("width", "told"), [(150, False), (250, True)])
def test_the_table_is_painted_where_there_is_room(show, width, told):
    """Other counts of the same three figures change the picture only if the table is there."""
    readout = show(ThresholdReadout(), width, 50)
    readout.resize(width, 50)
    seen = []
    for times in (1, 2):
        readout.show_reading(AtThreshold(0.5, 98 * times, 5 * times, 12 * times, 88 * times), "4")
        seen.append(readout.grab().toImage())
    assert (seen[0] != seen[1]) == told


def test_every_state_looks_other(show):
    readout = show(ThresholdReadout(), 280, 50)
    seen = [readout.grab().toImage()]
    for change in (
        lambda: readout.show_reading(NOW, "4"),
        lambda: readout.show_samples(()),
        lambda: readout.show_theme(LIGHT),
        lambda: readout.show_reading(AtThreshold(1.0, 0, 0, 110, 890), "a long name of a class"),
    ):
        change()
        image = readout.grab().toImage()
        assert all(image != other for other in seen)
        seen.append(image)
