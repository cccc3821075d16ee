"""What mentoring keeps of the way from an agency to the chair. No field for anything of a review but a reference."""

from lantern.mentoring.models.cohorts import Application, Cohort, Reading
from lantern.mentoring.models.framework import Evidence, Level, Placement
from lantern.mentoring.models.pairs import Action, Goal, MentoringSession, Note, Pair, Reflection
from lantern.mentoring.models.people import Agreement, Mentee, Mentor, SignOff, StageMove

__all__ = [
    "Action",
    "Agreement",
    "Application",
    "Cohort",
    "Evidence",
    "Goal",
    "Level",
    "Mentee",
    "Mentor",
    "MentoringSession",
    "Note",
    "Pair",
    "Placement",
    "Reading",
    "Reflection",
    "SignOff",
    "StageMove",
]
