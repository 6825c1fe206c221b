"""Django's PostgreSQL engine with two things of our own; named by the setting ``DATABASES``."""
