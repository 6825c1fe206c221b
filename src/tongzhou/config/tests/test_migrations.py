import pytest
from django.core.management import call_command


@pytest.mark.usefixtures("committed")
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", "--verbosity=0")
