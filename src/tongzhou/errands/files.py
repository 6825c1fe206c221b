"""What was handed in and what is given back, under the errand's own key."""

from tongzhou.errands.models import Errand
from tongzhou.kernel import sealing


def sealed(errand: Errand, content: bytes) -> bytes:
    return sealing.seal_bytes(sealing.unwrap(bytes(errand.wrapped_key)), content)


def given(errand: Errand) -> bytes:
    """The file handed in; empty for none."""
    return _opened(errand, errand.given)


def result(errand: Errand) -> bytes:
    """The file given back; empty for none."""
    return _opened(errand, errand.result)


def _opened(errand: Errand, content: bytes | memoryview | None) -> bytes:
    return sealing.unseal_bytes(sealing.unwrap(bytes(errand.wrapped_key)), bytes(content)) if content else b""
