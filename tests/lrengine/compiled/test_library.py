from __future__ import annotations

import numpy as np
import pytest

from lrengine.compiled import library, loops_for, object_file, why_not
from lrengine.errors import Cancelled


def test_they_are_loaded_once_in_a_process(loops, monkeypatch):
    first = loops("float32")
    monkeypatch.setattr(object_file, "content", None)
    assert loops_for(np.float32) is loops_for("float32") is first


class TestWhereThereAreNone:
    def test_a_precision_too_wide_for_them(self, fresh):
        assert loops_for("longdouble") is None and why_not() == ""

    @pytest.mark.parametrize("missing", ["numba", "llvmlite"])
    def test_without_numba(self, fresh, monkeypatch, missing):
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == missing else name)
        assert loops_for("float32") is None and why_not() == "Numba is not installed"

    def test_a_compiler_that_fails_is_asked_once(self, fresh, compiler, monkeypatch):
        compiler("sys.exit('too new')")
        assert loops_for("float32") is None
        assert why_not() == "Numba could not compile them (too new)"
        monkeypatch.setattr(object_file, "content", None)
        assert loops_for("float32") is None

    @pytest.mark.parametrize("error", [OSError("no library"), ImportError("broken"), RuntimeError("LLVM")])
    def test_whatever_is_wrong_with_an_installation(self, fresh, monkeypatch, error):
        def fail(*given):
            raise error

        monkeypatch.setattr(object_file, "content", fail)
        assert loops_for("float32") is None
        assert why_not() == f"the compiled loops could not be loaded ({type(error).__name__})"

    def test_an_object_file_without_the_loops(self, fresh, monkeypatch):
        import llvmlite.binding as llvm

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        empty = library.build.machine(llvm).emit_object(llvm.parse_assembly(""))
        monkeypatch.setattr(object_file, "content", lambda *given: empty)
        assert loops_for("float32") is None and "(RuntimeError)" in why_not()

    def test_one_who_cancels_may_ask_again(self, fresh, compiler):
        compiler("import threading; threading.Event().wait()")
        with pytest.raises(Cancelled):
            loops_for("float32", cancelled=lambda: True)
        compiler("sys.exit('too new')")
        assert loops_for("float32") is None and why_not()
