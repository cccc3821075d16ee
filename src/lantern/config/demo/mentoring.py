"""The demonstration's cohorts: a first one of two people with its whole history, one being read, and an open call.

Everyone is invented. Nothing here says anything of a review.
"""

from dataclasses import dataclass

from lantern.mentoring.domain.words import EvidenceKind, PlacementKind, Stage

CALL = (
    "We look for women from by-and-for agencies who want to chair reviews.\n\n"
    "You learn in a small group. You have a mentor of your own, who has chaired. You sit in on panels before you lead "
    "one, and you go on at your own pace. Your time is paid, and so are travel, care and interpreting.\n\n"
    "You need no qualification and no experience of reviews. You need to know how communities and services meet, and "
    "where they fail to."
)
QUESTIONS = (
    ("Why do you want to chair reviews?", "What would be different with you in the chair?"),
    ("When have you led a difficult conversation?", "Paid work, a community or a family: all of it counts."),
    ("What would help you to take part?", "Time, care, access, support: say what you need."),
)
MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class DemoApplicant:
    """`expert` is her name in the register where she joined; `scores` each reader's, empty while a reading is not in."""

    name: str
    said: tuple[str, str, str]
    scores: tuple[tuple[int, int, int], ...] = ()
    decision: str = ""
    feedback: str = ""
    sent: bool = True
    joins: bool = False


FIRST = (
    DemoApplicant(
        "Wren Thistle",
        (
            "I have sat on panels where nobody asked about racism in services. A chair decides what is asked.",
            "I have led the survivors' forum of my agency for years, with people who disagreed about nearly everything.",
            "Paid time away from my agency, and someone to ring after a hard day.",
        ),
        ((4, 4, 3), (4, 3, 4)),
        "offered",
        "You wrote clearly about what a chair decides. The readers would like to see more of your writing: that is "
        "where your path begins.",
        joins=True,
    ),
    DemoApplicant(
        "Joy Bluebell",
        (
            "Families in my community leave the room when they are not understood. I want to keep them in it.",
            "I facilitate a group after bereavement, where silence has to be held as well as talk.",
            "Meetings in school hours, and a mentor who has chaired.",
        ),
        ((3, 4, 4), (3, 3, 4)),
        "offered",
        "The readers saw how you hold a room. Equality law and report writing are where to begin.",
        joins=True,
    ),
    DemoApplicant(
        "Tansy Reed",
        (
            "A colleague told me to apply.",
            "I ran a busy reception for a long time.",
            "I do not know yet what I would need.",
        ),
        ((2, 2, 1), (1, 2, 2)),
        "not_now",
        "You know how people feel when they walk in, and that matters. Come to a workshop on how reviews work, then "
        "apply again and tell us what you would do in the chair.",
    ),
)

READ_NOW = (
    DemoApplicant(
        "Clementine Ash",
        (
            "I interpret for families and see what is lost between the words. I want to decide how it is asked.",
            "I have stopped interviews that went wrong, and started them again.",
            "Large print, and papers a week before.",
        ),
        ((4, 3, 4),),  # one reading is in, the coordinator's is not
    ),
    DemoApplicant(
        "Hazel Sedge",
        (
            "Reviews say lessons will be learned. I want to lead one that is read.",
            "I chaired a tenants' group through a long dispute.",
            "Travel paid in advance.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class DemoEvidence:
    kind: EvidenceKind
    ago: int
    words: str
    levels: tuple[tuple[str, int], ...]


LEARNING = DemoEvidence(
    EvidenceKind.LEARNING,
    330,
    "Finished the national learning for chairs, and wrote down what each part changes in how I would lead a panel.",
    (("knowledge", 3), ("equality", 3), ("home_office_learning", 3), ("data_protection", 3), ("agencies", 3)),
)
WRITING = DemoEvidence(
    EvidenceKind.WRITING,
    260,
    "Wrote terms of reference for an invented review, with questions on race, faith and language that each agency must answer.",
    (("report_writing", 3), ("anti_racist", 3), ("judgement", 3), ("disciplinary", 2), ("disclosure", 3)),
)
SECOND_WRITING = DemoEvidence(
    EvidenceKind.WRITING,
    120,
    "Drafted a chapter that says what an agency did not do, in words that its workers and a family can both read.",
    (("report_writing", 4), ("family", 3)),
)
GROUP_WORK = DemoEvidence(
    EvidenceKind.OTHER,
    290,
    "Led a practice interview through an interpreter, and a practice meeting with someone bereaved.",
    (("interviewing", 3), ("interpreting", 3), ("family", 3), ("managing_people", 3)),
)
# What she wrote after each seat to learn in.
AFTER = {
    PlacementKind.OBSERVE: "Saw how a chair brings a silent member in: she asks what would be missed without that agency.",
    PlacementKind.SHADOW: "Prepared questions with the chair and compared afterwards which of them opened the talk.",
    PlacementKind.CO_CHAIR: "Led the part on equality, kept to time, and closed it with what each agency will do.",
    PlacementKind.FIRST: "Chaired with a mentor beside me, from the terms to the last draft.",
}
# Wren's seats: kind, the stage it opens, and the days ago it began and ended.
WALK = (
    (PlacementKind.OBSERVE, Stage.OBSERVE, 320, 280),
    (PlacementKind.SHADOW, Stage.SHADOW, 270, 200),
    (PlacementKind.CO_CHAIR, Stage.CO_CHAIR, 190, 110),
    (PlacementKind.FIRST, Stage.FIRST_REVIEW, 100, 12),
)
JOY_LEARNING = DemoEvidence(
    EvidenceKind.LEARNING,
    150,
    "Finished the first part of the national learning, and explained it to my group in plain words.",
    (("knowledge", 2), ("equality", 1), ("home_office_learning", 2), ("data_protection", 2), ("agencies", 1)),
)
GOALS = (
    ("report_writing", "Write one page that says what an agency missed, without blame."),
    ("equality", "Explain the public duty on equality to a panel in five minutes."),
)
ACTIONS = (
    ("mentee", "Bring one page of writing to the next session.", 10),
    ("mentor", "Ask two chairs whether a seat to shadow is coming up.", 14),
)
NOTES = (
    "We talked about how to interrupt kindly. Practise it in the group before the next session.",
    "Report writing is what worries her most, so we begin there and not with the law.",
)
