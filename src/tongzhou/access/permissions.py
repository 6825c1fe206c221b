"""What may be done, by name: ``noun.verb``. Views, menus, commands and the field app ask for these and nothing else."""

from enum import StrEnum


class Permission(StrEnum):
    PERSON_SEARCH = "person.search"  # find somebody by name, number or telephone: masked
    PERSON_VIEW = "person.view"  # open a person's page, with a reason
    PERSON_MERGE = "person.merge"
    ARRIVAL_REGISTER = "arrival.register"
    CONSULT_ANSWER = "consult.answer"  # what a fever clinic found: arrived or not, and how it ended
    RISK_VIEW = "risk.view"  # the risk areas, and whom they concern here
    RISK_PUBLISH = "risk.publish"
    PASS_ISSUE = "pass.issue"  # issue, hand out, print, replace; what a compound is like
    PASS_REVOKE = "pass.revoke"  # one, or all older ones of a place; answer appeals
    GATE_CHECK = "gate.check"  # scan, measure, let in or out
    CROSSING_CHECK = "crossing.check"  # cars, their count, the toilets of a crossing
    INCIDENT_REPORT = "incident.report"  # the duty log of the own posts, and telling what happens upward
    INCIDENT_ANSWER = "incident.answer"
    SCREEN_WORK = "screen.work"  # visits and calls from door to door: take some in hand, say what came of it
    SCREEN_PLAN = "screen.plan"  # take in the lists, write what is said, draw for a re-check
    STAFF_SEND = "staff.send"  # staff lists and orders: who is sent where, on which document
    VOLUNTEER_VET = "volunteer.vet"  # whoever signed up: a department its own people, a town the others
    STAFF_PLACE = "staff.place"  # where a town places them, its needs and its rota
    STAFF_RECEIVE = "staff.receive"  # ask for people at a post, see who comes, check them in
    SHIFT_VIEW = "shift.view"  # the own shifts, and checking in
    ENTRY_VIEW = "entry.view"  # the entries behind a number
    MATTER_VIEW = "matter.view"
    MATTER_WORK = "matter.work"  # accept, note, transfer, close
    MATTER_DECIDE = "matter.decide"  # held by no role: given by the action that does what the step says
    DIRECTIVE_ISSUE = "directive.issue"  # issue, set how below, withdraw, confirm what was carried out
    RESPONSE_SET = "response.set"  # the response level and the rules that it switches; confirm as the second person
    OVERSIGHT_INSPECT = "oversight.inspect"  # findings, samples and re-checks; changes no record
    RESUMPTION_ASK = "resumption.ask"  # firms: ask, tell, enter an application and its staff list
    RESUMPTION_SIGN = "resumption.sign"
    RESUMPTION_CHECK = "resumption.check"  # check an application, visit, draw spot checks
    RESUMPTION_FILE = "resumption.file"  # file, publish the requirement sheet, stop a firm
    ISOLATION_VIEW = "isolation.view"  # who isolates at the duty's places, masked
    ISOLATION_CARE = "isolation.care"  # order, report, needs, persuade, propose, hand over, end
    ISOLATION_DECIDE = "isolation.decide"  # decide on central isolation, or confirm it as the second person
    ISOLATION_SITE = "isolation.site"  # rooms of a central site, admission, its daily record
    ISOLATION_REVIEW = "isolation.review"  # answer appeals against a decision
    WASTE_COLLECT = "waste.collect"  # the round of doors, handing over, the lane
    CASE_NOTIFY = "case.notify"  # notices of cases and their contacts: the health authority alone
    CERTIFICATE_ISSUE = "certificate.issue"  # the two papers that a committee may issue
    FIGURE_VIEW = "figure.view"
    FIGURE_REPORT = "figure.report"
    BRIEF_VIEW = "brief.view"
    BRIEF_MAKE = "brief.make"  # make, amend and sign a brief, replace its template
    TABLE_FILL = "table.fill"  # hand in a department's table and have it filled
    QUESTIONNAIRE_VIEW = "questionnaire.view"
    QUESTIONNAIRE_PUBLISH = "questionnaire.publish"
    NOTICE_PUBLISH = "notice.publish"  # words of the platform itself, to everybody
    RESIDENTS_TELL = "residents.tell"  # words of the own place to its residents: its public page, posters
    MESSAGE_TELL = "message.tell"  # tell many by message, call those whom it did not reach
    JOB_MANAGE = "job.manage"  # what the worker does beside the pages: what failed and why, trying again
    PLACE_MANAGE = "place.manage"
    UNIT_MANAGE = "unit.manage"  # units and their staff
    ACCOUNT_MANAGE = "account.manage"
    DUTY_ASSIGN = "duty.assign"
    DEVICE_MANAGE = "device.manage"  # enrol, withdraw and report lost the telephones of a post
    LOOK_VIEW = "look.view"  # who looked at whom
    LEDGER_VERIFY = "ledger.verify"
