"""What the clock asks of messages."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.jobs import job
from tongzhou.messages import handing


@job("messages.hand_over", _("Hand messages to the gateway and ask what arrived"), every=timedelta(seconds=30))
def hand_over(tick: datetime) -> None:
    """Twice does no harm: a message is taken up by one worker, and marked before it leaves."""
    handing.run()
