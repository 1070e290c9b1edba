from app.look.eliding_label import ElidingLabel

TEXT = "Run 3, iteration 412, validation, 1,000 rows"


def test_what_does_not_fit_is_cut_and_told_by_the_tooltip(qtbot):
    label = ElidingLabel()
    qtbot.addWidget(label)
    label.resize(500, 20)
    with qtbot.waitExposed(label):
        label.show()
    label.setText(TEXT)
    assert label.shown_text() == TEXT
    whole = label.grab().toImage()
    label.resize(90, 20)
    assert label.shown_text().endswith("…") and label.toolTip() == TEXT == label.text()
    assert label.minimumSizeHint().width() < 30
    label.resize(500, 20)
    assert label.grab().toImage() == whole
