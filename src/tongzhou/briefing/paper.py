"""The brief as PDF, set by Typst; the same brief gives the same bytes. Needs a CJK font on the machine."""

import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import segno
import typst

from tongzhou.briefing.telling import Telling

_FORM = Path(__file__).parent / "forms" / "brief.typ"


def write(telling: Telling, *, at: datetime.datetime) -> bytes:
    """A4, tagged for screen readers. ``at`` stands in the file in place of the time of printing."""
    with TemporaryDirectory() as folder:
        segno.make(telling.address or telling.code, error="m", micro=False).save(f"{folder}/square.svg", border=0)
        (Path(folder) / "brief.typ").write_bytes(_FORM.read_bytes())
        data = orjson.dumps(telling.as_dict()).decode()
        made: bytes = typst.compile(
            f"{folder}/brief.typ",
            root=folder,
            sys_inputs={"brief": data},
            timestamp=at.astimezone(datetime.UTC).replace(microsecond=0),
        )
        return made
