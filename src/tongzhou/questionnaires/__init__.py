"""Questionnaires: what is asked, authored as spreadsheets and compiled once. No fact is ever kept here."""
