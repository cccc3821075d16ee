"""One row for every column that is sealed, each with a text that must not be found where it could be read."""

from collections.abc import Callable
from itertools import count

from django.db import models
from wagtail.models import Locale, Page

from lantern.accounts.models import User
from lantern.kit import clock
from lantern.mentoring.models import (
    Action,
    Application,
    Cohort,
    Evidence,
    Goal,
    Mentee,
    Mentor,
    Note,
    Pair,
    Reading,
    Reflection,
)
from lantern.pages.sealed import everything_sealed
from lantern.publishing.models import Consultation, Contributor, GuidancePage, Partner, Post, SignOff, Version
from lantern.register.models import Expert, Partnership, PendingImport
from lantern.remuneration.models import Payee, PendingRemittance
from lantern.reviews.models import Offer, Review, Seat
from lantern.reviews.models import Reflection as SeatReflection
from lantern.workshops.models import Comment, Evaluation, Invitation, Series, Session, SignUp

CANARY = "Nârîn O’Dwyer-كناري"  # a small community's name is where a scan would miss it
_numbers = count(1)


def every_sealed_row(by: User) -> dict[str, models.Model]:
    """A new row for each sealed column, by "app.Model.attribute"; its text begins with CANARY."""
    rows: dict[type[models.Model], models.Model] = {}
    for model, field in everything_sealed():
        if model not in rows:
            rows[model] = MAKERS[model](by)
        setattr(rows[model], field.name, f"{CANARY} {field.name}")
        rows[model].save()
    return {f"{model._meta.label}.{field.name}": rows[model] for model, field in everything_sealed()}


def writer() -> User:
    return User.objects.create_user(f"writer{next(_numbers)}@example.org", "a long pass phrase", name="Writer")


def many_notes(number: int) -> None:
    """Notes "note 0" and on, for a database of its own."""
    by = writer()
    pair = _pair(by)
    for at in range(number):
        note = Note(pair=pair, written_by=by)
        note.words = f"note {at}"
        note.save()


def _expert() -> Expert:
    return Expert.objects.create(name="Invented Person")


def _cohort(by: User) -> Cohort:
    today = clock.today()
    return Cohort.objects.create(
        name=f"Cohort {next(_numbers)}", call="", opens_on=today, closes_on=today, places=2, edition="1", added_by=by
    )


def _mentee(by: User) -> Mentee:
    return Mentee.objects.create(expert=_expert(), cohort=_cohort(by), joined_by=by)


def _pair(by: User) -> Pair:
    mentor = Mentor.objects.create(expert=_expert(), added_by=by)
    return Pair.objects.create(mentee=_mentee(by), mentor=mentor, chosen="coordinator", proposed_by=by)


def _application(by: User) -> Application:
    number = next(_numbers)
    return Application(cohort=_cohort(by), token_hash=f"{number:064}", email_mark=f"{number:064}")


def _reading(by: User) -> Reading:
    application = _application(by)
    application.save()
    return Reading(application=application, reader=by)


def _seat(by: User) -> Seat:
    review = Review.objects.create(partnership=Partnership.objects.create(name=f"P{next(_numbers)}"), opened_by=by)
    expert = _expert()
    return Seat.objects.create(
        review=review,
        expert=expert,
        offer=Offer.objects.create(review=review, expert=expert, drafted_by=by),
        seated_by=by,
    )


def _session(by: User) -> Session:
    series = Series.objects.create(title="Invented", added_by=by)
    now = clock.now()
    return Session.objects.create(
        series=series, title="Invented", held="online", starts=now, minutes=60, sign_up_until=now, added_by=by
    )


def _version(by: User) -> Version:
    page = GuidancePage(
        title="Invented",
        slug=f"invented-{next(_numbers)}",
        locale=Locale.objects.get_or_create(language_code="en-gb")[0],
    )
    (Page.get_first_root_node() or Page.add_root(title="Root", slug="root")).add_child(instance=page)
    return Version.objects.create(
        page=page, number="1.0", title="", body=[], revision=0, language="en-gb", made_at=clock.now()
    )


def _contributor(by: User) -> Contributor:
    asked = {"opened_at": clock.now(), "opened_by": by, "closes_on": clock.today()}
    consultation = Consultation.objects.create(version=_version(by), **asked)
    return Contributor(consultation=consultation, token_hash=f"{next(_numbers):064}", asked_at=clock.now(), asked_by=by)


def _sign_off(by: User) -> SignOff:
    partner = Partner.objects.create(name=f"Partner {next(_numbers)}")
    return SignOff(
        version=_version(by), partner=partner, token_hash=f"{next(_numbers):064}", asked_at=clock.now(), asked_by=by
    )


def _evaluation(by: User) -> Evaluation:
    return Evaluation(session=_session(by), token_hash=f"{next(_numbers):064}", opened_by=by)


def _comment(by: User) -> Comment:
    evaluation = _evaluation(by)
    evaluation.save()
    return Comment(evaluation=evaluation)


def _invitation(by: User) -> Invitation:
    number = next(_numbers)
    return Invitation(session=_session(by), token_hash=f"{number:064}", sent_by=by, expires_at=clock.now())


def _sign_up(by: User) -> SignUp:
    number = next(_numbers)
    return SignUp(
        session=_session(by), token_hash=f"{number:064}", email_mark=f"{number:064}", way="online", state="placed"
    )


MAKERS: dict[type[models.Model], Callable[[User], models.Model]] = {
    Action: lambda by: Action(pair=_pair(by), whose="mentee", set_by=by),
    Application: _application,
    Comment: _comment,
    Contributor: _contributor,
    SignOff: _sign_off,
    Post: lambda by: Post(token_hash=f"{next(_numbers):064}", asked_at=clock.now(), asked_by=by),
    Partner: lambda by: Partner(name=f"Partner {next(_numbers)}"),
    Evaluation: _evaluation,
    Evidence: lambda by: Evidence(mentee=_mentee(by), kind="other", done_on=clock.today(), added_by=by),
    Expert: lambda by: _expert(),
    Goal: lambda by: Goal(pair=_pair(by), set_by=by),
    Invitation: _invitation,
    Session: _session,
    SignUp: _sign_up,
    Note: lambda by: Note(pair=_pair(by), written_by=by),
    Payee: lambda by: Payee(expert=_expert()),
    PendingImport: lambda by: PendingImport(uploaded_by=by),
    PendingRemittance: lambda by: PendingRemittance(digest="0" * 64, uploaded_by=by),
    Reading: _reading,
    Reflection: lambda by: Reflection(mentee=_mentee(by), written_by=by),
    SeatReflection: lambda by: SeatReflection(seat=_seat(by), reflected_by=by),
}
