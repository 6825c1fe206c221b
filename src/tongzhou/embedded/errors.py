"""What the launcher says when it cannot give a database: one line that names what is missing and how to get it."""


class DatabaseUnavailable(RuntimeError):
    """The embedded database cannot be started, stopped or found."""
