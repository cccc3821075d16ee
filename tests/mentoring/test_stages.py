"""The table of stages, against every path that Hypothesis can think of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lantern.mentoring.domain import framework, stages
from lantern.mentoring.domain.evidence import Shown, expires_on
from lantern.mentoring.domain.framework import Stated
from lantern.mentoring.domain.stages import Capacity, Consent, Facts, Placed, Term
from lantern.mentoring.domain.words import Basis, EvidenceKind, PlacementKind, Stage

TODAY = date(2026, 11, 25)
THEN = datetime(2026, 1, 5, 9, tzinfo=UTC)
CODES = list(framework.framework(framework.LATEST))
ALL_CONSENTS = frozenset({Consent.PARTNERSHIP, Consent.PANEL, Consent.FAMILY_INFORMED})


def ready(today: date = TODAY) -> Facts:
    """Someone of whom everything is true that any stage could ask."""
    own = [Stated(code, 1, Basis.SELF, THEN) for code in CODES]
    held = [Stated(code, 4, Basis.COUNTERSIGNED, THEN, expires_on=date(2027, 6, 1)) for code in CODES]
    kinds = [EvidenceKind.LEARNING] + [EvidenceKind.PLACEMENT] * 4 + [EvidenceKind.WRITING] * 2
    return Facts(
        today=today,
        levels=(*own, *held),
        evidence=tuple(Shown(kind, frozenset(), True, date(2027, 6, 1)) for kind in kinds),
        agreements=(Term(date(2026, 1, 1), date(2027, 6, 1)),),
        placements=tuple(
            Placed(kind, ALL_CONSENTS, date(2026, 2, 1), date(2026, 3, 1), finished=True) for kind in PlacementKind
        ),
        signed=frozenset(Capacity),
    )


days = some.dates(date(2025, 1, 1), date(2028, 1, 1))
levels = some.builds(
    Stated,
    some.sampled_from(CODES),
    some.sampled_from([1, 2, 3, 4]),
    some.sampled_from(Basis),
    some.integers(0, 300).map(lambda days: THEN + timedelta(days=days)),
    some.integers(0, 9),
    some.none() | days,
    some.booleans(),
)
shown = some.builds(Shown, some.sampled_from(EvidenceKind), some.just(frozenset()), some.booleans(), some.none() | days)
consents = some.frozensets(some.sampled_from(Consent))
placed = some.builds(Placed, some.sampled_from(PlacementKind), consents, days, some.none() | days, some.booleans())
terms = some.builds(Term, days, days)
facts = some.builds(
    Facts,
    today=days,
    levels=some.lists(levels, max_size=20).map(tuple),
    evidence=some.lists(shown, max_size=8).map(tuple),
    agreements=some.lists(terms, max_size=3).map(tuple),
    placements=some.lists(placed, max_size=5).map(tuple),
    signed=some.frozensets(some.sampled_from(Capacity)),
    left=some.booleans(),
)
# Half of the time nearly everything is there, so that moves are made at all.
nearly = some.builds(
    lambda dropped, today, left, signed: replace(
        ready(today),
        left=left,
        signed=signed,
        placements=tuple(one for place, one in enumerate(ready().placements) if place not in dropped),
    ),
    some.frozensets(some.integers(0, 3), max_size=1),
    days,
    some.booleans(),
    some.frozensets(some.sampled_from(Capacity)),
)


def codes(demands: list[stages.Demand]) -> set[str]:
    return {one.code for one in demands}


def test_someone_of_whom_everything_is_true_goes_all_the_way():
    now = Stage.LEARNING
    walked = [now]
    while now in stages.NEXT:
        assert stages.may_move(now, stages.NEXT[now], ready()) == []
        now = stages.NEXT[now]
        walked.append(now)
    assert walked == list(Stage)


@given(some.lists(some.tuples(some.none() | some.sampled_from(Stage), facts | nearly), max_size=30))
def test_no_path_skips_a_stage_or_leaves_a_demand_behind(tries):
    now, entered = Stage.LEARNING, []
    for asked, known in tries:
        to = asked or stages.NEXT.get(now, now)
        if not stages.may_move(now, to, known):
            assert all(demand.met for demand in stages.demanded(to, known))
            entered.append(to)
            now = to
    assert entered == list(Stage)[1 : len(entered) + 1]


@pytest.mark.parametrize("to", list(stages.TABLE))
def test_every_demand_holds_by_itself(to):
    """Taking away the one thing that a demand is about leaves exactly that demand."""
    asks, whole = stages.TABLE[to], ready()
    assert stages.unmet(to, whole) == []
    for code in asks.levels:
        lower = Stated(code, asks.levels[code] - 1 or 1, Basis.MENTOR, THEN + timedelta(days=1))
        without = (
            replace(whole, levels=(*whole.levels, lower))
            if asks.levels[code] > 1
            else replace(
                whole,
                levels=tuple(one for one in whole.levels if one.competency != code or one.basis is Basis.SELF),
            )
        )
        assert codes(stages.unmet(to, without)) == {f"level:{code}"}
    for kind in asks.evidence:
        left = replace(whole, evidence=tuple(one for one in whole.evidence if one.kind is not kind))
        assert codes(stages.unmet(to, left)) == {f"evidence:{kind}"}
    assert codes(stages.unmet(to, replace(whole, agreements=()))) == {"agreement"}
    assert codes(stages.unmet(to, replace(whole, left=True))) == {"here"}
    no_audit = tuple(one for one in whole.levels if one.basis is not Basis.SELF)
    assert codes(stages.unmet(to, replace(whole, levels=no_audit))) == {"audit"}
    for name, kind in (("finished", asks.finished), ("seat", asks.seat)):
        if kind is not None:
            other = tuple(one for one in whole.placements if one.kind is not kind)
            assert codes(stages.unmet(to, replace(whole, placements=other))) == {f"{name}:{kind}"}


@pytest.mark.parametrize("gone", list(Capacity))
def test_independent_takes_both_signatures(gone):
    one = replace(ready(), signed=frozenset(Capacity) - {gone})
    assert codes(stages.unmet(Stage.INDEPENDENT, one)) == {f"sign:{gone}"}


@given(facts | nearly, some.sampled_from(list(stages.TABLE)), some.randoms(use_true_random=False))
def test_the_order_of_what_is_known_does_not_matter(known, to, random):
    # Two words of the same moment and place would have no order at all; rows of a database have a place each.
    levels = tuple(replace(one, place=place) for place, one in enumerate(known.levels))
    known = replace(known, levels=levels)
    mixed = {}
    for name in ("levels", "evidence", "agreements", "placements"):
        part = list(getattr(known, name))
        random.shuffle(part)
        mixed[name] = tuple(part)
    assert stages.demanded(to, replace(known, **mixed)) == stages.demanded(to, known)


@given(facts | nearly, some.sampled_from(list(stages.TABLE)))
def test_what_has_expired_counts_as_absent(known, to):
    def standing(one):
        return one.expires_on is None or one.expires_on >= known.today

    without = replace(
        known,
        levels=tuple(one for one in known.levels if one.basis is Basis.SELF or standing(one)),
        evidence=tuple(filter(standing, known.evidence)),
        agreements=tuple(filter(standing, known.agreements)),
    )
    assert stages.demanded(to, without) == stages.demanded(to, known)


@given(facts, some.sampled_from(list(stages.TABLE)), shown, terms)
def test_more_evidence_never_takes_anything_away(known, to, piece, term):
    more = replace(known, evidence=(*known.evidence, piece), agreements=(*known.agreements, term))
    assert codes(stages.unmet(to, more)) <= codes(stages.unmet(to, known))


@given(some.sampled_from(list(stages.NEXT)), nearly)
def test_who_has_left_moves_nowhere_and_who_is_back_goes_on_where_she_was(now, known):
    to = stages.NEXT[now]
    gone = stages.may_move(now, to, replace(known, left=True))
    back = stages.may_move(now, to, replace(known, left=False))
    assert codes(gone) - codes(back) == {"here"}
    assert codes(back) <= codes(gone)


@pytest.mark.parametrize(
    ("consents", "enough"),
    [
        ({Consent.PARTNERSHIP, Consent.PANEL, Consent.FAMILY_INFORMED}, True),
        ({Consent.PARTNERSHIP, Consent.PANEL, Consent.NO_FAMILY_IN_TOUCH}, True),
        ({Consent.PARTNERSHIP, Consent.PANEL}, False),  # nobody has asked: unknown is no consent
        ({Consent.PARTNERSHIP, Consent.FAMILY_INFORMED}, False),
        ({Consent.PANEL, Consent.FAMILY_INFORMED}, False),
        (set(), False),
    ],
)
def test_a_seat_begins_only_with_every_consent(consents, enough):
    assert (stages.may_begin(Stage.OBSERVE, PlacementKind.OBSERVE, frozenset(consents), ready()) == []) is enough


def test_a_seat_is_for_the_stage_she_is_in_or_the_next_and_no_further():
    begun = {
        kind: stages.may_begin(Stage.OBSERVE, kind, ALL_CONSENTS, replace(ready(), signed=frozenset()))
        for kind in PlacementKind
    }
    assert {kind for kind, missing in begun.items() if not missing} == {PlacementKind.OBSERVE, PlacementKind.SHADOW}
    assert codes(begun[PlacementKind.CO_CHAIR]) == {"order"}


def test_a_seat_of_the_next_stage_waits_for_all_else_that_it_demands():
    unready = replace(ready(), placements=(), evidence=())
    missing = codes(stages.may_begin(Stage.OBSERVE, PlacementKind.SHADOW, ALL_CONSENTS, unready))
    assert missing == {"evidence:learning", "evidence:placement", "finished:observe"}


def test_a_seat_broken_off_is_neither_finished_nor_begun():
    broken = tuple(replace(one, finished=False) for one in ready().placements)
    assert codes(stages.unmet(Stage.SHADOW, replace(ready(), placements=broken))) == {"finished:observe", "seat:shadow"}


def test_attendance_is_evidence_and_never_a_level():
    came = Shown(EvidenceKind.WORKSHOP, frozenset(CODES), True)
    known = Facts(TODAY, evidence=(came,) * 40)
    assert framework.counted(known.levels, TODAY) == {}
    assert codes(stages.unmet(Stage.OBSERVE, known)) >= {"level:knowledge", "evidence:learning"}


def test_the_last_day_counts_and_the_day_after_does_not():
    last = date(2027, 6, 1)
    assert stages.unmet(Stage.OBSERVE, ready(last)) == []
    after = codes(stages.unmet(Stage.OBSERVE, ready(last + timedelta(days=1))))
    assert after == {"agreement", "level:knowledge", "level:data_protection", "evidence:learning"}


def test_evidence_of_learning_lasts_three_years_and_what_was_done_on_a_review_stays_done():
    assert {kind: expires_on(kind, date(2024, 2, 29)) for kind in EvidenceKind} == {
        EvidenceKind.PLACEMENT: None,
        EvidenceKind.WRITING: None,
        EvidenceKind.LEARNING: date(2027, 2, 28),
        EvidenceKind.WORKSHOP: date(2027, 2, 28),
        EvidenceKind.OTHER: date(2027, 2, 28),
    }


def test_a_seat_without_every_consent_is_neither_begun_nor_finished():
    silent = tuple(replace(one, consents=frozenset({Consent.PARTNERSHIP, Consent.PANEL})) for one in ready().placements)
    assert codes(stages.unmet(Stage.SHADOW, replace(ready(), placements=silent))) == {"finished:observe", "seat:shadow"}


@pytest.mark.parametrize("to", list(stages.TABLE))
def test_one_piece_of_evidence_too_few_or_taken_back_is_missing(to):
    for kind, least in stages.TABLE[to].evidence.items():
        others = tuple(one for one in ready().evidence if one.kind is not kind)
        enough = (Shown(kind, frozenset(), True),) * least
        assert stages.unmet(to, replace(ready(), evidence=others + enough)) == []
        taken_back = (*enough[1:], replace(enough[0], withdrawn=True))
        unsigned = (*enough[1:], replace(enough[0], confirmed=False))
        for short in (enough[1:], taken_back, unsigned):
            assert codes(stages.unmet(to, replace(ready(), evidence=others + short))) == {f"evidence:{kind}"}
