import pytest

from app.look.theme import DARK, LIGHT
from app.playground.class_marks import TEST, TRAINING, VALIDATION
from app.playground.role_legend import RoleLegend


@pytest.fixture
def legend(qtbot):
    made = RoleLegend()
    qtbot.addWidget(made)
    made.show_theme(DARK)
    return made


def test_it_names_the_parts_there_are(legend):
    legend.show_roles((TRAINING, VALIDATION))
    narrow = legend.sizeHint().width()
    assert legend.accessibleDescription() == "training, validation"
    legend.show_roles((TRAINING, VALIDATION, TEST))
    assert legend.sizeHint().width() > narrow


def test_an_entry_that_does_not_fit_is_left_out(legend):
    legend.show_roles((TRAINING, VALIDATION, TEST))
    legend.resize(legend.sizeHint())
    whole = legend.grab().toImage()
    legend.resize(legend.sizeHint().width() - 20, legend.height())
    assert legend.grab().toImage().copy(0, 0, 30, 10) != whole.copy(0, 0, 30, 10)
    legend.show_roles(())
    empty = legend.grab().toImage()
    legend.show_theme(LIGHT)
    assert legend.grab().toImage() == empty
