"""A gateway as its contract says, on this machine; and how it can misbehave. Proved in test_http.py.

POST takes a message with a reference of the caller: 202, or 409 when it has that reference already (nothing is sent
again). GET of the reference: its status, or 404 when it never had it. Without the secret: 401, and nothing is taken.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

SECRET = "s-e-c-r-e-t"
BODY = '{"id": "{number}", "to": "{phone}", "text": "{words}"}'


@dataclass
class Gateway:
    """``sent``: what went to a telephone, in order. ``answers``: codes for the next posts, before the contract holds
    again; ``cuts``: it takes the next posts and hangs up before it answers."""

    port: int = 0
    sent: list[tuple[str, str]] = field(default_factory=list)
    status: dict[str, str] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    cuts: int = 0
    says: dict[str, Any] = field(default_factory=lambda: {"code": 0})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/messages"

    def take(self, told: dict[str, str]) -> int:
        if self.answers:
            return self.answers.pop(0)
        if told["id"] in self.status:
            return 409
        self.status[told["id"]] = "pending"
        self.sent.append((told["to"], told["text"]))
        return 202

    def all(self, status: str) -> None:
        self.status = dict.fromkeys(self.status, status)

    def settings(self, **changes: str) -> dict[str, Any]:
        """What the platform is told of it, receipts included."""
        given = {"url": self.url, "token": SECRET, "body": BODY, "receipt_url": self.url + "/{number}"}
        return {"way": "http", "http": given | changes}


class _Handler(BaseHTTPRequestHandler):
    gateway: Gateway

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != f"Bearer {SECRET}":
            return self._tell(401, {})
        code = self.gateway.take(told)
        if self.gateway.cuts and code == 202:
            self.gateway.cuts -= 1
            self.close_connection = True
            return None
        return self._tell(code, self.gateway.says)

    def do_GET(self) -> None:
        status = self.gateway.status.get(self.path.rpartition("/")[2])
        self._tell(200 if status else 404, {"status": status})

    def _tell(self, code: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: Any) -> None:
        """Nothing."""


@contextmanager
def running() -> Iterator[Gateway]:
    gateway = Gateway()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"gateway": gateway}))
    gateway.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
