"""Questionnaires: what is asked, authored as spreadsheets and compiled once. No fact is kept that the ledger lacks."""
