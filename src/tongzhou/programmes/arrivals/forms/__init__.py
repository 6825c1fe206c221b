"""The desk's questionnaire and its dictionary, as spreadsheets; anybody may open and change them."""

from pathlib import Path

DESK = Path(__file__).parent / "desk.xlsx"
ELEMENTS = Path(__file__).parent / "elements.xlsx"
CODE = "desk"
