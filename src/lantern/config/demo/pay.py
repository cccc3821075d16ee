"""What the demonstration's experts were paid, and reviews of the past that they learned from. All of it invented."""

from dataclasses import dataclass

from lantern.config.demo.people import SignIn
from lantern.config.demo.reviews import A, B, C, DemoNeed, DemoOffer, DemoReview

COMMISSIONERS = (
    SignIn("commissioner", "commissioner.brackwater", "Rowan Teasel", B),
    SignIn("commissioner", "commissioner.coldheath", "Linnet Campion", C),
)
SECOND = "coordinator.two"

# Pounds an hour, but for half a day of a panel meeting: first version, and the one after it.
RATES = ((700, 150, 40), (200, 175, 45))  # days ago, half a day of a meeting, an hour of all else
PROPOSED = 190, 48  # what waits for a second coordinator

PAST = (
    DemoReview(
        A, 2, "finished", 420, -330,
        needs=(DemoNeed("community:kurdish", "must", "Her family came from Kurdistan.", True),),
        offers=(
            DemoOffer("Leyla Birch", "declined", 400_00, barrier="invited_late"),
            DemoOffer("Nadia Quince", "silent", 360_00),
            DemoOffer(
                "Dilan Alder", "accepted", 300_00, felt="partly yes yes invited_late",
                reason="The partnership had set its budget for the year before the programme began.",
            ),
            DemoOffer("Mariam Rush", "accepted", felt="no partly yes unpaid"),
        ),
    ),
    DemoReview(
        A, 2, "finished", 240, -150,
        needs=(DemoNeed("community:arab", "should", "Her family is from Iraq."),),
        offers=(
            DemoOffer("Shirin Cedar", "declined", barrier="unpaid"),
            DemoOffer("Farida Violet", "declined", 330_00, barrier="unpaid"),
            DemoOffer("Lucia Sorrel", "accepted", 340_00, felt="yes no yes tokenism"),
        ),
    ),
    DemoReview(
        B, 2, "finished", 360, -270,
        needs=(DemoNeed("community:black_british", "must", "Her community is Black British.", True),),
        offers=(
            DemoOffer("Mei Willow", "declined", barrier="no_capacity"),
            DemoOffer("Hodan Ivy", "declined", barrier="unpaid"),
            DemoOffer("Grace Juniper", "accepted", felt="no yes partly"),
            DemoOffer("Yewande Hazel", "accepted", 420_00, felt="yes yes yes"),
        ),
    ),
    DemoReview(
        C, 2, "finished", 300, -210,
        needs=(DemoNeed("community:sikh_panjabi", "must", "Her family is Sikh.", True),),
        offers=(
            DemoOffer("Rahela Gorse", "declined", barrier="invited_late"),
            DemoOffer("Ava Umbel", "declined", 450_00, barrier="inaccessible_papers"),
            DemoOffer("Harpreet Fern", "accepted", felt="partly no yes no_feedback unpaid"),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoClaim:
    """`work` holds kind:days ago:minutes, with an asterisk where given unpaid; `costs` kind:days ago:pence.

    `then` is where it stands: logged (in no claim yet), submitted, queried, approved, sent, paid or failed. Days are
    counted before the day of loading: when it was sent in, and when it was paid.
    """

    expert: str
    payer: str
    work: tuple[str, ...]
    then: str = "logged"
    ago: int = 0
    paid_ago: int = 0
    costs: tuple[str, ...] = ()
    words: str = ""


CLAIMS = (
    DemoClaim(
        "Dilan Alder", A, ("reading:392:240", "panel_meeting:385:180", "travel:385:90*", "panel_meeting:350:150"),
        "paid", 340, 282, ("carer:385:4800", "travel:385:1240"),
    ),
    DemoClaim("Dilan Alder", A, ("drafting:62:180", "reading:58:120", "supervision:55:60*"), "sent", 50),
    DemoClaim("Dilan Alder", A, ("panel_meeting:24:150", "travel:24:80"), "submitted", 9, 0, ("travel:24:1180",)),
    DemoClaim(
        "Dilan Alder", A, ("reading:14:210",), "queried", 6, words="Was this for the papers of the second meeting too?"
    ),
    DemoClaim("Dilan Alder", A, ("panel_meeting:4:120", "reading:140:90", "supervision:3:45*"), costs=("carer:4:3600",)),
    DemoClaim("Mariam Rush", A, ("reading:390:360*", "panel_meeting:385:180", "panel_meeting:350:150"), "paid", 345, 270),
    DemoClaim("Lucia Sorrel", A, ("reading:205:300", "drafting:190:120*"), "paid", 180, 160),
    DemoClaim("Lucia Sorrel", A, ("panel_meeting:30:150", "travel:30:60"), "approved", 21),
    DemoClaim("Grace Juniper", B, ("reading:330:240", "panel_meeting:320:180", "travel:320:150*"), "paid", 300, 224),
    DemoClaim("Yewande Hazel", B, ("reading:330:300", "panel_meeting:320:180"), "paid", 310, 289),
    DemoClaim("Harpreet Fern", C, ("reading:270:420*", "panel_meeting:262:180", "drafting:240:90*"), "paid", 230, 193),
    DemoClaim("Shabana Elder", C, ("reading:120:240", "panel_meeting:110:180"), "paid", 100, 86),
    DemoClaim("Shabana Elder", C, ("panel_meeting:60:150", "reading:66:120"), "failed", 48, 20),
)  # fmt: skip
