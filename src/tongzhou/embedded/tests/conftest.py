"""A checkout whose parent is shut to everyone else: what the launcher meets on a careful administrator's machine."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tongzhou import embedded
from tongzhou.embedded import folders


@pytest.fixture
def shut_var(tmp_path: Path) -> Iterator[Path]:
    parent = tmp_path / "shut"
    parent.mkdir(mode=0o700)
    yield parent / "var"
    clear(parent / "var")


@pytest.fixture(scope="module")
def cluster() -> Iterator[embedded.Cluster]:
    with embedded.throwaway() as made:
        yield made


def clear(var: Path) -> None:
    """Ends the cluster and removes it with everything it left outside the checkout."""
    made = embedded.known(var)
    if made is None:
        return
    embedded.stop(var)
    shutil.rmtree(made.socket_folder, ignore_errors=True)
    shutil.rmtree(made.home.parent)
    if folders.STATE in made.home.parents:
        made.home.parent.parent.rmdir()
