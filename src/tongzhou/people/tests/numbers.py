"""Resident numbers that nobody bears: the code 999999 names no county."""

from datetime import date

from tongzhou.people import idcheck


def resident(born_on: date = date(1980, 5, 6), sequence: int = 1) -> str:
    body = f"999999{born_on:%Y%m%d}{sequence:03d}"
    return body + idcheck.check_character(body)
