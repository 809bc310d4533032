"""Deployment files as plain JSON values, and ways to walk through them."""

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.playground.wire import Json, JsonObject, get_list, get_object


def documents(path: Path) -> Iterator[JsonObject]:
    """Return each YAML document of a file."""
    for found in yaml.safe_load_all(path.read_text(encoding="utf-8")):
        document: JsonObject = json.loads(json.dumps(found))
        yield document


def document(path: Path) -> JsonObject:
    """Return the one YAML document of a file."""
    [found] = documents(path)
    return found


def objects(source: JsonObject, name: str) -> list[JsonObject]:
    """Return the objects in a list."""
    return [item for item in get_list(source, name) if isinstance(item, dict)]


def texts(source: JsonObject, name: str) -> list[str]:
    """Return the texts in a list."""
    return [item for item in get_list(source, name) if isinstance(item, str)]


def dig(source: JsonObject, *names: str) -> JsonObject:
    """Return the object at the end of a path; empty where the path breaks off."""
    for name in names:
        source = get_object(source, name)
    return source


def every(value: Json, name: str) -> Iterator[Json]:
    """Return every value under ``name``, however deep."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == name:
                yield each
            yield from every(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from every(each, name)
