"""What a device takes along, in parts; each goes down again only when it has changed.

A part is for who holds its permission, and never holds more than the place and the duty need.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission

Build = Callable[[Actor, str], tuple[str, Any]]


@dataclass(frozen=True)
class Part:
    """``build`` is given the version that the device has (empty for none); the present version and the content."""

    code: str
    permission: Permission | None
    build: Build


PARTS: dict[str, Part] = {}


def register(part: Part) -> Part:
    PARTS[part.code] = part
    return part


def whole(content: Callable[[Actor], Any]) -> Build:
    """A part that goes down whole whenever any of it has changed."""

    def build(by: Actor, known: str) -> tuple[str, Any]:
        told = content(by)
        return _version(told), told

    return build


def looked(sign: Callable[[Actor], Any], content: Callable[[Actor], Any]) -> Build:
    """A part whose content is a look at people: read only when what it is told by has changed."""

    def build(by: Actor, known: str) -> tuple[str, Any]:
        version = _version(sign(by))
        return version, None if version == known else content(by)

    return build


def _version(told: Any) -> str:
    return hashlib.blake2b(orjson.dumps(told, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()


def changed(by: Actor, known: dict[str, str]) -> tuple[dict[str, str], dict[str, Any]]:
    """The versions of all parts of this duty, and the content of those that differ from the ``known`` versions."""
    versions, contents = {}, {}
    for part in PARTS.values():
        if part.permission is None or by.may(part.permission):
            version, content = part.build(by, known.get(part.code, ""))
            versions[part.code] = version
            if version != known.get(part.code):
                contents[part.code] = content
    return versions, contents
