"""The table of settings, derived from the recipe's declarations, and checked changes to a recipe."""

from __future__ import annotations

import contextlib
import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, get_args, get_type_hints

import msgspec
from msgspec import inspect

from lrengine.errors import LabError
from lrengine.recipe import About, Recipe, Sweep

Kind = Literal["number", "integer", "choice", "switch", "text", "amount", "classes", "points"]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Setting:
    """One setting of a recipe, as the panel and the command line need it.

    minimum, maximum  inclusive bounds of numbers, else None
    smallest          the least value above zero that a logarithmic slider reaches
    live              acts on the running training at its next iteration
    """

    key: str
    title: str
    description: str
    kind: Kind
    default: Any
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    scale: Literal["linear", "log"] = "linear"
    smallest: float | None = None
    unit: str = ""
    live: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)

    def title_of(self, choice: str) -> str:
        """A choice as a person reads it: gradient-descent is Gradient descent."""
        words = choice.replace("-", " ").replace("_", " ")
        return self.titles.get(choice, words[:1].upper() + words[1:])

    @property
    def table(self) -> str:
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        return self.key.partition(".")[2]


@functools.cache
def all_settings() -> tuple[Setting, ...]:
    """Every setting in the order of the recipe's tables."""
    recipe = inspect.type_info(Recipe)
    assert isinstance(recipe, inspect.StructType)
    found = []
    for table in recipe.fields:
        assert isinstance(table.type, inspect.StructType)
        if table.type.cls not in (About, Sweep):
            found += [_setting(table.name, table.type.cls, item) for item in table.type.fields]
    return tuple(found)


def find_setting(key: str) -> Setting:
    """The setting called `key`, as in "solver.learning_rate"."""
    for setting in all_settings():
        if setting.key == key:
            return setting
    close = [setting.key for setting in all_settings() if setting.name == key.rpartition(".")[2]]
    hint = f"did you mean {close[0]}?" if close else "`logitlab recipes --settings` lists them all."
    raise LabError(f"There is no setting called {key or repr(key)}: {hint}")


def _setting(table: str, owner: type, item: inspect.Field) -> Setting:
    declared = item.type
    extra: dict[str, Any] = {}
    schema: dict[str, Any] = {}
    while isinstance(declared, inspect.Metadata):
        extra |= declared.extra or {}
        schema |= declared.extra_json_schema or {}
        declared = declared.type
    kind, choices = _kind(declared)
    minimum, maximum = _inclusive_bounds(declared, extra.get("smallest"))
    if kind == "choice":
        # msgspec sorts the values of a Literal; the declaration's own order reads better.
        choices = get_args(get_type_hints(owner)[item.name])
    return Setting(
        key=f"{table}.{item.name}",
        title=schema["title"],
        description=schema["description"],
        kind=kind,
        default=item.default,
        choices=choices,
        minimum=minimum,
        maximum=maximum,
        **extra,
    )


def _inclusive_bounds(declared: inspect.Type, smallest: float | None) -> tuple[float | None, float | None]:
    if not isinstance(declared, inspect.IntType | inspect.FloatType):
        return None, None
    minimum, maximum = declared.ge, declared.le
    if declared.gt is not None:
        minimum = smallest if smallest is not None else declared.gt + 1e-3
    if declared.lt is not None:
        maximum = declared.lt - 1e-3
    return minimum, maximum


def _kind(declared: inspect.Type) -> tuple[Kind, tuple[str, ...]]:
    match declared:
        case inspect.LiteralType():
            return "choice", tuple(map(str, declared.values))
        case inspect.BoolType():
            return "switch", ()
        case inspect.IntType():
            return "integer", ()
        case inspect.FloatType():
            return "number", ()
        case inspect.VarTupleType(item_type=inspect.TupleType()):
            return "points", ()
        case inspect.VarTupleType():
            return "classes", ()
        case inspect.UnionType():
            return "amount", ()
        case _:
            return "text", ()


def value_of(recipe: Recipe, key: str) -> Any:
    """The recipe's value of `key`, as in "solver.learning_rate"."""
    setting = find_setting(key)
    return getattr(getattr(recipe, setting.table), setting.name)


