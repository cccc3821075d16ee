"""What other contexts may use of mentoring."""

from lantern.mentoring.domain.framework import label_of as competency_label
from lantern.mentoring.domain.pairs import Chosen, barrier
from lantern.mentoring.domain.refusals import NotYet
from lantern.mentoring.domain.stages import Consent
from lantern.mentoring.domain.words import PlacementKind, Stage
from lantern.mentoring.models import Mentee, Mentor
from lantern.mentoring.selectors.cohorts import waiting_to_decide, waiting_to_join, waiting_to_read
from lantern.mentoring.selectors.pairs import gaps_of, guide_of, learner_of, mentors, why, without_mentor
from lantern.mentoring.selectors.path import own_mentee, plug_attendance
from lantern.mentoring.selectors.placements import active_mentees, agreement_until, missing_to_begin, placement_stands
from lantern.mentoring.services.joining import connect_account
from lantern.mentoring.services.pairs import propose_pair
from lantern.mentoring.services.placements import close_placement, open_placement
from lantern.mentoring.services.refusals import stands_in_the_audit

__all__ = [
    "Chosen",
    "Consent",
    "Mentee",
    "Mentor",
    "NotYet",
    "PlacementKind",
    "Stage",
    "active_mentees",
    "agreement_until",
    "barrier",
    "close_placement",
    "competency_label",
    "connect_account",
    "gaps_of",
    "guide_of",
    "learner_of",
    "mentors",
    "missing_to_begin",
    "open_placement",
    "own_mentee",
    "placement_stands",
    "plug_attendance",
    "propose_pair",
    "stands_in_the_audit",
    "waiting_to_decide",
    "waiting_to_join",
    "waiting_to_read",
    "why",
    "without_mentor",
]
