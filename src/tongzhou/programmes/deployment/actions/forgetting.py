"""Workers whose day has come: their shifts, postings and memberships go with them."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from tongzhou.programmes.deployment.actions.intake import KEEP_DAYS
from tongzhou.programmes.deployment.models import Member, Posting, Relief, Rota, Shift, Swap, Team, Volunteer, Worker


def destroy(day: date) -> list[UUID]:
    """Workers who were to be kept until a day before ``day``, and rotas as old. For people.retention."""
    old = Rota.objects.filter(until_on__lt=day - timedelta(days=KEEP_DAYS))
    Swap.objects.filter(rota__in=old).delete()
    old.delete()
    gone = sorted(Worker.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    for start in range(0, len(gone), 1000):
        some = gone[start : start + 1000]
        Team.objects.filter(leader_id__in=some).update(leader=None)
        Swap.objects.filter(Q(taker_id__in=some) | Q(shift__worker_id__in=some)).delete()
        Relief.objects.filter(Q(worker_id__in=some) | Q(shift__worker_id__in=some)).delete()
        for rows in (Shift, Posting, Member):
            rows.objects.filter(worker_id__in=some).delete()
        Worker.objects.filter(id__in=some).delete()
    return gone


def volunteers(day: date) -> list[UUID]:
    """Sign-ups whose day has come, with name and telephone. For people.retention."""
    gone = sorted(Volunteer.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Volunteer.objects.filter(id__in=gone).delete()
    return gone
