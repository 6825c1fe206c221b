"""What is signed of a brief, and whether a brief is what was signed. Pure."""

import hashlib
from typing import Any

import orjson

from tongzhou.briefing.models import Brief
from tongzhou.kernel import signing


def canonical(brief: Brief) -> bytes:
    """JSON with sorted keys: everything that a reader of the brief is told."""
    told: dict[str, Any] = {
        "content": brief.content,
        "told": brief.told,
        "words": {"zh": brief.words_zh, "en": brief.words_en},
        "number": brief.number,
        "signed_by": brief.signed_by_name,
    }
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def digest(brief: Brief) -> bytes:
    return hashlib.sha256(canonical(brief)).digest()


def _message(hash: bytes) -> bytes:
    return b"tongzhou brief 1 " + hash


def sign(brief: Brief) -> None:
    """Set hash and signature of what the brief says now."""
    brief.hash = digest(brief)
    brief.signature = signing.sign(_message(brief.hash))


def is_true(brief: Brief) -> bool:
    """Whether what is stored is what was signed, by this district's key."""
    if brief.hash is None or brief.signature is None:
        return False
    return bytes(brief.hash) == digest(brief) and signing.is_signed(_message(bytes(brief.hash)), bytes(brief.signature))
