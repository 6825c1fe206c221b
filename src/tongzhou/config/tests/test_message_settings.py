"""What an operator may say about a gateway, and what is refused before anything starts."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tongzhou.config.settings import messages
from tongzhou.messages.http import HttpGateway


def test_settings_name_what_is_missing_or_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    assert messages.given() == {"way": "outbox", "http": {}}
    monkeypatch.setenv("TONGZHOU_MESSAGES", "http")
    with pytest.raises(ImproperlyConfigured, match="TONGZHOU_SMS_URL"):
        messages.given()
    monkeypatch.setenv("TONGZHOU_SMS_URL", "http://sms.example.org/")
    with pytest.raises(ImproperlyConfigured, match="https"):
        messages.given()
    monkeypatch.setenv("TONGZHOU_SMS_URL", "https://sms.example.org/")
    monkeypatch.setenv("TONGZHOU_SMS_TOKEN", "secret")
    gateway = HttpGateway(**messages.given()["http"])
    assert (gateway.has_receipts, "secret" in repr(gateway)) == (False, False)
    monkeypatch.setenv("TONGZHOU_SMS_BODY", "{")
    with pytest.raises(ImproperlyConfigured, match="JSON"):
        messages.given()
