"""Tasks of directives on a device: what is to be done goes down, done and its photo come up. No person is in it."""

import base64
import binascii
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.programmes.directives import actions, queries
from tongzhou.sync import kinds, parts
from tongzhou.sync.kinds import Handed, PayloadRefused, SyncKind
from tongzhou.sync.parts import Part

#: Characters of a photo in base 64: some 1.5 MB, five times what a telephone makes.
MOST = 2_000_000


def _done(entry: Handed, by: Actor) -> bool:
    matter_id = entry.uuid("matter")
    if matter_id is None:
        raise PayloadRefused(_("Which task is it?"), field="matter")
    try:
        photo = base64.b64decode(entry.text("photo", most=MOST), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PayloadRefused(_("This must be written in base 64."), field="photo") from error
    return actions.carry_out(matter_id, photo=photo, proof_id=entry.id, words=entry.text("words"), by=by)


def _tasks(by: Actor) -> dict[str, Any]:
    return {
        "tasks": [
            {
                **{"id": str(matter.id), "title": asked.title, "words": asked.words, "place": matter.place.name},
                **{"due_at": matter.due_at.isoformat(), "proof": matter.proof or ""},
            }
            for asked, matter in queries.to_do(by=by)
        ]
    }


_SAMPLE = {"matter": "00000000-0000-7000-8000-000000000000", "photo": "", "words": ""}
kinds.register(SyncKind("directive.done", Permission.MATTER_WORK, kinds.each(_done), _SAMPLE))
parts.register(Part("directives", Permission.MATTER_WORK, parts.whole(_tasks)))
