"""The schema is made as the owner; everything else runs as the app login, as it does in service."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from tongzhou.kernel import database
from tongzhou.response import queries as response

# how long a drawn case takes says how busy the machine is, not whether the code is right
drawing.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawing.load_profile("untimed")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        call_command("migrate", "--database=owner", "--verbosity=0")


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Pages name their style sheets by content."""
    call_command("collectstatic", "--no-input", "--verbosity=0")


@pytest.fixture(autouse=True)
def speaking() -> Iterator[None]:
    """Each test begins in the district's language, whatever page the one before it asked for, and with no ruling."""
    response.forget()
    with translation.override(settings.LANGUAGE_CODE):
        yield


#: The tables that hold something, and those that refer to them: emptying every one takes three times as long.
_USED = """
    WITH RECURSIVE used AS (
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname IN ('district', 'jobs') AND c.relkind = 'r' AND c.relname <> 'django_migrations'
           AND pg_relation_size(c.oid) > 0
        UNION
        SELECT k.conrelid FROM used JOIN pg_constraint k ON k.confrelid = used.oid AND k.contype = 'f'
    )
    SELECT string_agg(oid::regclass::text, ', ') FROM used
"""


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A test whose transactions are real, through every login; afterwards the owner empties the tables."""
    with django_db_blocker.unblock():
        yield
        with connections[database.OWNER].cursor() as owner:
            owner.execute(_USED)
            (tables,) = owner.fetchone()
            if tables:
                owner.execute(f"TRUNCATE {tables}")
        connections.close_all()
