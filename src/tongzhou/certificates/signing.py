"""What is signed of a certificate, and whether one is what was signed. Pure."""

from datetime import UTC

import orjson

from tongzhou.certificates.models import Certificate
from tongzhou.kernel import signing


def _message(one: Certificate) -> bytes:
    told = {
        **{"kind": one.kind, "code": one.code, "person": str(one.person_id), "place": str(one.place_id)},
        **{"masked": one.masked, "from": one.from_on, "until": one.until_on, "issuer": one.issuer},
        "issued": one.issued_at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    return b"tongzhou certificate 1 " + orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def sign(one: Certificate) -> None:
    one.signature = signing.sign(_message(one))


def is_true(one: Certificate) -> bool:
    """Whether what is stored is what was signed, by this district's key."""
    return signing.is_signed(_message(one), bytes(one.signature))
