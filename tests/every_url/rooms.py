"""Real records of workshops: a session of the first facilitator with somebody in it, and one of somebody else's."""

from datetime import timedelta
from functools import cached_property

from lantern.access.public import Role
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.workshops import services
from lantern.workshops.models import Comment, Evaluation, Invitation, Session, SignUp
from tests.cast import Cast, person
from tests.workshops import rooms

TOKEN = "an-invitation-of-the-tests"


class RoomRecords:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def ref(self, name: str, own: bool) -> str:
        what = name.removeprefix("workshops:")
        if what == "invitation":
            return self.invitation()
        if what.startswith("mine"):
            return self.place(what)
        if what.startswith(("evaluate", "evaluation", "comment")):
            return self.evaluation(what, own)
        if what == "honorarium":
            return self.came(self.session if own else self.session_elsewhere)
        if what in {"series", "series_edit", "session_add"}:
            return (self.session if own else self.session_elsewhere).series.ref
        return (self.session if own else self.session_elsewhere).ref

    @cached_property
    def session(self) -> Session:
        return rooms.opened(self.cast)

    def evaluation(self, what: str, own: bool) -> str:
        """The link of everybody, or the session whose evaluation is closed where a page is for one that is."""
        session = self.session if own else self.session_elsewhere
        made = Evaluation.objects.filter(session=session).first()
        made = made or services.open_evaluation(session=session, by=self.cast.coordinator)
        over = what in {"evaluation_chart", "evaluation_csv", "comment"}
        by = self.cast.coordinator if over else None
        Evaluation.objects.filter(pk=made.pk).update(closed_at=clock.now() if over else None, closed_by=by)
        return made.token if what.startswith("evaluate") else session.ref

    def comment(self, own: bool) -> str:
        """One of five, which is how many there must be before any is shown."""
        made = Evaluation.objects.get(session=self.session if own else self.session_elsewhere)
        while made.comments.count() < 5:
            said = Comment(evaluation=made)
            said.words = "Invited too late."
            said.save()
        return str(made.comments.all()[0].pk)

    def material(self, own: bool) -> str:
        session = self.session if own else self.session_elsewhere
        made = session.materials.first() or services.add_material(
            session=session, title="A guide", file=b"%PDF-", ending="pdf", by=self.cast.coordinator
        )
        return made.ref

    def came(self, session: Session) -> str:
        """Somebody who came, and is paid for it."""
        held = SignUp.objects.filter(session=session).first() or rooms.signed(session, "Ayesha")
        SignUp.objects.filter(pk=held.pk).update(presence="present")
        return held.ref

    @cached_property
    def session_elsewhere(self) -> Session:
        return rooms.opened(self.cast, facilitators=[person("Fern Cilitator", Role.FACILITATOR)])

    def place(self, what: str) -> str:
        """A place in a session that is still to come, or was held, if the page is for one that was."""
        self.material(own=True)
        held = SignUp.objects.filter(session=self.session).first() or rooms.signed(self.session, "Ayesha")
        state = {"mine_take": "offered", "mine_again": "lapsed"}.get(what, "placed")
        over = what == "mine_certificate"
        until = clock.now() + timedelta(days=1) if state == "offered" else None
        SignUp.objects.filter(pk=held.pk).update(state=state, presence="present" if over else "", offered_until=until)
        starts = clock.now() + timedelta(days=-2 if over else 10)
        Session.objects.filter(pk=self.session.pk).update(starts=starts, sign_up_until=starts)
        return rooms.again(held).token

    def invitation(self) -> str:
        made, new = Invitation.objects.get_or_create(
            session=self.session,
            token_hash=hash_of(TOKEN),
            defaults={"sent_by": self.cast.coordinator, "expires_at": clock.now() + timedelta(days=9)},
        )
        if new:
            made.email = "ayesha@example.org"
            made.save()
        Invitation.objects.filter(pk=made.pk).update(used_at=None)
        return TOKEN
