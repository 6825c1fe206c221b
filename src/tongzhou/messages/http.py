"""Any SMS gateway that takes JSON over HTTPS: what is posted, what counts as taken, where receipts are asked for.

Our number of the message goes along as its reference. The receipt is asked for, not pushed: nothing has to be opened
into the district's network. Never follow a redirect (the secret would go along) and never log what is sent or told.
"""

import json
import socket
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener
from uuid import UUID

from tongzhou.messages.answers import Answer

SECONDS = 10.0
_MOST_BYTES = 65536


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_given: Any, **_more: Any) -> None:
        return None


@dataclass(frozen=True)
class HttpGateway:
    """``body``: JSON with {number}, {phone} and {words} as values; ``accepted``: "code=0" where 200 alone says nothing.

    ``receipt_url`` holds {number}, empty for a gateway without receipts; ``status``: where a receipt says it, dotted.
    """

    url: str
    token: str = field(repr=False)
    body: str
    accepted: str = ""
    receipt_url: str = ""
    status: str = "status"
    delivered: Collection[str] = ("delivered",)
    failed: Collection[str] = ("failed",)

    @property
    def has_receipts(self) -> bool:
        return bool(self.receipt_url)

    def hand_over(self, number: UUID, phone: str, words: str) -> tuple[Answer, str]:
        """409: it has this number already, so nothing is sent again."""
        filled = _filled(json.loads(self.body), {"{number}": str(number), "{phone}": phone, "{words}": words})
        code, told, why = self._asked(Request(self.url, json.dumps(filled).encode(), method="POST"))
        if code is None:
            return (Answer.LATER if why == "unreachable" else Answer.UNSURE), why
        if code == 409 or 200 <= code < 300:
            path, _mark, wanted = self.accepted.partition("=")
            is_taken = code == 409 or not path or _at(told, path) == wanted
            return (Answer.ACCEPTED, "") if is_taken else (Answer.FAILED, "refused")
        is_for_now = code in (408, 425, 429, 503)
        if code >= 500 and not is_for_now:
            return Answer.UNSURE, f"http {code}"  # it may have passed the text on before it broke
        return (Answer.LATER if is_for_now else Answer.FAILED), f"http {code}"

    def ask(self, number: UUID) -> tuple[Answer, str]:
        """LATER while there is no receipt, or nobody answered."""
        code, told, why = self._asked(Request(self.receipt_url.replace("{number}", str(number))))
        if code == 404:
            return Answer.UNKNOWN, ""
        if code is None or not 200 <= code < 300:
            return Answer.LATER, why or f"http {code}"
        status = _at(told, self.status)
        if status in self.delivered:
            return Answer.DELIVERED, ""
        return (Answer.FAILED, "undelivered") if status in self.failed else (Answer.LATER, "")

    def _asked(self, request: Request) -> tuple[int | None, Any, str]:
        """(code, JSON told, why not). Without a code "unreachable" means that nothing was sent."""
        request.add_header("Content-Type", "application/json; charset=utf-8")
        request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with _opener().open(request, timeout=SECONDS) as answer:
                return answer.status, _json(answer.read(_MOST_BYTES)), ""
        except HTTPError as error:
            error.close()
            return error.code, None, ""
        except URLError as error:
            is_unsent = isinstance(error.reason, ConnectionRefusedError | socket.gaierror)
            return None, None, "unreachable" if is_unsent else "no answer"
        except (OSError, ValueError):
            return None, None, "no answer"


def _opener() -> OpenerDirector:
    return build_opener(_Stay())


def _filled(body: Any, values: dict[str, str]) -> Any:
    if isinstance(body, dict):
        return {name: _filled(value, values) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, values) for value in body]
    if isinstance(body, str):
        for mark, value in values.items():
            body = value if body == mark else body
    return body


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _at(told: Any, path: str) -> str:
    for step in path.split("."):
        told = told.get(step) if isinstance(told, dict) else None
    return "" if told is None else str(told)