def change(recipe: Recipe, changes: Mapping[str, Any]) -> Recipe:
    """A checked copy of `recipe` with some settings changed; a wrong value raises a LabError."""
    tables: dict[str, dict[str, Any]] = {}
    for key, value in changes.items():
        setting = find_setting(key)
        tables.setdefault(setting.table, {})[setting.name] = value
    new = {}
    for table, values in tables.items():
        old = getattr(recipe, table)
        plain = msgspec.to_builtins(old) | values
        new[table] = convert(plain, type(old), f"{table}.")
    return msgspec.structs.replace(recipe, **new)


def convert(plain: Any, kind: type[_T], prefix: str = "") -> _T:
    """Validate plain data as a recipe or one of its tables, or raise a LabError in plain words."""
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError as error:
        raise LabError(_explain(str(error), prefix)) from None


def parse_assignment(text: str) -> tuple[str, Any]:
    """Read `solver.learning_rate=0.1` as the command line gives it; values are TOML or plain text."""
    key, equals, value = text.partition("=")
    if not equals:
        raise LabError(f"Write a setting as key=value, as in solver.learning_rate=0.1, not {text!r}.")
    setting = find_setting(key.strip())
    return setting.key, parse_value(setting, value.strip())


def parse_value(setting: Setting, text: str) -> Any:
    """Read one value typed by a person."""
    if setting.kind in ("choice", "text"):
        return text.strip("\"'")
    if setting.kind == "classes" and not text.startswith("["):
        text = "[" + ",".join(part for part in text.replace(",", " ").split()) + "]"
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        value = text
    if setting.kind == "amount" and text.startswith("."):
        # TOML has no ".5".
        with contextlib.suppress(ValueError):
            value = float(text)
    if setting.kind == "integer" and isinstance(value, float) and value.is_integer():
        # 1e3 is a whole number to whoever writes it.
        value = int(value)
    if setting.kind == "number" and isinstance(value, str):
        # TOML has no ".5" or "1e-3" without a dot in the mantissa in some dialects; people write both.
        try:
            value = float(value)
        except ValueError:
            raise LabError(f"{setting.title} ({setting.key}) must be a number, not {text!r}.") from None
    return value


def _explain(message: str, prefix: str) -> str:
    """Turn msgspec's message into one sentence that names the setting and what it may be."""
    place = message.partition(" - at `$.")[2].partition("`")[0]
    key = prefix + place.partition("[")[0]
    unknown = message.partition("unknown field `")[2].partition("`")[0]
    if unknown:
        return _explain_unknown(key.strip("."), unknown)
    try:
        setting = find_setting(key)
    except LabError:
        return f"The recipe is not valid: {message.replace('`', '')}. Correct or remove that entry."
    return f"{setting.title} ({key}) must be {allowed(setting)}."


def _explain_unknown(table: str, name: str) -> str:
    """An entry that a recipe does not know, in one of its tables or beside them."""
    if not table:
        known = ", ".join(Recipe.__struct_fields__)
        return f"A recipe has no table called {name}: its tables are {known}."
    try:
        find_setting(f"{table}.{name}")
    except LabError as error:
        return str(error)
    return f"The recipe is not valid: {table} has no entry {name}. Correct or remove it."


def allowed(setting: Setting) -> str:
    """What a setting may be, in words."""
    match setting.kind:
        case "choice":
            return "one of " + ", ".join(setting.choices)
        case "switch":
            return "true or false"
        case "amount":
            return "a count, a share between 0 and 1, or an end such as first:2000"
        case "classes":
            return "a list of classes such as [2, 3]"
        case "points":
            return 'a list of points such as [[0.5, 1.2, "0"]]'
        case "text":
            return "text"
    noun = "a whole number" if setting.kind == "integer" else "a number"
    if setting.minimum is not None and setting.maximum is not None:
        form = ",.0f" if setting.kind == "integer" else "g"
        return f"{noun} between {setting.minimum:{form}} and {setting.maximum:{form}}"
    return noun
