"""What is refused here, each by its name."""

from tongzhou.kernel.errors import RuleBroken


class CaseTypeUnknown(RuleBroken):
    code = "case_type_unknown"


class MatterUnknown(RuleBroken):
    code = "matter_unknown"


class WrongState(RuleBroken):
    code = "wrong_state"


class MoveTooEarly(RuleBroken):
    code = "move_too_early"


class ReasonNeeded(RuleBroken):
    code = "reason_needed"


class NoteRefused(RuleBroken):
    code = "note_refused"


class OutcomeUnknown(RuleBroken):
    code = "outcome_unknown"


class TooFewAttempts(RuleBroken):
    code = "too_few_attempts"


class UnitRefused(RuleBroken):
    code = "unit_refused"


class NobodySentIt(RuleBroken):
    code = "nobody_sent_it"


class DueRefused(RuleBroken):
    code = "due_refused"


class ProofNeeded(RuleBroken):
    code = "proof_needed"


class ProofRefused(RuleBroken):
    code = "proof_refused"


class SecondPersonNeeded(RuleBroken):
    code = "second_person_needed"


class StaffUnknown(RuleBroken):
    code = "staff_unknown"
