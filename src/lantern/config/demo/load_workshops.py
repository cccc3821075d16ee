"""Loads the demonstration's workshops by the verbs that people use, then sets the days of the past ones back."""

from datetime import datetime, time, timedelta

from lantern.accounts.models import User
from lantern.config.demo import people
from lantern.config.demo.load_pay import person
from lantern.config.demo.workshops import COMMENTS, SCORES, SERIES, SESSIONS, DemoGuest, DemoSession
from lantern.kit import clock
from lantern.kit.vocabulary import Known
from lantern.register.models import Agency, Expert
from lantern.workshops import services
from lantern.workshops.domain.places import Way
from lantern.workshops.domain.sessions import Held, Honorarium, Moment, Presence
from lantern.workshops.models import Comment, Evaluation, Message, Session, SignUp


def load_workshops(by: User) -> int:
    """Answers how many sessions there are."""
    runs = person("facilitator")
    series = [services.add_series(title=title, about=about, listed=listed, by=by) for title, about, listed in SERIES]
    for row in SESSIONS:
        # Planned for days to come, as the verbs ask, and moved once everybody has signed up.
        planned = services.Plan(
            title=row.title,
            about=row.about,
            topics=row.topics,
            held=Held(row.held),
            starts=starts_of(row, max(row.away, 7)),
            minutes=row.minutes,
            region=row.region,
            address_words=row.where,
            online=f"https://meet.example.org/{people.DOMAIN}" if row.online else "",
            places_in_person=row.in_person,
            places_online=row.online,
            honorarium=row.honorarium,
            sign_up_until=starts_of(row, max(row.away, 7)) - timedelta(days=2),
            offer_hours=48,
            facilitators=[runs],
        )
        session = services.add_session(series=series[row.series], plan=planned, by=by)
        if row.state == "published":
            session = services.publish(session=session, version=session.version, by=by)
            fill(row, session, by)
        if row.handout[0]:
            services.add_material(session=session, title=row.handout[0], url=row.handout[1], by=runs)
        if row.away < 0:
            take_place(row, session, runs)
    return len(SESSIONS)


def starts_of(row: DemoSession, away: int) -> datetime:
    """Its hour by the clocks of London, on the weekday it is held, about so many days from today."""
    day = clock.today() + timedelta(days=away)
    day += timedelta(days=(row.weekday - day.weekday()) % 7 - (7 if away < 0 else 0))
    return datetime.combine(day, time(*row.at), clock.LONDON)


def fill(row: DemoSession, session: Session, by: User) -> None:
    signed = [(guest, ask(guest, session, by)) for guest in row.guests]
    for guest, sign_up in signed:
        if guest.then == "cancelled":
            services.cancel_place(sign_up=sign_up)


def ask(guest: DemoGuest, session: Session, by: User) -> SignUp:
    email = f"{guest.name.lower().replace(' ', '.')}@{people.DOMAIN}"
    invitation = None
    if guest.expert:
        known = Expert.objects.get(name=guest.name)
        invitation = services.invite(session=session, email=email, expert=known, by=by)
    asked = services.Asked(
        name=guest.name,
        email=email,
        way=Way(guest.way),
        agency=Agency.objects.filter(name=guest.agency).first(),
        agency_words=guest.agency,
        agency_kind=guest.kind,
        communities=guest.communities,
        communities_known=Known(guest.known),
        needs=guest.needs,
        needs_words=guest.needs_words,
        observances=guest.observances,
        honorarium=Honorarium(guest.paid),
    )
    return services.sign_up(session=session, asked=asked, invitation=invitation)


def take_place(row: DemoSession, session: Session, runs: User) -> None:
    """Moves it to its day in the past, and says who came."""
    starts = starts_of(row, row.away)
    made = starts - timedelta(days=30)
    Session.objects.filter(pk=session.pk).update(
        starts=starts, sign_up_until=starts - timedelta(days=2), added_at=made, published_at=made + timedelta(days=2)
    )
    SignUp.objects.filter(session=session).update(
        signed_up_at=starts - timedelta(days=12),
        queued_since=starts - timedelta(days=12),
        reminded_on=(starts - timedelta(days=1)).date(),
    )
    session.refresh_from_db()
    signed = {one.name: one for one in SignUp.objects.filter(session=session)}
    said = {signed[guest.name].ref: mark(guest.came) for guest in row.guests if guest.came not in {"", "here"}}
    # Who said so herself did it while the session was held, which no verb can do now.
    here = [signed[guest.name].pk for guest in row.guests if guest.came == "here"]
    SignUp.objects.filter(pk__in=here).update(presence=Presence.PRESENT.value, marked_at=starts)
    if row.said:
        session = services.mark_attendance(session=session, version=session.version, marks=said, by=runs)
        SignUp.objects.filter(session=session).exclude(marked_at=None).update(marked_at=session.ends)
    if row.evaluation:
        evaluate(row, session, runs)
    if row.message:
        services.write_to_those_who_came(session=session, words=row.message, by=runs)
        Message.objects.filter(session=session).update(written_at=session.ends + timedelta(days=1))


def evaluate(row: DemoSession, session: Session, runs: User) -> None:
    """Opens it; where it is to be read, answers it, closes it, and says which barriers were spoken of."""
    made = services.open_evaluation(session=session, by=runs)
    Evaluation.objects.filter(pk=made.pk).update(opened_at=session.starts - timedelta(days=3))
    if row.evaluation == "open":
        return
    words = [*COMMENTS, *[("", False, ())] * (len(SCORES) - len(COMMENTS))]
    for place, (scores, said) in enumerate(zip(SCORES, words, strict=True)):
        for moment, figures in zip(Moment, scores, strict=True):
            if figures != "-":
                services.give_answer(
                    evaluation=made,
                    moment=moment,
                    code=f"rowan{place}",
                    scores=dict(zip(row.topics, map(int, figures), strict=True)),
                    words=said[0] if moment is Moment.AFTER else "",
                    may_quote=said[1] and moment is Moment.AFTER,
                )
    services.close_evaluation(evaluation=made, version=made.version, by=runs)
    Evaluation.objects.filter(pk=made.pk).update(closed_at=session.ends + timedelta(days=7))
    themes = {words: codes for words, _quote, codes in COMMENTS}
    for comment in Comment.objects.filter(evaluation=made).select_related("evaluation__session"):
        services.code_themes(comment=comment, themes=themes[comment.words], by=runs)


def mark(came: str) -> tuple[Presence, int | None]:
    how, _, minutes = came.partition(":")
    return Presence(how), int(minutes) if minutes else None
