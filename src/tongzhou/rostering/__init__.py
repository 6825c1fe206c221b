"""Rotas: who works where and when, legally, fairly, near home. Numbers in, numbers out. Pure."""
