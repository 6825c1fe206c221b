"""Kills PostgreSQL, workers and the sealer under load; then the clients' lists and the ledger must agree both ways.

`python -m tongzhou.proofs.killing --kills 20`. Makes a cluster of its own and removes it.
"""

import json
import random
import sys

import click

from tongzhou import embedded
from tongzhou.proofs import house


@click.command()
@click.option("--kills", default=20, show_default=True)
@click.option("--clients", "count", default=4, show_default=True)
@click.option("--registers", default=4, show_default=True, help="Every how manieth parcel is a registration; 0: none.")
@click.option("--seed", default=0, help="Of the order and the moments; another one each time when not given.")
def main(kills: int, count: int, registers: int, seed: int) -> None:
    """Kill under load and compare; ends with 1 when anything is lost, doubled or altered."""
    with embedded.throwaway() as cluster, house.opened(cluster):
        from tongzhou.proofs import striking  # noqa: PLC0415  needs the settings

        told, wrong = striking.prove(
            cluster, kills, count, registers, seed or random.SystemRandom().randrange(1, 10**6)
        )
    click.echo(json.dumps({**told, "must be 0": wrong}, ensure_ascii=False, indent=1))
    sys.exit(1 if any(wrong.values()) else 0)


if __name__ == "__main__":
    main()
