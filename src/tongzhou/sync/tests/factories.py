"""A telephone at a gate of Yongle, enrolled and held through the API itself."""

import base64
import gzip
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pyotp
from django.test import Client
from nacl.signing import SigningKey

from tongzhou.access import actions as access
from tongzhou.access import devices, signed
from tongzhou.access.models import Account, Duty
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids, sealing
from tongzhou.kernel.keys import keyring
from tongzhou.units import actions as units
from tongzhou.units.queries import seat_of


@dataclass
class Phone:
    """Signs with ``key``; ``ahead``: how many milliseconds its clock runs ahead."""

    key: SigningKey = field(default_factory=SigningKey.generate)
    client: Client = field(default_factory=Client)
    device: str = ""
    token: str = ""
    ahead: int = 0

    def enrol(self, code: str) -> Any:
        told = {
            "code": code,
            "name": "东门一号",
            "algorithm": "Ed25519",
            "public_key": base64.b64encode(bytes(self.key.verify_key)).decode(),
        }
        answer = self.client.post(
            "/sync/enrol", json.dumps(told), content_type="application/json", headers={"X-App": "1.0"}
        )
        self.device = answer.json().get("device", "")
        return answer

    def admit(self, code: str) -> Any:
        answer = self.post("/sync/hold", {"code": code})
        self.token = answer.json().get("token", "")
        return answer

    def hold(self, account: Account, password: str) -> Any:
        secret = sealing.unseal_bytes(keyring().district, bytes(account.factor or b"")).decode()
        code = pyotp.TOTP(secret).at(clock.now())
        answer = self.post("/sync/hold", {"username": account.username, "password": password, "code": code})
        self.token = answer.json().get("token", "")
        return answer

    def post(self, path: str, told: Any, **more: str) -> Any:
        body = gzip.compress(json.dumps(told).encode(), mtime=0)
        headers = self.headers("POST", path, body) | {"Content-Encoding": "gzip"} | more
        return self.client.post(path, body, content_type="application/json", headers=headers)

    def up(self, *entries: dict[str, Any], **more: str) -> Any:
        return self.post("/sync/up", {"entries": entries}, **more)

    def down(self, since: str = "") -> Any:
        path = f"/sync/down?since={since}"
        return self.client.get(path, headers=self.headers("GET", path, b""))

    def headers(self, method: str, path: str, body: bytes) -> dict[str, str]:
        sent_at = str(int(clock.now().timestamp() * 1000) + self.ahead)
        signature = self.key.sign(signed.message(method, path, sent_at, self.token, body)).signature
        given = {"X-Device": self.device, "X-Sent-At": sent_at, "X-App": "1.0"}
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return given | bearer | {"X-Signature": base64.b64encode(signature).decode()}


def account(place_id: Any, role: str, *, hours: float = 8) -> tuple[Account, Duty]:
    """Somebody who signs in with the password ``x`` twenty times, on a duty of that role at the place."""
    unit = seat_of(place_id)
    assert unit is not None
    staff = units.add_staff(number=ids.new().hex[-12:], name="测试丙", unit_id=unit.id, on=clock.today())
    made = access.open_account(username=ids.new().hex, staff_id=staff.id, by=None, password="x" * 20)
    duty = access.assign_duty(
        account_id=made.account.id,
        unit_id=unit.id,
        role=role,
        place_id=place_id,
        starts_at=clock.now() - timedelta(hours=1),
        ends_at=clock.now() + timedelta(hours=hours),
        basis="试验",
        by=None,
    )
    return made.account, duty


def invited(place_id: Any, duty: Duty | None = None) -> str:
    with database.acting([place_id]):
        return devices.invite(place_id=place_id, duty_id=duty.id if duty else None, by=actor(place_id))


def phone(place_id: Any, role: str = "village_desk") -> Phone:
    one = Phone()
    one.enrol(invited(place_id))
    one.hold(account(place_id, role)[0], "x" * 20)
    return one


def entry(kind: str, payload: dict[str, Any], **more: str) -> dict[str, Any]:
    return {
        "id": str(ids.new()),
        "kind": kind,
        "occurred_at": clock.now().isoformat(),
        "payload": payload,
        **more,
    }
