"""What the public form posts, as a traveller of a party. Parsing only."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from tongzhou.people.idcheck import IdKind
from tongzhou.people.identities import Identity
from tongzhou.programmes.arrivals.before import flow
from tongzhou.programmes.arrivals.before.parties import Party, Traveller
from tongzhou.questionnaires.posting import from_post
from tongzhou.questionnaires.queries import Form

_PARTS = ("name", "id_number", "phone", "address")


@dataclass(frozen=True)
class Slip:
    """The form's own fields beside the questions: which party, which of its people, who they are."""

    ticket: str
    number: int
    traveller: Traveller
    id_kind: str = IdKind.RESIDENT  # as chosen, also as long as there is no number
    answer: str = ""
    proof: str = ""

    @property
    def parts(self) -> dict[str, str]:
        return {part: getattr(self.traveller.identity, part) for part in _PARTS}


def number_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def blank() -> Slip:
    return Slip(flow.ticket(), 0, Traveller(Identity("", IdKind.RESIDENT), {}))


def posted(post: QueryDict, form: Form) -> Slip:
    parts = {part: post.get(part, "")[:200] for part in _PARTS}
    id_kind = post.get("id_kind", IdKind.RESIDENT) if parts["id_number"].strip() else IdKind.NONE
    identity = Identity(id_kind=id_kind, **parts)
    traveller = Traveller(identity, from_post(form.definition, post), is_child=bool(post.get("is_child")))
    number, chosen = number_of(post.get("number", "")), post.get("id_kind", IdKind.RESIDENT)
    return Slip(post.get("ticket", ""), number, traveller, chosen, post.get("sum", ""), post.get("proof", ""))


def of_party(party: Party, number: int, carried: tuple[str, ...]) -> Slip:
    """One who is there already, or one more: their journey and home are those of the first."""
    if number < len(party.travellers):
        one = party.travellers[number]
        return Slip(
            flow.ticket(party.id), number, one, one.identity.id_kind if one.identity.id_number else IdKind.RESIDENT
        )
    first = party.travellers[0]
    answers = {name: first.answers[name] for name in carried if name in first.answers}
    identity = Identity("", IdKind.RESIDENT, phone=first.identity.phone, address=first.identity.address)
    return Slip(flow.ticket(party.id), len(party.travellers), Traveller(identity, answers))


def party_id(slip: Slip) -> UUID:
    return flow.party_of(slip.ticket)
