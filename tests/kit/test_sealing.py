import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit.sealing import CannotOpen, KeyRing

OLD, NEW = ("old", os.urandom(32)), ("new", os.urandom(32))


@given(st.text())
def test_a_sealed_text_opens_in_its_own_place_only(text):
    ring = KeyRing((NEW,))
    sealed = ring.seal(text, "table.column.1")
    assert ring.open(sealed, "table.column.1") == text
    with pytest.raises(CannotOpen):
        ring.open(sealed, "table.column.2")


def test_every_flipped_byte_is_refused():
    ring = KeyRing((NEW,))
    sealed = ring.seal("a safe address", "place")
    for at in range(len(sealed)):
        changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        with pytest.raises(CannotOpen):
            ring.open(changed, "place")


def test_an_older_key_still_opens_and_a_missing_one_does_not():
    sealed = KeyRing((OLD,)).seal("x", "p")
    assert KeyRing((NEW, OLD)).open(sealed, "p") == "x"
    with pytest.raises(CannotOpen):
        KeyRing((NEW,)).open(sealed, "p")


@pytest.mark.parametrize("text", ["", "name", "name:short", "name:" + "A" * 44, ":" + "A" * 43 + "="])
def test_a_ring_that_cannot_be_read_says_so(text):
    with pytest.raises(ValueError):
        KeyRing.from_text(text)
