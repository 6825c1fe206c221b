"""Whether a port of the loopback address is free: the server shares its port among processes and never says so."""

import socket


def is_taken(port: int) -> bool:
    """Whether somebody listens on 127.0.0.1:``port``; one that has just ended does not count."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
