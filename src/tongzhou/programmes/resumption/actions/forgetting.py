"""Firms whose day has come: their applications, staff rows, signatures and visits go with them."""

from datetime import date
from uuid import UUID

from tongzhou.programmes.resumption.models import Application, Firm, Signature, Staffer, Visit


def destroy(day: date) -> list[UUID]:
    """Firms that were to be kept until a day before ``day``. For people.retention."""
    gone = sorted(Firm.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    for start in range(0, len(gone), 500):
        some = gone[start : start + 500]
        Signature.objects.filter(application__firm_id__in=some).delete()
        for rows in (Visit, Staffer, Application):
            rows.objects.filter(firm_id__in=some).delete()
        Firm.objects.filter(id__in=some).delete()
    return gone
