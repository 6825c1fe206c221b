"""A notice to residents as a poster: A4, large type, a square that opens the page of the place. Set by Typst."""

import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import segno
import typst
from django.utils.translation import gettext as _

from tongzhou.notices.models import Poster

_FORM = Path(__file__).parent / "forms" / "poster.typ"


def pdf(poster: Poster, *, address: str) -> bytes:
    """``address``: of the public page of the place."""
    days = {"first": f"{poster.from_on:%Y-%m-%d}", "last": f"{poster.until_on:%Y-%m-%d}"}
    content = {
        **{"title": poster.title, "place": poster.place.name, "address": address},
        **{"zh": poster.words_zh.splitlines(), "en": poster.words_en.splitlines()},
        **{"until": _("%(first)s to %(last)s") % days, "scan": _("Scan: all notices of this place")},
    }
    with TemporaryDirectory() as folder:
        segno.make(address, error="m", micro=False).save(f"{folder}/square.svg", border=0)
        (Path(folder) / "poster.typ").write_bytes(_FORM.read_bytes())
        made: bytes = typst.compile(
            f"{folder}/poster.typ",
            root=folder,
            sys_inputs={"content": orjson.dumps(content).decode()},
            timestamp=poster.made_at.astimezone(datetime.UTC).replace(microsecond=0),
        )
        return made
