"""An event with tickets for the peer of a measurement: run by the peer's own Python, never by ours.

Prints as JSON the token and the list that a scanner needs, and the tickets' secrets.
"""

import json
import secrets
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

_TOKEN = "bench" * 8


def _model(name: str) -> Any:
    from django.apps import apps  # noqa: PLC0415  after the setup

    return apps.get_model("pretixbase", name)


def laid(number: int) -> dict[str, Any]:
    """One order and one ticket each, all paid."""
    now = datetime.now(UTC)
    organizer = _model("Organizer").objects.create(name="Bench", slug="bench")
    of_organizer = {"organizer": organizer, "name": "Gate"}
    event = _model("Event").objects.create(**of_organizer, slug="gate", currency="EUR", date_from=now, live=True)
    item = _model("Item").objects.create(event=event, name="Pass", default_price=0, admission=True)
    _model("Quota").objects.create(event=event, name="All", size=None).items.add(item)
    checkins = _model("CheckinList").objects.create(event=event, name="Gate", all_products=True)
    rights = {"all_events": True, "all_event_permissions": True, "all_organizer_permissions": True}
    _model("TeamAPIToken").objects.create(team=_model("Team").objects.create(**of_organizer, **rights), token=_TOKEN)
    channel = organizer.sales_channels.get(identifier="web")
    paid = {"event": event, "organizer": organizer, "status": "p", "total": 0, "sales_channel": channel, "locale": "en"}
    paid |= {"datetime": now, "expires": now + timedelta(days=9)}
    orders = _model("Order").objects.bulk_create([_model("Order")(code=f"B{one:05d}", **paid) for one in range(number)])
    codes = [secrets.token_hex(16) for _order in orders]
    free = {"organizer": organizer, "item": item, "price": 0, "tax_rate": 0, "tax_value": 0, "positionid": 1}
    ticket = _model("OrderPosition")
    made = zip(orders, codes, strict=True)
    ticket.all.bulk_create(
        [ticket(order=order, secret=code, pseudonymization_id=code[:10].upper(), **free) for order, code in made]
    )
    return {"token": _TOKEN, "list": checkins.pk, "secrets": codes}


if __name__ == "__main__":
    django.setup()
    from django_scopes import scopes_disabled

    with scopes_disabled():
        print(json.dumps(laid(int(sys.argv[1]))))
