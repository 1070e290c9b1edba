import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.look.steady import Steady


class Requests(QObject):
    """Counts how often a widget is to lay out its children anew."""

    count = 0

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def label():
    return QLabel("iteration 1")


@pytest.fixture
def host(qtbot, label):
    made = QWidget()
    qtbot.addWidget(made)
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    layout.addWidget(Steady(label))
    made.resize(200, 40)
    with qtbot.waitExposed(made):
        made.show()
    QApplication.processEvents()
    return made


def test_a_new_text_leaves_the_layouts_around_alone(host, label):
    requests = Requests()
    host.installEventFilter(requests)
    label.setText("iteration 1,000,000 and a good deal more")
    QApplication.processEvents()
    assert not requests.count and label.width() == 200
    label.parentWidget().setFixedWidth(90)
    QApplication.processEvents()
    assert requests.count


def test_the_label_takes_the_room_there_is(host, label, qtbot):
    host.resize(120, 60)
    qtbot.waitUntil(lambda: label.size() == host.size())


def test_the_room_is_as_high_as_the_label(host, label):
    room = label.parentWidget()
    assert room.sizeHint() == label.sizeHint() and room.minimumSizeHint().width() == 0


def test_a_label_that_wraps_keeps_its_height(qtbot):
    """As the headline of a drawing does: a height asked for by width would come to nothing."""
    host, label = QWidget(), QLabel("3, 98 % sure")
    qtbot.addWidget(host)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    label.setWordWrap(True)
    layout = QVBoxLayout(host)
    layout.addWidget(Steady(label))
    layout.addWidget(QWidget(), 1)
    host.resize(200, 80)
    with qtbot.waitExposed(host):
        host.show()
    QApplication.processEvents()
    assert label.isVisible() and label.height() >= label.minimumSizeHint().height() > 0
