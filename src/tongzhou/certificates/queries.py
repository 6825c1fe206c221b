"""Certificates of the actor's places, and the one that a code names."""

from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.certificates.errors import CertificateUnknown
from tongzhou.certificates.models import Certificate
from tongzhou.kernel import codes, database
from tongzhou.people import queries as people
from tongzhou.people.identities import Identity

PAGE = 100


def issued(*, by: Actor) -> list[Certificate]:
    """The last ones of the actor's places, newest first."""
    require(by, Permission.CERTIFICATE_ISSUE)
    found = Certificate.objects.select_related("place").order_by("-issued_at", "-id")
    return list((found if by.is_wide else found.filter(place_id__in=by.scope.places))[:PAGE])


def one(certificate_id: UUID, *, by: Actor) -> tuple[Certificate, Identity]:
    """The certificate with the name that its paper bears: a look is written. Raises CertificateUnknown."""
    require(by, Permission.CERTIFICATE_ISSUE)
    found = Certificate.objects.select_related("place").filter(id=certificate_id).first()
    known = people.identities([found.person_id], by=by, reason=_("Certificate printed")) if found else {}
    if found is None or found.person_id not in known:
        raise CertificateUnknown(_("There is no such certificate in force at the places of your duty."))
    return found, known[found.person_id]


def by_code(code: str) -> Certificate | None:
    """Whatever the scope: what the paper says, with a masked name. None when no certificate bears the code."""
    plain = codes.plain(code)
    if plain is None:
        return None
    with database.cursor() as statement:
        statement.execute("SELECT place FROM certificate_place(%s)", [plain])
        found = statement.fetchone()
    if found is None:
        return None
    database.set_scope(found)
    return Certificate.objects.select_related("place").filter(code=plain).first()
