"""The JSON that crosses the wire: its one recursive type, its encoder and its typed readers.

Leaves what the values mean to the modules that read them.
"""

import json
from typing import TypeAlias

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
JsonObject: TypeAlias = dict[str, Json]

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def encode(value: Json) -> bytes:
    """Write a value as compact UTF-8 JSON; half surrogate pairs become question marks."""
    return _ENCODER.encode(value).encode("utf-8", "replace")


def encode_text(value: Json) -> str:
    """Write a value as compact JSON text."""
    return _ENCODER.encode(value)


def decode(text: str | bytes) -> Json:
    """Read JSON text; raises ValueError when it is none."""
    try:
        value: Json = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def get_str(source: JsonObject, name: str, default: str = "") -> str:
    """Read a text field; a number is written out, anything else gives the default."""
    match source.get(name):
        case bool():
            return default
        case str() | int() as value:
            return str(value)
        case _:
            return default


def get_int(source: JsonObject, name: str, default: int = 0) -> int:
    """Read a whole number, also from its decimal text."""
    return as_int(source.get(name), default)


def as_int(value: Json, default: int = 0) -> int:
    """Read a whole number from a JSON value, also from its decimal text."""
    match value:
        case bool():
            return default
        case int():
            return value
        case str():
            try:
                return int(value)
            except ValueError:
                return default
        case _:
            return default


def get_float(source: JsonObject, name: str, default: float = 0.0) -> float:
    """Read a number."""
    value = source.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else default


def get_bool(source: JsonObject, name: str, default: bool = False) -> bool:
    """Read a truth value."""
    value = source.get(name)
    return value if isinstance(value, bool) else default


def get_object(source: JsonObject, name: str) -> JsonObject:
    """Read a nested object; empty when absent."""
    value = source.get(name)
    return value if isinstance(value, dict) else {}


def get_list(source: JsonObject, name: str) -> list[Json]:
    """Read a nested array; empty when absent."""
    value = source.get(name)
    return value if isinstance(value, list) else []


def get_ints(source: JsonObject, name: str) -> list[int]:
    """Read an array of whole numbers, dropping whatever is none."""
    return [value for value in get_list(source, name) if isinstance(value, int) and not isinstance(value, bool)]


def get_strs(source: JsonObject, name: str) -> list[str]:
    """Read an array of texts, dropping whatever is none."""
    return [value for value in get_list(source, name) if isinstance(value, str)]
