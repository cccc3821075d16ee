"""Real records of mentoring's pairs: the cast's mentee and mentor, and a pair of two others."""

from datetime import timedelta
from functools import cached_property

from lantern.kit import clock
from lantern.mentoring.domain.pairs import Chosen
from lantern.mentoring.models import Evidence, MentoringSession, Pair
from lantern.mentoring.services import pairs, reflections, shared
from tests.cast import Cast
from tests.mentoring.pairing import Two, a_session, another_mentee, another_mentor, standing, two
from tests.mentoring.paths import evidence_of

OF_A_PATH = {
    "path", "levels", "levels_chart", "level_state", "audit", "agreement", "stage_move", "leave", "come_back",
    "sign_off", "evidence_add", "attendance_take",
}  # fmt: skip


class PairRecords:
    """The cast's mentee and mentor have their records from the start, their pair once an address asks for it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.two = two(cast)

    @cached_property
    def elsewhere(self) -> Two:
        return Two(self.cast, another_mentee(self.cast), another_mentor(self.cast))

    @cached_property
    def pair(self) -> Pair:
        return standing(self.two)

    @cached_property
    def pair_elsewhere(self) -> Pair:
        mentee, mentor = self.elsewhere.mentee, self.elsewhere.mentor
        pair = pairs.propose_pair(mentee=mentee, mentor=mentor, chosen=Chosen.COORDINATOR, by=self.cast.coordinator)
        for expert in (mentee.expert, mentor.expert):
            pair = pairs.agree_to_pair(pair=pair, version=pair.version, by=expert.user)
        return pair

    def ref(self, name: str, own: bool) -> str:
        what = name.removeprefix("mentoring:")
        whose = self.two if own else self.elsewhere
        if what == "mentor":
            return whose.mentor.ref
        if what in OF_A_PATH:
            return self.evidence(own, signed=True).mentee.ref  # who has countersigned may say that she is ready
        if what.startswith("evidence"):
            return self.evidence(own).ref
        if what.startswith("reflection"):
            by = whose.mentee.expert.user
            return reflections.write_reflection(mentee=whose.mentee, words="For myself", by=by).ref
        return (self.pair if own else self.pair_elsewhere).ref

    def evidence(self, own: bool, **more: bool) -> Evidence:
        """Evidence that the first chair was asked to countersign, or the second."""
        mentee = (self.pair if own else self.pair_elsewhere).mentee
        return evidence_of(self.cast, mentee, chair=self.cast.chair if own else self.cast.chair_elsewhere, **more)

    def part(self, name: str, part: str, own: bool) -> str:
        """A goal, something to do or a session of the pair; a competency, which is nobody's."""
        if part == "competency":
            return "knowledge"
        pair = self.pair if own else self.pair_elsewhere
        by = pair.mentee.expert.user
        if part == "goal":
            return shared.set_goal(pair=pair, words="To chair", competency="", by=by).ref
        if part == "action":
            return shared.set_action(pair=pair, words="Read", whose="mentee", due_on=None, by=by).ref
        session = a_session(pair, by)
        if name == "mentoring:session_held":
            MentoringSession.objects.filter(pk=session.pk).update(starts=clock.now() - timedelta(hours=2))
        return session.ref
