"""Loads the demonstration's cohorts by the verbs that people use, then sets the days back to where the story has them."""

from datetime import date, datetime, time, timedelta

from lantern.accounts.models import User
from lantern.config.demo import mentoring as story
from lantern.config.demo.load_pay import at, person
from lantern.config.demo.mentoring import DemoApplicant, DemoEvidence
from lantern.kit import clock
from lantern.mentoring.domain import framework
from lantern.mentoring.domain.applications import CohortState, State
from lantern.mentoring.domain.calls import Question
from lantern.mentoring.domain.pairs import Chosen, SessionWay
from lantern.mentoring.domain.stages import Consent
from lantern.mentoring.domain.words import EvidenceKind, PlacementKind, Stage
from lantern.mentoring.models import (
    Agreement,
    Application,
    Cohort,
    Evidence,
    Level,
    Mentee,
    MentoringSession,
    Pair,
    Placement,
    SignOff,
    StageMove,
)
from lantern.mentoring.services import (
    applications,
    cohorts,
    evidence,
    joining,
    levels,
    pairs,
    path,
    placements,
    readings,
    sessions,
    shared,
    signing,
)
from lantern.register.models import Expert
from lantern.register.services import add_expert, connect_sign_in

CONSENTS = (Consent.PARTNERSHIP, Consent.PANEL, Consent.FAMILY_INFORMED)
CLOSED_AGO = 400  # the days since the first call closed


def load_mentoring(by: User) -> int:
    """Answers how many cohorts there are."""
    mentor_user = person("mentor")
    add_expert(name=mentor_user.name, agency=None, by=by)
    hers = Expert.objects.get(name=mentor_user.name)
    connect_sign_in(expert=hers, user=mentor_user, by=by)
    mentor = pairs.add_mentor(expert=hers, most_mentees=2, strengths=["report_writing", "judgement", "family"], by=by)
    first = cohort("First cohort", by, story.FIRST, ago=CLOSED_AGO)
    joined = {mentee.expert.name: mentee for mentee in Mentee.objects.select_related("expert__user")}
    for mentee in joined.values():
        Mentee.objects.filter(pk=mentee.pk).update(joined_at=at(360), stage_since=day(360))
        pair = pairs.propose_pair(mentee=mentee, mentor=mentor, chosen=Chosen.COORDINATOR, by=by)
        for one in (mentee.expert.user, mentor_user):
            pair = pairs.agree_to_pair(pair=pair, version=pair.version, by=one)
        Pair.objects.filter(pk=pair.pk).update(proposed_at=at(350), began_on=day(345))
    walk_whole_way(joined["Wren Thistle"], by)
    learn(joined["Joy Bluebell"], by)
    work_together(Pair.objects.get(mentee=joined["Joy Bluebell"]), mentor_user)
    cohort("Second cohort", by, story.READ_NOW, ago=3)
    cohort("Third cohort", by, (), ago=-24)
    assert first.state == CohortState.RUNNING.value  # noqa: S101 - the story ends there
    return Cohort.objects.count()


def day(ago: int) -> date:
    return clock.today() - timedelta(days=ago)


def cohort(name: str, by: User, applicants: tuple[DemoApplicant, ...], ago: int) -> Cohort:
    """Its call closed so many days ago, or is still open; decided wherever its applicants are."""
    questions = [
        Question(f"q{place}", words, hint, story.MOST_WORDS)
        for place, (words, hint) in enumerate(story.QUESTIONS, start=1)
    ]
    made = cohorts.add_cohort(
        name=name,
        call=story.CALL,
        questions=questions,
        opens_on=day(max(ago, 0) + 30),
        closes_on=day(min(ago, 0)),
        places=2,
        edition=framework.LATEST,
        by=by,
    )
    cohorts.name_readers(cohort=made, version=made.version, readers=[by, person("mentor")], by=by)
    move(made, CohortState.OPEN, by)
    sent = [apply(made, one) for one in applicants]
    if ago < 0:
        return made
    move(made, CohortState.READING, by)
    for one, application in zip(applicants, sent, strict=True):
        decide(one, application, by, ago)
    if all(one.decision for one in applicants):
        move(made, CohortState.RUNNING, by)
    Cohort.objects.filter(pk=made.pk).update(closes_on=day(ago), added_at=at(ago + 40))
    return made


def move(made: Cohort, to: CohortState, by: User) -> None:
    made.refresh_from_db()
    cohorts.move_cohort(cohort=made, version=made.version, to=to, by=by)
    made.refresh_from_db()


def apply(made: Cohort, one: DemoApplicant) -> Application:
    email = f"{one.name.lower().replace(' ', '.')}@applicants.example"
    known = Expert.objects.filter(name=one.name).select_related("user").first()
    applications.begin(cohort=made, email=known.user.email if known and known.user else email)
    found = made.applications.order_by("-pk")[0]
    for code, text in (("name", one.name), *((f"q{place}", said) for place, said in enumerate(one.said, start=1))):
        applications.save_answer(application=found, version=found.version, code=code, text=text)
        found = Application.objects.select_related("cohort").get(pk=found.pk)
    applications.send(application=found, version=found.version)
    return Application.objects.select_related("cohort").get(pk=found.pk)


