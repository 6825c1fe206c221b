"""The questionnaires of the arrivals and their dictionary, as spreadsheets; anybody may open and change them."""

from pathlib import Path

_HERE = Path(__file__).parent
ELEMENTS = _HERE / "elements.xlsx"
DESK, CODE = _HERE / "desk.xlsx", "desk"
BEFORE, BEFORE_CODE = _HERE / "before.xlsx", "before_arrival"
#: What a district publishes when it is set up.
SHIPPED = {CODE: DESK, BEFORE_CODE: BEFORE}
