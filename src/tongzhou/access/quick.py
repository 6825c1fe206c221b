"""Signing in with one click: only where a demonstration says so.

Never answer with an account outside a demonstration: whoever registers here checks mode, database and address.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise


@dataclass(frozen=True)
class QuickAccount:
    """An invented member of staff whom anybody at this machine may try."""

    account_id: UUID
    name: str
    role: Promise | str
    words: Promise | str


Provider = Callable[[], Sequence[QuickAccount]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def offered() -> list[QuickAccount]:
    """The accounts that may be entered without a password just now; none in service."""
    return [account for provider in _providers for account in provider()]
