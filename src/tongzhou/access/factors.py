"""The second factor: codes of six digits by time (TOTP, RFC 6238). The secret is sealed; a code opens once."""

import pyotp

from tongzhou.access.models import Account
from tongzhou.kernel import clock, sealing
from tongzhou.kernel.keys import keyring

STEP_SECONDS = 30


def new_secret() -> str:
    return pyotp.random_base32()


def sealed(secret: str) -> bytes:
    return sealing.seal_bytes(keyring().district, secret.encode())


def address(account: Account, secret: str) -> str:
    """What the authenticator's camera reads (otpauth://)."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name="Tongzhou")


def accepted_step(account: Account, code: str) -> int | None:
    """The time step whose code this is (one step early or late is allowed), unless it was used before."""
    if account.factor is None:
        return None
    secret = sealing.unseal_bytes(keyring().district, bytes(account.factor)).decode()
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        if step > account.factor_step and pyotp.TOTP(secret).verify(code, for_time=step * STEP_SECONDS):
            return step
    return None
