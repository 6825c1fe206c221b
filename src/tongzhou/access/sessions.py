"""Signing in and out. The session remembers an account and a duty; what they may do is read anew each time."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongzhou.access import factors, queries
from tongzhou.access.actors import Actor
from tongzhou.access.errors import SignInRefused
from tongzhou.access.models import Account
from tongzhou.kernel import clock, database

#: After so many refusals in a row the account rests: guessing six digits stays hopeless, a typing mistake is forgiven.
MOST_REFUSALS, REST = 5, timedelta(minutes=5)
_ACCOUNT, _DUTY, _FINGERPRINT = "account", "duty", "fingerprint"


def check(username: str, password: str, code: str) -> Account:
    """The account that these open. Raises SignInRefused, in the same words whichever of the three was wrong."""
    account = Account.objects.filter(username=username.strip(), closed_at=None).first()
    if account is None:
        make_password(password)  # as slow as a name that exists
        raise SignInRefused(_refusal())
    if account.locked_until and account.locked_until > clock.now():
        raise SignInRefused(_("Too many attempts. Try again in five minutes."))
    step = factors.accepted_step(account, code.strip())
    if not check_password(password, account.password) or step is None:
        _count_refusal(account)
        raise SignInRefused(_refusal())
    Account.objects.filter(id=account.id).update(factor_step=step, refused_count=0, locked_until=None)
    return account


def _refusal() -> str:
    return _("The name, the password or the code is not right. Codes change every 30 seconds.")


def _count_refusal(account: Account) -> None:
    """On a connection of its own: the answer of a refused sign-in undoes everything else."""
    count = account.refused_count + 1
    rests = count >= MOST_REFUSALS
    with database.through(database.LOG):
        Account.objects.filter(id=account.id).update(
            refused_count=0 if rests else count, locked_until=clock.now() + REST if rests else None
        )


def begin(request: HttpRequest, account: Account) -> None:
    """Start a fresh session for the account; nothing of an older one is kept."""
    request.session.flush()
    request.session[_ACCOUNT] = str(account.id)
    request.session[_FINGERPRINT] = queries.fingerprint_of(account)


def choose(request: HttpRequest, duty_id: UUID) -> None:
    """Act on this duty from now on; one that does not hold is passed over when it is read."""
    request.session[_DUTY] = str(duty_id)


def end(request: HttpRequest) -> None:
    request.session.flush()


def account_id(request: HttpRequest) -> UUID | None:
    kept = request.session.get(_ACCOUNT)
    return UUID(kept) if kept else None


def actor(request: HttpRequest) -> Actor | None:
    """Whoever acts in this request, or None when nobody is signed in or no duty holds."""
    account = account_id(request)
    if account is None:
        return None
    duty = request.session.get(_DUTY)
    return queries.actor_of(
        account, duty_id=UUID(duty) if duty else None, fingerprint=request.session.get(_FINGERPRINT, "")
    )
