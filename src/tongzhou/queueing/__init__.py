"""Waiting lines of a crossing: Erlang's formula, a simulation, and the least that is enough. Pure."""
