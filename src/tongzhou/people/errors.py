"""What people refuses, in words for whoever asked."""

from tongzhou.kernel.errors import RuleBroken


class PersonNotThere(RuleBroken):
    code = "person_not_there"


class MergeRefused(RuleBroken):
    code = "merge_refused"


class NotMerged(RuleBroken):
    code = "not_merged"


class ReasonNeeded(RuleBroken):
    code = "reason_needed"


class StatusUnknown(RuleBroken):
    code = "status_unknown"


class StatusRefused(RuleBroken):
    code = "status_refused"


class EvidenceNeeded(RuleBroken):
    code = "evidence_needed"


class SecondOfficerNeeded(RuleBroken):
    code = "second_officer_needed"


class ReceiptUnknown(RuleBroken):
    code = "receipt_unknown"
