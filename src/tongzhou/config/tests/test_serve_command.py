"""Serving twice on one port: the second is told so before it starts anything."""

import socket

from click.testing import CliRunner

from tongzhou.config.cli import main
from tongzhou.config.ports import is_taken


def test_serve_on_a_taken_port_says_so_and_starts_nothing():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the server itself listens
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = CliRunner().invoke(main, ["serve", "--port", str(port)])
        assert answer.exit_code == 1
        assert answer.output == (
            f"Error: Port {port} is taken, perhaps by a Tongzhou that still runs."
            " End it with Ctrl-C where it was started, or choose another with --port.\n"
        )
    assert not is_taken(port)
