"""A pair on its page: who they are to each other, and why they were proposed."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lantern.accounts.public import User
from lantern.kit import clock
from lantern.mentoring import rules
from lantern.mentoring.domain import framework
from lantern.mentoring.domain.debrief import prompts
from lantern.mentoring.domain.pairs import Chosen, PairState, SessionState, SessionWay
from lantern.mentoring.models import Mentor, MentoringSession, Pair
from lantern.mentoring.selectors.pairs import why
from lantern.register.public import NAME_WITHHELD, Expert, name_for

TAGS = {
    PairState.PROPOSED: "waiting",
    PairState.STANDING: "done",
    PairState.DECLINED: "",
    PairState.ENDED: "",
}


def called(expert: Expert, pair: Pair, user: User, *, programme: bool) -> str:
    """What one of the two is called for someone. Once both said yes they know each other's names."""
    if expert.user_id == user.pk:
        return "You"
    if programme or pair.began_on is not None:
        return expert.name
    return name_for(expert, viewer_is_programme=False, proposed=True, seated=False)


def offered(mentors: Iterable[Mentor]) -> list[tuple[str, str]]:
    """Mentors whom a mentee can choose from, with what each can help with."""
    return [
        (one.ref, f"{name}: {', '.join(map(framework.label_of, one.strengths)).lower() or 'has not said with what'}")
        for one in mentors
        if (name := name_for(one.expert, viewer_is_programme=False, proposed=True, seated=False))
    ]


def rows(pairs: Iterable[Pair], user: User, *, programme: bool) -> list[list[dict[str, Any]]]:
    return [
        [
            {
                "heading": "Pair",
                "href": reverse("mentoring:pair", args=[pair.ref]),
                "text": between(pair, user, programme=programme),
            },
            {"heading": "State", "tag": PairState(pair.state).label, "kind": TAGS[PairState(pair.state)]},
            {"heading": "How it came about", "text": Chosen(pair.chosen).label},
            {"heading": "Since", "text": f"{(pair.began_on or clock.local(pair.proposed_at).date()):%-d %B %Y}"},
        ]
        for pair in pairs
    ]


def between(pair: Pair, user: User, *, programme: bool) -> str:
    names = [called(one, pair, user, programme=programme) for one in (pair.mentee.expert, pair.mentor.expert)]
    if "You" in names:
        names.remove("You")
        role = "your mentor" if pair.mentee.expert.user_id == user.pk else "your mentee"
        return f"{names[0]}, {role}"
    return f"{names[0]}, mentored by {names[1]}"


def mentor_rows(mentors: Iterable[Mentor]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"heading": "Mentor", "href": reverse("mentoring:mentor", args=[one.ref]), "text": one.expert.name},
            {
                "heading": "Mentees",
                "text": f"{sum(PairState(pair.state).live for pair in one.pairs.all())} of {one.most_mentees}",
            },
            {"heading": "Can be asked", "text": "Yes" if one.accepting else "Not at present"},
            {"heading": "Can help with", "text": ", ".join(map(framework.label_of, one.strengths)) or "Not said"},
        ]
        for one in mentors
    ]


def page(pair: Pair, user: User) -> dict[str, Any]:
    """A pair for someone who may see it; what the two share only for the two."""
    state, mine, programme = PairState(pair.state), rules.is_of(user, pair), rules.is_programme(user)
    own_yes = pair.mentee_agreed if rules.is_she(user, pair.mentee) else pair.mentor_agreed
    title = between(pair, user, programme=programme)
    found: dict[str, Any] = {
        "pair": pair,
        "between": title,
        "state": state,
        "kind": TAGS[state],
        "reasons": why(pair.reasons, to_programme=programme),
        "mine": mine,
        "mentee": mine and rules.is_she(user, pair.mentee),
        "asked": mine and state is PairState.PROPOSED and not own_yes,
        "answered": mine and state is PairState.PROPOSED and own_yes,
        "can_decline": state is PairState.PROPOSED and (mine or programme),
        "can_end": state is PairState.STANDING and (mine or programme),
        "working": mine and state is PairState.STANDING,
        "chosen": Chosen(pair.chosen).label,
        "withheld": NAME_WITHHELD in title,
    }
    sessions = [session_words(one, pair) for one in pair.sessions.all()]
    found["next"] = next((one for one in sessions if one["ahead"]), None)
    found["sessions"] = sessions
    hard = [one.starts for one in pair.sessions.all() if one.hard_material and one.state == SessionState.HELD.value]
    found["debrief"] = mine and prompts(hard, clock.now())
    if mine:
        found["goals"] = [_words(one, one.reached_at, framework.label_of(one.competency)) for one in pair.goals.all()]
        found["actions"] = [
            _words(one, one.done_at, _whose(one.whose, pair, user)) | {"due_on": one.due_on}
            for one in pair.actions.all()
        ]
        found["notes"] = [
            {
                "words": one.words,
                "who": _whose("mentee" if rules.is_she(one.written_by, pair.mentee) else "mentor", pair, user),
                "on": clock.local(one.written_at),
            }
            for one in pair.notes.select_related("written_by")
        ]
    return found


def _words(one: Any, done_at: Any, about: str) -> dict[str, Any]:
    done_on = clock.local(done_at).date() if done_at else None
    return {"ref": one.ref, "version": one.version, "words": one.words, "about": about, "done_on": done_on}


def _whose(whose: str, pair: Pair, user: User) -> str:
    hers = rules.is_she(user, pair.mentee)
    return "You" if (whose == "mentee") is hers else ("Your mentor" if hers else "Your mentee")


def session_words(session: MentoringSession, pair: Pair) -> dict[str, Any]:
    state, starts = SessionState(session.state), clock.local(session.starts)
    planned, now = state is SessionState.PLANNED, clock.now()
    return {
        "ref": session.ref,
        "version": session.version,
        "words": f"{starts:%A %-d %B %Y, %H:%M}, {session.minutes} minutes, {SessionWay(session.way).label.lower()}",
        "state": state.label,
        "kind": "waiting" if planned else "done" if state is SessionState.HELD else "",
        "ahead": planned and session.starts > now and pair.state == PairState.STANDING.value,
        "planned": planned,
        "past": planned and session.starts <= now,
    }
