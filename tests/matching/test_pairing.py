"""The proposal of pairs against every possible one, on small cases."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lantern.matching.domain.pairing import Free, Pairing, Suggested, Waiting, pairing, worth_of

CODES = ["family", "equality", "knowledge"]
TONGUES = st.frozensets(st.sampled_from(["kurdish", "punjabi"]))


@st.composite
def programmes(draw):
    waiting = [
        Waiting(f"W{at}", draw(st.dictionaries(st.sampled_from(CODES), st.integers(0, 3))), draw(TONGUES))
        for at in range(draw(st.integers(0, 4)))
    ]
    free = [
        Free(
            f"F{at}",
            draw(st.frozensets(st.sampled_from(CODES))),
            draw(TONGUES),
            room=draw(st.integers(0, 2)),
            has=draw(st.integers(0, 2)),
        )
        for at in range(draw(st.integers(0, 3)))
    ]
    every = [(one.ref, other.ref) for one in waiting for other in free]
    apart = draw(st.sets(st.sampled_from(every))) if every else set()
    return waiting, free, apart


def value(waiting, free, chosen):
    """What counts, in its order: pairs, then fit, then an even load."""
    mentors = {one.ref: one for one in free}
    met = [(one, mentors[ref]) for one, ref in zip(waiting, chosen, strict=True) if ref]
    load = 0
    for other in free:
        number = chosen.count(other.ref)
        load += sum(range(other.has, other.has + number))
    return len(met), sum(worth_of(one, other) for one, other in met), -load


def possible(waiting, free, apart):
    room = {one.ref: one.room for one in free}
    for chosen in product(["", *room], repeat=len(waiting)):
        fits = all(chosen.count(ref) <= most for ref, most in room.items())
        if fits and not any((one.ref, ref) in apart for one, ref in zip(waiting, chosen, strict=True)):
            yield chosen


@given(programmes())
def test_no_other_pairing_is_better(programme):
    waiting, free, apart = programme
    found = pairing(*programme)
    mentor_of = {pair.waiting: pair.free for pair in found.pairs}
    chosen = tuple(mentor_of.get(one.ref, "") for one in waiting)
    every = list(possible(waiting, free, apart))
    assert chosen in every
    assert value(waiting, free, chosen) == max(value(waiting, free, one) for one in every)
    assert sorted(found.without) == [one.ref for one in waiting if one.ref not in mentor_of]


@given(programmes(), st.randoms())
def test_the_order_of_what_is_given_does_not_matter(programme, random):
    waiting, free, apart = programme
    before = pairing(waiting, free, apart)
    assert pairing(random.sample(waiting, len(waiting)), random.sample(free, len(free)), apart) == before


@given(programmes())
def test_every_reason_given_is_true(programme):
    waiting, free, apart = programme
    learners, guides = {one.ref: one for one in waiting}, {one.ref: one for one in free}
    for pair in pairing(*programme).pairs:
        one, other = learners[pair.waiting], guides[pair.free]
        assert (pair.waiting, pair.free) not in apart
        assert set(pair.gaps) == {code for code, by in one.gaps.items() if by and code in other.strengths}
        assert set(pair.languages) == one.languages & other.languages


def test_a_mentor_for_everyone_comes_before_the_best_fit():
    waiting = [Waiting("W1", {"family": 3}), Waiting("W2", {"family": 3})]
    free = [Free("F1", frozenset({"family"})), Free("F2", frozenset())]
    found = pairing(waiting, free, {("W2", "F2")})
    assert found == Pairing((Suggested("W1", "F2", (), ()), Suggested("W2", "F1", ("family",), ())))


def test_the_load_is_even_where_fit_is_the_same():
    waiting = [Waiting(f"W{at}", {}) for at in range(4)]
    free = [Free("F1", frozenset(), room=4), Free("F2", frozenset(), room=4)]
    found = pairing(waiting, free)
    assert sorted(pair.free for pair in found.pairs) == ["F1", "F1", "F2", "F2"]


def test_nobody_free_leaves_everyone_over():
    assert pairing([Waiting("W1", {})], []) == Pairing((), ("W1",))
    assert pairing([Waiting("W1", {})], [Free("F1", frozenset(), room=0)]) == Pairing((), ("W1",))
