"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class RuleRefused(RuleBroken):
    code = "risk_rule_refused"


class DraftChanged(RuleBroken):
    code = "draft_changed"


class NoDraft(RuleBroken):
    code = "no_draft"


class DocumentNeeded(RuleBroken):
    code = "document_needed"


class ProposalUnknown(RuleBroken):
    code = "proposal_unknown"
