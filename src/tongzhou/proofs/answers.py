"""Somebody back from Anhui by train, healthy: the answers that clients send."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "origin_province": "34",
    "origin_city": "阜阳",
    "wuhan": "no",
    "transport": "train",
    "transport_number": "G7148",
    "returned_on": "2020-02-08",
    "contact": "no",
    "symptoms": ["none"],
    "measured": "yes",
    "temperature": "36.6",
    "mask": "wearing",
    "advice": ["mask", "wash"],
    "promise": "yes",
    "papers": "shown",
}
