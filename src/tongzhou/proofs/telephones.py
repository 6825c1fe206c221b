"""Telephones that hand up through the real endpoint, signed as the field app signs. Pure HTTP, but for ``enrolled``."""

import base64
import hashlib
import http.client
import os
import time
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import orjson
from nacl.signing import SigningKey


@dataclass(frozen=True)
class Telephone:
    """``now``: the office's clock, in seconds, as far ahead of this machine's as ``ahead``."""

    device: str
    token: str
    seed: str
    ahead: float

    def now(self) -> float:
        return time.time() + self.ahead

    def signed(self, method: str, path: str, body: bytes) -> dict[str, str]:
        sent_at = str(int(self.now() * 1000))
        digest = hashlib.sha256(body).hexdigest()
        message = "\n".join(("tongzhou 1", method, path, sent_at, self.token, digest)).encode()
        signature = SigningKey(bytes.fromhex(self.seed)).sign(message).signature
        return {
            **{"X-Device": self.device, "X-Sent-At": sent_at, "X-App": "1.0", "Authorization": f"Bearer {self.token}"},
            **{"X-Signature": base64.b64encode(signature).decode(), "Content-Type": "application/json"},
        }

    def packed(self, entries: list[dict[str, Any]]) -> tuple[bytes, dict[str, str]]:
        """A batch ready to be sent, with its headers."""
        body = orjson.dumps({"entries": entries})
        return body, self.signed("POST", "/sync/up", body)

    def check(self, **changes: object) -> dict[str, Any]:
        """A visitor let in now."""
        at = self.now()
        day = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))
        payload = {"who": "visitor", "way": "in", "outcome": "passed", "temperature": 36.5, **changes}
        moment = f"{day}.{int(at * 1000) % 1000:03d}+00:00"
        return {"id": str(new_id(at)), "kind": "gate.checked", "occurred_at": moment, "payload": payload}


def new_id(at: float) -> UUID:
    """A UUIDv7 of that moment."""
    noise = int.from_bytes(os.urandom(10))
    return UUID(int=int(at * 1000) << 80 | 7 << 76 | (noise >> 4 & 0xFFF) << 64 | 2 << 62 | noise & (1 << 62) - 1)


def send(connection: http.client.HTTPConnection, batch: tuple[bytes, dict[str, str]]) -> list[dict[str, Any]]:
    """The answers. Raises OSError, HTTPException; RuntimeError for anything but an answer to each entry."""
    connection.request("POST", "/sync/up", batch[0], batch[1])
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {text[:300]!r}")
    told: list[dict[str, Any]] = orjson.loads(text)["answers"]
    return told


def enrolled(number: int) -> list[dict[str, Any]]:
    """So many telephones of the demonstration's gate, enrolled and held by the actions of the pages. In a process with
    the application in it."""
    from tongzhou.access import devices  # noqa: PLC0415  needs the settings
    from tongzhou.access.models import Duty  # noqa: PLC0415  likewise
    from tongzhou.demonstration import clocks, setting_up  # noqa: PLC0415  likewise
    from tongzhou.kernel import clock, database  # noqa: PLC0415  likewise

    clocks.install()
    by, made = setting_up.officer(setting_up.YONGLE), []
    duty = Duty.objects.filter(account__username="gate", ends_at__gt=clock.now()).order_by("-starts_at").first()
    if duty is None:
        raise RuntimeError("the demonstration's guard is on no duty")
    for one in range(number):
        key = SigningKey.generate()
        with database.acting(by.scope.places):
            code = devices.invite(place_id=by.post_id, by=by, duty_id=duty.id)
            public = bytes(key.verify_key)
            device = devices.enrol(code=code, name=f"试验{one}", algorithm="Ed25519", public_key=public)
            _holder, token = devices.admit(device, code=code)
        ahead = clock.now().timestamp() - time.time()
        made.append(asdict(Telephone(str(device.id), token, bytes(key).hex(), ahead)))
    return made
