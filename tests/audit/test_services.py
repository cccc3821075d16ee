"""The chain: every write and its event together, and tampering seen."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from lantern.audit import public as audit
from lantern.audit.domain import chain
from lantern.audit.models import Event, Head

KEY = b"k" * 32


def linked(count: int) -> list[chain.Link]:
    links, before = [], chain.START
    for seq in range(1, count + 1):
        link = chain.Link(seq, f"2026-01-01T00:00:{seq:02d}+00:00", "a.b", f"S{seq}", "A", {"n": seq})
        before = chain.mark_of(link, before, KEY)
        links.append(chain.Link(link.seq, link.at, link.name, link.subject, link.actor, link.detail, before))
    return links


@given(st.integers(0, 12))
def test_an_untouched_chain_holds(count):
    assert chain.verify(linked(count), KEY) == chain.Finding(count, None, "")


@given(st.data())
def test_any_single_change_is_seen(data):
    links = linked(data.draw(st.integers(2, 10)))
    anchor = (links[-1].seq, links[-1].mark)
    at = data.draw(st.integers(0, len(links) - 1))
    how = data.draw(st.sampled_from(["edit", "remove", "swap", "cut", "other key"]))
    old = links[at]
    if how == "edit":
        field, value = data.draw(
            st.sampled_from(
                [("name", "x.y"), ("subject", "other"), ("actor", "B"), ("at", "2027"), ("detail", {"n": 0})]
            )
        )
        parts = {name: getattr(old, name) for name in ("seq", "at", "name", "subject", "actor", "detail", "mark")}
        links[at] = chain.Link(**{**parts, field: value})
    elif how == "remove":
        del links[at]
    elif how == "swap":
        other = (at + 1) % len(links)
        links[at], links[other] = links[other], links[at]
    elif how == "cut":
        links = links[:at]
    assert chain.verify(links, b"z" * 32 if how == "other key" else KEY, anchor).broken_at is not None


@pytest.mark.django_db
def test_an_event_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        audit.record("test.happened", "S", None)
    assert Event.objects.count() == 0


@transaction.atomic
def rename_and_fail(cast):
    cast.agency.name = "changed"
    cast.agency.save()
    audit.record("register.agency_changed", cast.agency.ref, cast.coordinator)
    raise ValueError("half-way")


def test_a_write_that_fails_leaves_neither_write_nor_event(cast):
    with pytest.raises(ValueError, match="half-way"):
        rename_and_fail(cast)
    cast.agency.refresh_from_db()
    assert (cast.agency.name, Event.objects.count()) == ("Rowan House (invented)", 0)


def record(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            audit.record("test.happened", f"S{number}", None, number=number)


@pytest.mark.django_db
def test_verify_passes_and_names_the_edited_event(capsys):
    record(3)
    call_command("audit", "verify")
    assert "The chain holds: 3 events." in capsys.readouterr().out
    Event.objects.filter(seq=2).update(subject="someone else")
    with pytest.raises(CommandError, match="breaks at event 2"):
        call_command("audit", "verify")


@pytest.mark.django_db
def test_a_cut_end_is_seen_by_the_head_and_with_the_head_rewritten_by_the_anchor(capsys):
    record(4)
    call_command("audit", "head")
    anchor = capsys.readouterr().out.strip()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE seq > 2")
    with pytest.raises(CommandError, match="breaks at event 3"):
        call_command("audit", "verify")
    last = Event.objects.get(seq=2)
    Head.objects.update(seq=2, mark=last.mark)
    call_command("audit", "verify")  # a rewritten head hides the cut: that is what the anchor is for
    with pytest.raises(CommandError, match="breaks at event 3"):
        call_command("audit", "verify", "--anchor", anchor)


@pytest.mark.django_db
def test_an_event_is_never_changed_or_deleted():
    record(1)
    event = Event.objects.get()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
