"""What a page asks before an act, and the filter of the worklist. The rules themselves are the actions'."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, photos
from tongzhou.kernel.errors import RuleBroken
from tongzhou.matters import actions, casetypes, evidence
from tongzhou.matters.casetypes import Act, CaseType, Proof, State
from tongzhou.matters.errors import ProofRefused, StaffUnknown
from tongzhou.matters.models import NOTE_LENGTH, Matter
from tongzhou.matters.queries import Filter
from tongzhou.units import queries as units

WHOSE = [
    ("all", _("All places of my duty")),
    ("unit", _("My unit and my post")),
    ("mine", _("In my hand")),
    ("sent", _("Sent to others")),
    ("raised", _("Overdue, told to my office")),
]
SORTS = [("due", _("Due first")), ("opened", _("Newest first")), ("receipt", _("Receipt"))]


def _reason(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=NOTE_LENGTH,
        required=required,
        help_text=_("No health facts: they belong in the record."),
    )


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("Every kind")), *((kind.code, kind.label) for kind in casetypes.registered())]


def _outcomes(kinds: Iterable[CaseType], stage: str = "") -> list[tuple[str, Any]]:
    """The outcomes of these types that are possible at the stage; with a number of types, each once."""
    every = [(code, one) for kind in kinds for code, one in kind.outcomes.items()]
    found = {code: one.label for code, one in every if not stage or not one.stages or stage in one.stages}
    return [("", _("Choose")), *found.items()]


def _colleagues(unit_id: UUID) -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((str(one.id), one.name) for one in units.staff_of(unit_id))]


class FilterForm(forms.Form):
    """The filter as the address holds it; whatever is not understood is as if it were not there."""

    whose = forms.ChoiceField(label=_("Whose"), choices=WHOSE, required=False)
    case_type = forms.ChoiceField(label=_("Kind"), choices=_kinds, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Not closed")), *State.choices], required=False)
    overdue_only = forms.BooleanField(label=_("Only overdue"), required=False)
    text = forms.CharField(label=_("Receipt, place or name of staff"), max_length=60, required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def filter(self) -> Filter:
        self.is_valid()
        return Filter(**{name: value for name, value in self.cleaned_data.items() if value})


class ActForm(forms.Form):
    """``act`` does it with what was typed."""

    def __init__(self, *given: Any, matter: Matter, **named: Any) -> None:
        super().__init__(*given, **named)
        self.matter = matter

    def act(self, by: Actor) -> None:
        raise NotImplementedError

    def done(self, by: Actor) -> bool:
        """Whether the act was done; when it was not, the form holds what was refused, at its field."""
        if not self.is_valid():
            return False
        try:
            self.act(by)
        except RuleBroken as error:
            self.add_error(error.field if error.field in self.fields else None, str(error))
            return False
        return True


class AcceptForm(ActForm):
    def act(self, by: Actor) -> None:
        actions.accept([self.matter.id], by=by)


class NoteForm(ActForm):
    note = _reason(_("Note"))

    def act(self, by: Actor) -> None:
        actions.note([self.matter.id], text=self.cleaned_data["note"], by=by)


class AttemptForm(ActForm):
    note = _reason(_("How it went"), required=False)

    def act(self, by: Actor) -> None:
        actions.note([self.matter.id], text=self.cleaned_data["note"], attempt=True, by=by)


class DueForm(ActForm):
    due_at = forms.DateTimeField(
        label=_("New due time"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    note = _reason(_("Reason"))

    def act(self, by: Actor) -> None:
        moment: datetime = self.cleaned_data["due_at"].astimezone(clock.ZONE)
        actions.set_due([self.matter.id], due_at=moment, reason=self.cleaned_data["note"], by=by)


class TransferForm(ActForm):
    to_unit = forms.ChoiceField()
    note = _reason(_("Reason"))

    def __init__(self, *given: Any, matter: Matter, **named: Any) -> None:
        super().__init__(*given, matter=matter, **named)
        others = units.open_units().exclude(id=matter.owner_unit_id).values_list("id", "name", "place__name")
        choices = [(id, f"{name} · {place}" if place not in name else name) for id, name, place in others]
        self.fields["to_unit"] = forms.ChoiceField(label=_("To which unit"), choices=[("", _("Choose")), *choices])

    def act(self, by: Actor) -> None:
        chosen = UUID(self.cleaned_data["to_unit"])
        actions.transfer([self.matter.id], to_unit_id=chosen, reason=self.cleaned_data["note"], by=by)


class RefuseForm(ActForm):
    note = _reason(_("Reason"))

    def act(self, by: Actor) -> None:
        actions.refuse([self.matter.id], reason=self.cleaned_data["note"], by=by)


class CloseForm(ActForm):
    outcome = forms.ChoiceField()
    note = _reason(_("Note"), required=False)

    def __init__(self, *given: Any, matter: Matter, **named: Any) -> None:
        super().__init__(*given, matter=matter, **named)
        if matter.state == State.CHECKING:
            self.fields.pop("outcome")
            return
        self.fields["outcome"] = forms.ChoiceField(label=_("Outcome"), choices=_outcomes([matter.type], matter.stage))

    def act(self, by: Actor) -> None:
        words = self.cleaned_data
        actions.close([self.matter.id], outcome=words.get("outcome", ""), note=words["note"], by=by)


class SubmitForm(CloseForm):
    def act(self, by: Actor) -> None:
        words = self.cleaned_data
        actions.submit([self.matter.id], outcome=words["outcome"], note=words["note"], by=by)


class RejectForm(ActForm):
    note = _reason(_("What is missing"))

    def act(self, by: Actor) -> None:
        actions.reject([self.matter.id], reason=self.cleaned_data["note"], by=by)


class ProveForm(ActForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=Proof.choices)
    file = forms.FileField(label=_("Photo or file"), help_text=_("Photos lose their place and time; no faces, please."))
    note = _reason(_("Note"), required=False)

    def __init__(self, *given: Any, matter: Matter, **named: Any) -> None:
        super().__init__(*given, matter=matter, **named)
        self.initial["kind"] = matter.proof or Proof.PHOTO

    def act(self, by: Actor) -> None:
        words = self.cleaned_data
        if words["file"].size > photos.MOST_BYTES:
            raise ProofRefused(_("The file is larger than 12 MB. Make it smaller."), field="file")
        content, name = words["file"].read(), words["file"].name
        try:
            evidence.prove(self.matter.id, kind=words["kind"], content=content, name=name, note=words["note"], by=by)
        except photos.PhotoRefused as error:
            raise ProofRefused(str(error), field="file") from error


class LinkForm(ActForm):
    other = forms.CharField(label=_("Receipt of the other matter"), max_length=20)

    def act(self, by: Actor) -> None:
        actions.link(self.matter.id, other=self.cleaned_data["other"], by=by)


class AssignForm(ActForm):
    to_staff = forms.ChoiceField()

    def __init__(self, *given: Any, matter: Matter, **named: Any) -> None:
        super().__init__(*given, matter=matter, **named)
        self.fields["to_staff"] = forms.ChoiceField(label=_("To whom"), choices=_colleagues(matter.owner_unit_id))

    def act(self, by: Actor) -> None:
        actions.assign([self.matter.id], staff_id=UUID(self.cleaned_data["to_staff"]), by=by)


class PauseForm(DueForm):
    def __init__(self, *given: Any, matter: Matter, **named: Any) -> None:
        super().__init__(*given, matter=matter, **named)
        self.fields["due_at"].label = _("Paused until")

    def act(self, by: Actor) -> None:
        until: datetime = self.cleaned_data["due_at"].astimezone(clock.ZONE)
        actions.pause([self.matter.id], until=until, reason=self.cleaned_data["note"], by=by)


class ResumeForm(ActForm):
    def act(self, by: Actor) -> None:
        actions.resume([self.matter.id], by=by)


class ReopenForm(ActForm):
    note = _reason(_("Reason"), required=False)

    def act(self, by: Actor) -> None:
        actions.reopen([self.matter.id], reason=self.cleaned_data["note"], by=by)


FORMS: dict[Act, type[ActForm]] = {
    Act.ACCEPT: AcceptForm,
    Act.ATTEMPT: AttemptForm,
    Act.PROVE: ProveForm,
    Act.SUBMIT: SubmitForm,
    Act.REJECT: RejectForm,
    Act.NOTE: NoteForm,
    Act.CLOSE: CloseForm,
    Act.ASSIGN: AssignForm,
    Act.PAUSE: PauseForm,
    Act.RESUME: ResumeForm,
    Act.LINK: LinkForm,
    Act.TRANSFER: TransferForm,
    Act.REFUSE: RefuseForm,
    Act.SET_DUE: DueForm,
    Act.REOPEN: ReopenForm,
}


class BulkForm(forms.Form):
    """One act on the chosen rows: accept, assign, close with one outcome, or undo a close of a moment ago.

    Offers the outcomes of the kinds that the list holds; without ``kinds``, for reading what came back, every outcome.
    """

    act = forms.ChoiceField(choices=[(act.value, act.label) for act in (Act.ACCEPT, Act.ASSIGN, Act.CLOSE, Act.REOPEN)])
    to_staff = forms.ChoiceField(label=_("Colleague"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    note = _reason(_("Note"), required=False)
    back = forms.CharField(max_length=500, required=False)

    def __init__(self, *given: Any, unit_id: UUID, kinds: Iterable[CaseType] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        possible = _outcomes(kinds or casetypes.registered())
        self.fields["outcome"] = forms.ChoiceField(label=_("Outcome"), choices=possible, required=False)
        self.fields["to_staff"] = forms.ChoiceField(label=_("Colleague"), choices=_colleagues(unit_id), required=False)

    def done(self, matter_ids: Sequence[UUID], by: Actor) -> list[Matter]:
        """The matters that were changed. Raises the actions' errors; nothing is changed then."""
        words = self.cleaned_data
        if words["act"] == Act.ACCEPT:
            return actions.accept(matter_ids, by=by)
        if words["act"] == Act.ASSIGN:
            if not words["to_staff"]:
                raise StaffUnknown(str(_("Choose the colleague first.")), field="to_staff")
            return actions.assign(matter_ids, staff_id=UUID(words["to_staff"]), by=by)
        if words["act"] == Act.REOPEN:
            return actions.reopen(matter_ids, by=by)
        return actions.close(matter_ids, outcome=words["outcome"], note=words["note"], by=by)
