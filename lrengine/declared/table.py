"""What every table of a recipe is made of."""

from __future__ import annotations

from typing import Any

from msgspec import Meta, Struct


def meta(title: str, description: str, **options: Any) -> Meta:
    """A declaration: bounds go to msgspec, everything else (unit, scale, live) to the panel."""
    bounds = {name: options.pop(name) for name in ("ge", "gt", "le", "lt", "pattern") if name in options}
    return Meta(title=title, description=description, extra=options, **bounds)


class Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One table of a recipe file."""
