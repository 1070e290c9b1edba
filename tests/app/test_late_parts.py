"""Late panels are made one by one, and once."""

from PySide6.QtWidgets import QWidget

from app.late_parts import LateParts


def test_each_part_is_made_when_it_is_asked_for(qtbot):
    parts = LateParts()
    assert not vars(parts)
    names = (*LateParts.PLOTS, *LateParts.PANELS)
    for name in names:
        part = getattr(parts, name)
        qtbot.addWidget(part)
        assert isinstance(part, QWidget)
        assert getattr(parts, name) is part
    assert set(vars(parts)) == set(names)
