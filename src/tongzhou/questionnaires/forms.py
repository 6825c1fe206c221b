"""What the pages of this room post, read into the arguments of an action. Nothing is judged here beyond its form."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from tongzhou.kernel import clock
from tongzhou.questionnaires.dictionary import NewElement, from_row
from tongzhou.questionnaires.errors import VersionRefused

MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    code: str
    source: bytes
    from_on: date
    until_on: date | None
    place_id: UUID | None

    def arguments(self) -> dict[str, Any]:
        return self.__dict__.copy()


def upload(request: HttpRequest) -> Upload:
    """Raises VersionRefused at the field that cannot be read."""
    post = request.POST
    return Upload(
        post.get("code", "").strip(),
        file(request),
        _day(post, "from_on") or clock.today(),
        _day(post, "until_on"),
        _place(post),
    )


def file(request: HttpRequest) -> bytes:
    """The uploaded file. Raises VersionRefused when there is none or it is larger than 5 MB."""
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile) or not given.size:
        raise VersionRefused(_("Choose a file first."), field="file")
    if given.size > MOST_BYTES:
        raise VersionRefused(
            _("The file is larger than 5 MB. Remove pictures and empty formatted rows and upload it again."),
            field="file",
        )
    return bytes(given.read())


def _day(post: QueryDict, name: str) -> date | None:
    text = post.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise VersionRefused(_("There is no such day. Write it as 2020-02-08."), field=name) from error


def _place(post: QueryDict) -> UUID | None:
    text = post.get("place", "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise VersionRefused(_("Only the district and its towns have versions of their own."), field="place") from error


def element(post: QueryDict) -> NewElement:
    """A new element from the dictionary's page, read as a row of its sheet. Raises ElementRefused."""
    row = {name: value for name, value in post.items() if isinstance(value, str)}
    return from_row(row)
