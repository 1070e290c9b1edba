import argparse
import sys
from importlib.metadata import PackageNotFoundError

import pytest

from app.command_line.parser_parts import Deferred, Version


def test_a_handler_is_imported_when_it_is_called(monkeypatch):
    name = "app.command_line.recipes_command"
    monkeypatch.delitem(sys.modules, name, raising=False)
    # Its package names it, too: else the one that is back afterwards would not be the one that is found.
    monkeypatch.delattr(name, raising=False)
    handler = Deferred("recipes_command:recipes")
    assert name not in sys.modules
    assert handler(argparse.Namespace(settings=False)) == 0 and name in sys.modules


def test_a_package_that_is_not_installed_has_no_version(monkeypatch, capsys):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", missing)
    parser = argparse.ArgumentParser()
    parser.add_argument("--version", action=Version)
    with pytest.raises(SystemExit, match="0"):
        parser.parse_args(["--version"])
    assert capsys.readouterr().out == "logitlab, not installed\n"
