"""What workshops keep: sessions, who asked for a place, who came. Evaluations stand apart and name nobody."""

from lantern.workshops.models.evaluation import Answer, Comment, Evaluation
from lantern.workshops.models.planning import Facilitating, Invitation, Material, Message, Series, Session
from lantern.workshops.models.signups import SignUp, mark_of

__all__ = [
    "Answer",
    "Comment",
    "Evaluation",
    "Facilitating",
    "Invitation",
    "Material",
    "Message",
    "Series",
    "Session",
    "SignUp",
    "mark_of",
]
