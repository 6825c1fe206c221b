"""A sheet of A4 with a title, a number, facts, words, who issued it, and a square to verify it by; set by Typst.

The paper bears the name; nothing here is kept.
"""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import segno
import typst
from django.utils.translation import gettext as _

from tongzhou.certificates.models import Certificate, Kind
from tongzhou.kernel import clock, codes
from tongzhou.people.identities import Identity
from tongzhou.places.queries import current_tree

_FORM = Path(__file__).parent / "forms" / "sheet.typ"


@dataclass(frozen=True)
class Sheet:
    """``facts``: pairs of what and value; ``words``: paragraphs; ``foot``: lines at the right below; ``address``: what
    the square holds, "" for none; ``signs``: who signs by hand."""

    title: str
    number: str
    facts: Sequence[tuple[str, str]]
    words: Sequence[str]
    foot: Sequence[str]
    address: str = ""
    signs: Sequence[str] = field(default_factory=tuple)


def write(sheet: Sheet) -> bytes:
    """The PDF; the same sheet gives the same bytes at the same minute of the district's clock."""
    with TemporaryDirectory() as folder:
        if sheet.address:
            segno.make(sheet.address, error="m", micro=False).save(f"{folder}/square.svg", border=0)
        (Path(folder) / "sheet.typ").write_bytes(_FORM.read_bytes())
        verify = _("Verify: scan, or type the number at /verify/") if sheet.address else ""
        content = {**asdict(sheet), "verify": verify}
        made: bytes = typst.compile(
            f"{folder}/sheet.typ",
            root=folder,
            sys_inputs={"content": orjson.dumps(content).decode()},
            timestamp=clock.now().astimezone(datetime.UTC).replace(second=0, microsecond=0),
        )
        return made


def path(place_id: object) -> str:
    """District, town and village in one word."""
    tree = current_tree()
    return "".join(node.name for node in tree.path(place_id)) if place_id in tree.nodes else ""  # type: ignore[arg-type]


def certificate(one: Certificate, identity: Identity, *, address: str) -> bytes:
    """The paper of one certificate."""
    facts = [
        (_("Name"), identity.name),
        (_("Document, last four signs"), identity.id_number[-4:] or "—"),
        (_("Lives at"), f"{path(one.place_id)}{identity.address}"),
    ]
    is_release = one.kind == Kind.RELEASE and one.from_on and one.until_on
    if is_release:
        facts.append((_("Observed"), f"{one.from_on:%Y-%m-%d} — {one.until_on:%Y-%m-%d}"))
    return write(
        Sheet(
            title=_("Notice: health observation in isolation has ended") if is_release else _("Proof of residence"),
            number=codes.grouped(one.code),
            facts=facts,
            words=_words(one),
            foot=[one.issuer, f"{clock.day_of(one.issued_at):%Y-%m-%d}"],
            address=address,
        )
    )


def _words(one: Certificate) -> list[str]:
    if one.kind == Kind.RESIDENCE:
        return [_("This is to confirm that the person named above lives at the address named above.")]
    days = (one.until_on - one.from_on).days + 1 if one.from_on and one.until_on else 14
    return [
        _("The %(days)s days of health observation are over, and no fever and no complaint was reported at the end.")
        % {"days": days},
        _("From today you may go out and work as the rules of the day allow for everybody."),
        _("Please go on wearing a mask and washing hands; go to a fever clinic at once if you become feverish."),
        _("Thank you for staying at home for everybody's sake."),
    ]
