"""Issuing a certificate, and withdrawing it. Ending an isolation issues its own kind; a page issues the other."""

import secrets
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.certificates import signing
from tongzhou.certificates.errors import CertificateRefused, CertificateUnknown
from tongzhou.certificates.models import Certificate, Kind
from tongzhou.kernel import clock, codes
from tongzhou.people import queries as people

KEEP_DAYS = 180


def issue(
    kind: str,
    *,
    person_id: UUID,
    by: Actor,
    from_on: date | None = None,
    until_on: date | None = None,
    issuer: str = "",
) -> Certificate:
    """One of the two, about somebody who lives at the actor's places. Raises CertificateRefused, PersonNotThere."""
    if kind not in Kind.values:
        raise CertificateRefused(_("A committee issues two certificates and no third."), field="kind")
    person = people.person(person_id)
    require(by, Permission.CERTIFICATE_ISSUE, place_id=person.place_id)
    if (kind == Kind.RELEASE) != (from_on is not None and until_on is not None):
        raise CertificateRefused(_("A notice of release follows from an observation that has ended."), field="kind")
    now = clock.now()
    made = Certificate(
        kind=kind,
        code=codes.of(secrets.randbits(60)),
        person_id=person.id,
        place_id=person.place_id,
        masked=person.masked,
        from_on=from_on,
        until_on=until_on,
        issuer=(issuer or by.unit_name)[:100],
        issued_at=now,
        issued_by=by.staff_id,
        issued_by_name=by.name[:100],
        keep_until=clock.day_of(now) + timedelta(days=KEEP_DAYS),
    )
    signing.sign(made)
    made.save(force_insert=True)
    return made


def withdraw(certificate_id: UUID, *, why: str, by: Actor) -> None:
    """From now on whoever verifies it is told that it does not hold. Raises CertificateUnknown, CertificateRefused."""
    found = Certificate.objects.filter(id=certificate_id, withdrawn_at=None).first()
    if found is None:
        raise CertificateUnknown(_("There is no such certificate in force at the places of your duty."))
    require(by, Permission.CERTIFICATE_ISSUE, place_id=found.place_id)
    reason = " ".join(why.split())[:200]
    if not reason:
        raise CertificateRefused(_("Say why it is made void."), field="why")
    Certificate.objects.filter(id=found.id).update(withdrawn_at=clock.now(), withdrawn_why=reason)


def destroy(day: date) -> list[UUID]:
    """Certificates that were to be kept until a day before ``day``. For people.retention."""
    gone = sorted(Certificate.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Certificate.objects.filter(id__in=gone).delete()
    return gone
