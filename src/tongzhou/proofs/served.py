"""The application as a server loads it, with the clock of the proof. For the proofs alone."""

from tongzhou.config.wsgi import application
from tongzhou.proofs import house

__all__ = ["application"]

house.prepare()
