"""A plugin of pytest: catalogues and a cluster of the tests' own, made before the settings are read.

Never point this at a database that anybody uses.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tongzhou import embedded
from tongzhou.config import messages

_open = ExitStack()


def pytest_addoption() -> None:
    """The first hook of all: the settings are read soon after, and the catalogues with them."""
    messages.compile_all()
    cluster = _open.enter_context(embedded.throwaway())
    os.environ["TONGZHOU_VAR"] = str(cluster.var)
    os.environ["TONGZHOU_MODE"] = "demo"
    os.environ.pop("DATABASE_URL", None)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_unconfigure() -> Iterator[None]:
    yield
    _open.close()
