from app.wish import Wish


def test_only_a_running_wish_trains():
    assert Wish("running").trains and not Wish("ready").trains


def test_asked_again_it_keeps_what_it_was_about():
    first, second = object(), object()
    wish = Wish("ready", first, is_edit=True).asked_again("running", None)
    assert wish.trains and wish.branch is first and wish.is_edit
    assert wish.asked_again("running", second).branch is second
