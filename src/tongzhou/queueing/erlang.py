"""Erlang's delay formula for Poisson arrivals, exponential service, one line and ``servers`` servers (M/M/c)."""

from math import exp


def blocking(servers: int, load: float) -> float:
    """Erlang B, by its recursion: the share of arrivals that find every server busy when nobody may wait."""
    share = 1.0
    for number in range(1, servers + 1):
        share = load * share / (number + load * share)
    return share


def delayed(servers: int, load: float) -> float:
    """Erlang C: the share of arrivals that wait at all. 1 when the load is not less than the servers."""
    if load >= servers:
        return 1.0
    share = blocking(servers, load)
    return servers * share / (servers - load * (1 - share))


def mean_wait(servers: int, load: float, service: float) -> float:
    """In the unit of ``service``. Raises ValueError when the line never ends."""
    if load >= servers:
        raise ValueError("more work than servers: the line never ends")
    return delayed(servers, load) * service / (servers - load)


def within(servers: int, load: float, service: float, limit: float) -> float:
    """The share of arrivals that wait no longer than ``limit``."""
    if load >= servers:
        return 0.0
    return 1 - delayed(servers, load) * exp(-(servers - load) * limit / service)


def least_servers(load: float, service: float, limit: float, share: float = 0.95) -> int:
    """The fewest servers with which ``share`` of the arrivals wait no longer than ``limit``."""
    servers = max(1, int(load) + 1)
    while within(servers, load, service, limit) < share:
        servers += 1
    return servers
