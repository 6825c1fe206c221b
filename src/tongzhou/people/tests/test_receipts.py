import pytest

from tongzhou.kernel import database
from tongzhou.people import receipts
from tongzhou.people.errors import ReceiptUnknown
from tongzhou.people.models import Receipt
from tongzhou.people.tests.conftest import Desks
from tongzhou.people.tests.factories import added, new_person


def test_code_opens_its_person_without_a_scope_however_it_is_typed(desks: Desks) -> None:
    by = desks.yongle
    (person,) = added(new_person(by.post_id), by=by)
    with database.acting(by.scope.places):
        code = receipts.issue(person.id, by.post_id, by=by)
        assert code.replace("-", "").encode() not in bytes(Receipt.objects.get().token)
    spoken = code.replace("-", " ").replace("0", "O").replace("1", "l").lower()
    with database.acting([]):
        assert receipts.open(code) == receipts.open(spoken) == (person.id, by.post_id)
        assert not Receipt.objects.exists()


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "000000000000😷", "9" * 10_000_000, "\0"])
def test_wrong_code_opens_nothing(desks: Desks, code: str) -> None:
    with database.acting([]), pytest.raises(ReceiptUnknown):
        receipts.open(code)
