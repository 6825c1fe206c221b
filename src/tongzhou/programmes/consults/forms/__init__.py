"""The consult's questionnaire and what it adds to the dictionary, as spreadsheets."""

from pathlib import Path

CODE = "consult"
CONSULT = Path(__file__).parent / "consult.xlsx"
ELEMENTS = Path(__file__).parent / "elements.xlsx"
