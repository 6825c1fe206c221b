import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongzhou.kernel import keys, merkle, sealing, signing


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=5))
def test_sealed_content_comes_back_whole(content: dict[str, str]) -> None:
    key = sealing.new_key()
    assert sealing.unseal(key, sealing.seal(key, content)) == content


def test_rare_characters_and_emoji_survive() -> None:
    key = sealing.new_key()
    assert sealing.unseal(key, sealing.seal(key, {"name": "䶮😷𠮷"})) == {"name": "䶮😷𠮷"}


def test_sealed_content_shows_nothing_and_never_repeats() -> None:
    key = sealing.new_key()
    first, second = (sealing.seal_bytes(key, b"plain words") for _ in range(2))
    assert first != second
    assert b"plain" not in first


@pytest.mark.parametrize("position", [0, 23, 24, -1])
def test_one_altered_byte_is_refused(position: int) -> None:
    key = sealing.new_key()
    sealed = bytearray(sealing.seal_bytes(key, b"plain words"))
    sealed[position] ^= 1
    with pytest.raises(sealing.Tampered):
        sealing.unseal_bytes(key, bytes(sealed))


def test_empty_blob_is_refused() -> None:
    with pytest.raises(sealing.Tampered):
        sealing.unseal_bytes(sealing.new_key(), b"")


def test_wrapped_key_opens_what_it_sealed_and_a_destroyed_one_nothing() -> None:
    key = sealing.new_key()
    assert sealing.unwrap(sealing.wrap(key)) == key
    with pytest.raises(sealing.KeyDestroyed):
        sealing.unwrap(None)


def test_keyring_is_readable_by_its_owner_alone_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "keyring.json"
    keys.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.read(path) == keys.read(path)
    with pytest.raises(FileExistsError):
        keys.create(path)


def test_keyring_does_not_print_its_secrets(tmp_path: Path) -> None:
    keys.create(tmp_path / "ring")
    ring = keys.read(tmp_path / "ring")
    assert ring.district.hex() not in repr(ring)
    assert len({ring.district, ring.tokens, ring.ledger, ring.signing}) == 4


def test_signature_holds_for_its_message_alone() -> None:
    signature = signing.sign(b"root of 8 February")
    assert signing.is_signed(b"root of 8 February", signature)
    assert not signing.is_signed(b"root of 9 February", signature)
    assert not signing.is_signed(b"root of 8 February", b"short")


def test_merkle_root_is_that_of_the_standard() -> None:
    """The test vectors of RFC 6962's reference implementation: leaves "", 00, 10, 2021, 3031."""
    leaves = [merkle.leaf(bytes.fromhex(text)) for text in ("", "00", "10", "2021", "3031")]
    assert merkle.root([]).hex().startswith("e3b0c44298fc1c14")
    assert merkle.root(leaves[:1]).hex().startswith("6e340b9cffb37a98")
    assert merkle.root(leaves[:2]).hex().startswith("fac54203e7cc696c")
    assert merkle.root(leaves[:3]).hex().startswith("aeb6bcfe274b70a1")
    assert merkle.root(leaves).hex().startswith("4e3bbb1f7b478dcf")


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=20), st.data())
def test_one_altered_leaf_changes_the_root(contents: list[bytes], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(contents) - 1))
    altered = [*contents]
    altered[position] += b"!"
    hashed = [merkle.root([merkle.leaf(content) for content in each]) for each in (contents, altered)]
    assert hashed[0] != hashed[1]
