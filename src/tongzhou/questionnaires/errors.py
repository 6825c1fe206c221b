"""What may be refused here, beside the problems of a spreadsheet (problems.FormRefused)."""

from tongzhou.kernel.errors import RuleBroken


class ElementRefused(RuleBroken):
    code = "questionnaires.element"


class VersionRefused(RuleBroken):
    code = "questionnaires.version"


class NoQuestionnaire(RuleBroken):
    """Nothing is in force under that code on that day."""

    code = "questionnaires.none"
