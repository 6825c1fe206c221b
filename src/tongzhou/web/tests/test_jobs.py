"""The page of jobs: what failed, why, and trying again."""

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import database, jobs


@pytest.mark.usefixtures("committed")
def test_a_failed_job_is_seen_with_its_reason_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    by = actor()
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: by)
    with database.acting(()):
        number = jobs.enqueue(jobs.known["ledger.seal"], by=by)
        with database.cursor() as statement:
            statement.execute("UPDATE jobs.procrastinate_jobs SET status = 'failed'")
    jobs.note_failure(number, ZeroDivisionError())
    client = Client()
    page = client.get(reverse("web:jobs")).content.decode()
    assert "封存" in page
    assert "ZeroDivisionError" in page
    assert client.post(reverse("web:try_job_again", args=[number])).status_code == 302
    with database.acting(()):
        assert [row.status for row in jobs.unfinished()] == ["todo"]
