"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class CertificateRefused(RuleBroken):
    code = "certificate_refused"


class CertificateUnknown(RuleBroken):
    code = "certificate_unknown"
