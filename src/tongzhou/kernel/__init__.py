"""Ids, clock, sealing, signing, errors and the database's walls. No word of the district's work may appear here."""