def decide(one: DemoApplicant, application: Application, by: User, ago: int) -> None:
    for reader, scores in zip((person("mentor"), by), one.scores, strict=False):
        readings.read_application(
            application=application,
            version=0,
            conflict=False,
            scores={f"q{place}": score for place, score in enumerate(scores, start=1)},
            words="",
            by=reader,
        )
    if one.decision:
        readings.decide(
            application=application,
            version=application.version,
            to=State(one.decision),
            feedback=one.feedback,
            by=by,
        )
        Application.objects.filter(pk=application.pk).update(decided_at=at(ago - 20))
    Application.objects.filter(pk=application.pk).update(begun_on=day(ago + 14), sent_on=day(ago + 2))
    if one.joins:
        application = Application.objects.select_related("cohort").get(pk=application.pk)
        joining.join_applicant(application=application, version=application.version, expert=None, agency=None, by=by)


def learn(mentee: Mentee, by: User) -> None:
    """Joy has observed a panel, and waits for a review to shadow in."""
    begin(mentee, by, signed_ago=210, level=1)
    show(mentee, story.JOY_LEARNING)
    seat(mentee, PlacementKind.OBSERVE, Stage.OBSERVE, 140, 95, by)


def walk_whole_way(mentee: Mentee, by: User) -> None:
    """Wren has gone every stage, and two people have signed that she is ready."""
    begin(mentee, by, signed_ago=340, level=2)
    for piece in (story.LEARNING, story.GROUP_WORK, story.WRITING, story.SECOND_WRITING):
        show(mentee, piece)
    for kind, stage, began, ended in story.WALK:
        seat(mentee, kind, stage, began, ended, by)
    for signer in (person("mentor"), by):
        mentee.refresh_from_db()
        signing.sign_off(mentee=mentee, version=mentee.version, by=signer)
    SignOff.objects.filter(mentee=mentee).update(signed_at=at(8))
    enter_ago(mentee, Stage.INDEPENDENT, 8)
    pair = Pair.objects.get(mentee=mentee)
    pairs.end_pair(pair=pair, version=pair.version, by=person("mentor"))
    Pair.objects.filter(pk=pair.pk).update(ended_on=day(6))


def begin(mentee: Mentee, by: User, *, signed_ago: int, level: int) -> None:
    her = mentee.expert.user
    assert her is not None  # noqa: S101 - everyone in the story has an account
    levels.audit_skills(mentee=mentee, levels=dict.fromkeys(framework.framework(framework.LATEST), level), by=her)
    Level.objects.filter(mentee=mentee).update(stated_at=at(signed_ago + 5))
    path.sign_agreement(mentee=mentee, signed_on=day(signed_ago), expires_on=day(signed_ago - 700), by=by)
    Agreement.objects.filter(mentee=mentee).update(recorded_at=at(signed_ago))


def show(mentee: Mentee, piece: DemoEvidence, placement: Placement | None = None) -> None:
    """Something she did, countersigned ten days later by the chair she asked."""
    chair = person("chair")
    made = evidence.add_evidence(
        mentee=mentee,
        kind=piece.kind,
        done_on=day(piece.ago),
        words=piece.words,
        competencies=[code for code, _level in piece.levels],
        asked=chair,
        by=mentee.expert.user,
        placement=placement,
    )
    evidence.countersign(evidence=made, levels=dict(piece.levels), version=made.version, by=chair)
    then = at(max(piece.ago - 10, 1))
    Evidence.objects.filter(pk=made.pk).update(added_at=at(piece.ago), countersigned_at=then)
    Level.objects.filter(evidence=made).update(stated_at=then)


def seat(mentee: Mentee, kind: PlacementKind, stage: Stage, began: int, ended: int, by: User) -> None:
    """A seat to learn in from its beginning to its end, and what she wrote about it."""
    made = placements.open_placement(
        mentee=mentee, kind=kind, source_ref=f"demo-{kind}-{mentee.ref}", consents=CONSENTS, by=by
    )
    mentee.refresh_from_db()
    path.move_stage(mentee=mentee, to=stage, version=mentee.version, by=by)
    placements.close_placement(source_ref=made.source_ref, finished=True, by=by, ended_on=day(ended))
    Placement.objects.filter(pk=made.pk).update(began_on=day(began), opened_at=at(began))
    enter_ago(mentee, stage, began)
    piece = DemoEvidence(EvidenceKind.PLACEMENT, ended, story.AFTER[kind], (("managing_people", 3), ("judgement", 3)))
    show(mentee, piece, made)


def enter_ago(mentee: Mentee, stage: Stage, ago: int) -> None:
    StageMove.objects.filter(mentee=mentee, now=stage.value).update(moved_at=at(ago))
    Mentee.objects.filter(pk=mentee.pk).update(stage_since=day(ago))


def work_together(pair: Pair, mentor_user: User) -> None:
    """What Joy and Ines share: goals, what each does next, notes, a session that was and one to come."""
    her = pair.mentee.expert.user
    for competency, words in story.GOALS:
        shared.set_goal(pair=pair, words=words, competency=competency, by=her)
    for whose, words, within in story.ACTIONS:
        shared.set_action(pair=pair, words=words, whose=whose, due_on=day(-within), by=mentor_user)
    for words in story.NOTES:
        shared.write_note(pair=pair, words=words, by=mentor_user)
    held = sessions.plan_session(pair=pair, starts=noon(12), minutes=60, way=SessionWay.ONLINE, by=mentor_user)
    sessions.hold_session(session=held, version=held.version, minutes=75, hard_material=True, by=mentor_user)
    sessions.plan_session(pair=pair, starts=noon(-6), minutes=60, way=SessionWay.IN_PERSON, by=her)
    MentoringSession.objects.filter(pk=held.pk).update(planned_at=at(20))


def noon(ago: int) -> datetime:
    return datetime.combine(day(ago), time(12, 30), clock.LONDON)
