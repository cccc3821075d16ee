"""What could point to a review or a family is found, and ordinary words about learning are let through."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.kit.case_detail import What, find

# Planted: each sentence with all that stands in it. Every name and place is invented.
PLANTED = (
    ("I met Ayesha at the panel.", {"Ayesha"}),
    ("Mrs Khan spoke of her daughter.", {"Mrs Khan"}),
    ("The death was on 12 March 2019.", {"12 March 2019"}),
    ("She lived in Ashmere.", {"Ashmere"}),
    ("He was 34 years old and she was in her thirties.", {"34 years old", "in her thirties"}),
    ("We discussed Adult B and Child C.", {"Adult B", "Child C"}),
    ("Her son, aged 6, was present.", {"aged 6"}),
    ("Khan told the panel that she was afraid.", {"Khan"}),
    ("Ayesha’s sister wrote to us.", {"Ayesha’s"}),
    ("The nurse at St Mary's Hospital had known.", {"St Mary's Hospital"}),
    ("They moved from Elmsworth to Netherby.", {"Elmsworth", "Netherby"}),
    ("It was the family of Jane Doe, of course.", {"Jane Doe"}),
    ("A woman called Amina had asked for help.", {"Amina"}),
    ("I spoke to PC Brown about it.", {"PC Brown"}),
    ("The flat was at 14 Rowan Street.", {"14 Rowan Street"}),
    ("Look under reference DHR/2021/14.", {"reference DHR/2021/14"}),
    ("The police came on the 3rd of May.", {"the 3rd of May"}),
    ("نوری was not heard.", {"نوری"}),
    ("It was the inquest of A.B. again.", {"A.B."}),
    ("The chair, Olive Dogwood, asked me.", {"Olive Dogwood"}),
    ("It happened in 2019, before the change.", {"2019"}),
    ("Write to me at kelda@example.org or @kelda_writes.", {"kelda@example.org", "@kelda_writes"}),
    ("Ring 020 7946 0018 in the morning.", {"020 7946 0018"}),
    ("O'Malley and Şahin argued; Łucja did not.", {"O'Malley", "Şahin", "Łucja"}),
)
FINE = (
    "I observed a panel and learned how the chair opens a meeting.",
    "The chair asked each agency what it held about language and faith.",
    "I read the Home Office guidance and the Equality Act 2010.",
    "I was nervous at first. Then I asked about the interpreter.",
    "We talked about coercive control with the IDVA and the MARAC lead.",
    "My mentor and I agreed that I would lead the next agenda item.",
    "I drafted the equality section without looking at the old one.",
    "In the afternoon the panel discussed terms of reference.",
    "I found it hard to hear, and asked for supervision.",
    "Next time I will ask earlier who interprets.",
    "The Community Safety Partnership sent the papers late.",
    "I want to learn how to write recommendations that people can act on.",
    "Black and minoritised women are missed by these services.",
    "During Ramadan I could not attend in the evening.",
    "I chaired 3 of 5 agenda items and kept to time.",
    "Silence is an answer too: nobody asked why she had not come.",
    "Before the meeting I read the agency reports twice.",
)


@pytest.mark.parametrize(("text", "planted"), PLANTED)
def test_what_was_planted_is_found_and_nothing_else(text, planted):
    assert {one.words for one in find(text)} == planted


@pytest.mark.parametrize("text", FINE)
def test_words_about_learning_are_let_through(text):
    assert find(text) == ()


def test_known_words_are_safe_and_known_places_are_not():
    text = "I used Kurdish with a colleague from Saffron Lane."
    assert [one.words for one in find(text)] == ["Kurdish", "Saffron Lane"]
    assert find(text, known=["Kurdish", "Saffron Lane (invented)"]) == ()
    small = "The partnership of Inkpen Vale paid."
    assert [(one.what, one.words) for one in find(small, known=["Inkpen", "Vale"], places=["Inkpen Vale"])] == [
        (What.PLACE, "Inkpen Vale")
    ]


@given(st.text(max_size=300))
def test_any_text_is_read_and_what_is_found_stands_in_it(text):
    found = find(text)
    for one in found:
        assert text[one.start : one.end].strip() == one.words
    ends = [(one.start, one.end) for one in found]
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(ends))


def test_a_long_text_is_read_in_a_moment():
    """No pattern may take more and more steps on hostile text: ten thousand letters of each sort end."""
    for hostile in ("A" * 10_000, "Aa " * 5_000, "0" * 10_000, "A." * 5_000, "@" * 10_000, "a@" * 5_000):
        find(hostile)
