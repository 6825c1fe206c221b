"""How texts reach telephones. The gateway's secret comes from the environment alone and is never shown."""

import json
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from tongzhou.config.settings import env


def given() -> dict[str, Any]:
    """``way``: outbox or http; ``http``: the parts of messages.http.HttpGateway. Raises ImproperlyConfigured."""
    way = env.text("TONGZHOU_MESSAGES", "outbox")
    if way not in ("outbox", "http"):
        raise ImproperlyConfigured(f"TONGZHOU_MESSAGES is {way!r}; it must be outbox or http.")
    return {"way": way, "http": _http() if way == "http" else {}}


def _http() -> dict[str, Any]:
    body = env.text("TONGZHOU_SMS_BODY", '{"id": "{number}", "to": "{phone}", "text": "{words}"}')
    try:
        json.loads(body)
    except ValueError as error:
        raise ImproperlyConfigured("TONGZHOU_SMS_BODY must be JSON (see docs/settings.md).") from error
    return {
        "url": _address("TONGZHOU_SMS_URL", env.text("TONGZHOU_SMS_URL")),
        "token": env.text("TONGZHOU_SMS_TOKEN"),
        "body": body,
        "accepted": env.text("TONGZHOU_SMS_ACCEPTED", ""),
        "receipt_url": _address("TONGZHOU_SMS_RECEIPT_URL", env.text("TONGZHOU_SMS_RECEIPT_URL", "")),
        "status": env.text("TONGZHOU_SMS_STATUS", "status"),
        "delivered": tuple(env.text("TONGZHOU_SMS_DELIVERED", "delivered").split(",")),
        "failed": tuple(env.text("TONGZHOU_SMS_FAILED", "failed").split(",")),
    }


def _address(name: str, url: str) -> str:
    """Numbers of people go there: over TLS, or within this machine."""
    if url and not url.startswith(("https://", "http://127.0.0.1")):
        raise ImproperlyConfigured(f"{name} must begin with https://.")
    return url
