"""In a stamped database the clock stands where the demonstration put it, and runs on from there."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tongzhou.demonstration.models import Stamp
from tongzhou.kernel import clock


def install() -> None:
    """Set this process's clock back when the database is a demonstration. Production refuses such a database."""
    stamp = Stamp.objects.first()
    if stamp is None:
        return
    if settings.MODE == "production":
        raise ImproperlyConfigured("This database is a demonstration; production needs one of its own.")
    clock.set_back(stamp.made_at - stamp.shows)
