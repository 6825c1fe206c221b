"""The desks whose sheets can be typed back: each programme hands in its own when the platform starts."""

from tongzhou.encounters.programme import Programme

_desks: dict[str, Programme] = {}


def register(programme: Programme) -> Programme:
    _desks[programme.questionnaire] = programme
    return programme


def rank(code: str) -> int:
    """The order in which the desks were handed in; what is no desk comes last."""
    return list(_desks).index(code) if code in _desks else len(_desks)


def of(code: str) -> Programme | None:
    """The desk of a questionnaire; None when its sheets are only printed."""
    return _desks.get(code)
