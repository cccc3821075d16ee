"""What the demonstration's experts were paid, and reviews of the past that they learned from. All of it invented."""

from dataclasses import dataclass

from lantern.config.demo.people import SignIn
from lantern.config.demo.reviews import A, B, C, D, DemoNeed, DemoOffer, DemoReview

COMMISSIONERS = (
    SignIn("commissioner", "commissioner.brackwater", "Rowan Teasel", B),
    SignIn("commissioner", "commissioner.coldheath", "Linnet Campion", C),
    SignIn("commissioner", "commissioner.dunmere", "Briar Fescue", D),
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
        held=(
            "chronology:392:4", "panel:385:180", "panel:350:150", "panel:24:150:Mariam Rush", "draft_report:14:3",
            "panel:4:120",
        ),
        ended=2,
    ),
    DemoReview(
        A, 2, "finished", 240, -150,
        needs=(DemoNeed("community:arab", "should", "Her family is from Iraq."),),
        offers=(
            DemoOffer("Shirin Cedar", "declined", barrier="unpaid"),
            DemoOffer("Farida Violet", "declined", 330_00, barrier="unpaid"),
            DemoOffer("Lucia Sorrel", "accepted", 340_00, felt="yes no yes tokenism"),
        ),
        held=("agency_reports:205:5", "panel:190:150", "panel:30:150"),
        ended=20,
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
        held=("agency_reports:330:4", "panel:320:180"),
        ended=15,
    ),
    DemoReview(
        C, 2, "finished", 300, -210,
        needs=(DemoNeed("community:sikh_panjabi", "must", "Her family is Sikh.", True),),
        offers=(
            DemoOffer("Rahela Gorse", "declined", barrier="invited_late"),
            DemoOffer("Ava Umbel", "declined", 450_00, barrier="inaccessible_papers"),
            DemoOffer("Harpreet Fern", "accepted", felt="partly no yes no_feedback unpaid"),
        ),
        held=("chronology:270:3", "panel:262:180"),
        ended=70,
    ),
    DemoReview(
        A, 3, "finished", 520, -430,
        needs=(DemoNeed("community:afghan", "must", "Her family came from Afghanistan.", True),),
        offers=(
            DemoOffer("Nadia Quince", "declined", 360_00, barrier="unpaid"),
            DemoOffer("Ewa Yarrow", "declined", barrier="unpaid"),
            DemoOffer("Hodan Ivy", "declined", barrier="unpaid"),
            DemoOffer("Inez Tansy", "declined", barrier="invited_late"),
            DemoOffer("Bridie Oak", "declined", barrier="no_capacity"),
            DemoOffer("Ava Umbel", "silent", 450_00),
            DemoOffer("Farida Violet", "accepted", felt="no yes yes unpaid"),
        ),
        ended=130,
    ),
    DemoReview(
        A, 3, "finished", 300, -220,
        needs=(DemoNeed("community:jewish", "should", "Her family is Jewish."),),
        offers=(
            DemoOffer("Leyla Birch", "declined", 400_00, barrier="unpaid"),
            DemoOffer("Shirin Cedar", "declined", barrier="unpaid"),
            DemoOffer("Yewande Hazel", "declined", 420_00, barrier="invited_late"),
            DemoOffer("Ruth Nettle", "declined", 450_00, barrier="invited_late"),
            DemoOffer("Bridie Oak", "declined", barrier="invited_late"),
            DemoOffer("Kezia Poplar", "silent"),
            DemoOffer("Rivka Maple", "accepted", felt="partly partly yes unpaid"),
        ),
        ended=60,
    ),
    DemoReview(
        D, 2, "finished", 380, -290,
        needs=(DemoNeed("community:deaf", "must", "She was Deaf and signed.", True),),
        offers=(
            DemoOffer("Bridie Oak", "declined", barrier="invited_late"),
            DemoOffer("Mei Willow", "declined", barrier="unpaid"),
            DemoOffer("Kezia Poplar", "declined", barrier="inaccessible_papers"),
            DemoOffer("Ewa Yarrow", "declined", barrier="no_capacity"),
            DemoOffer("Nadia Quince", "declined", 360_00, barrier="no_capacity"),
            DemoOffer("Ava Umbel", "accepted", 450_00, felt="yes yes partly inaccessible_papers"),
        ),
        ended=90,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoClaim:
    """`work` holds kind:days ago:minutes, with an asterisk where given unpaid; `costs` kind:days ago:pence.

    A claim holds these and what meetings and papers have put into the log up to the day it was made, in this order.
    `then` is where it stands: logged (in no claim yet), drafted, submitted, queried, approved, sent, paid or failed.
    Days are counted before the day of loading: when it was sent in, and when it was paid.
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
    DemoClaim("Dilan Alder", A, ("travel:385:90*",), "paid", 340, 282, ("carer:385:4800", "travel:385:1240")),
    DemoClaim("Dilan Alder", A, ("drafting:62:180", "reading:58:120", "supervision:55:60*"), "sent", 50),
    DemoClaim(
        "Dilan Alder", A, ("travel:24:80",), "queried", 16, 0, ("travel:24:1180",),
        words="Is the train fare for one meeting or for both?",
    ),
    DemoClaim("Dilan Alder", A, ("drafting:11:90",), "submitted", 9),
    DemoClaim("Dilan Alder", A, ("reading:140:90", "supervision:3:45*"), costs=("carer:4:3600",)),
    DemoClaim("Mariam Rush", A, ("reading:390:360*",), "paid", 345, 270),
    DemoClaim("Farida Violet", A, ("reading:480:300", "drafting:470:120*"), "paid", 460, 395),
    DemoClaim("Rivka Maple", A, ("panel_meeting:250:150", "reading:256:180*"), "paid", 245, 190, ("carer:250:4000",)),
    DemoClaim("Rivka Maple", A, ("drafting:64:120",), "sent", 60),
    DemoClaim("Lucia Sorrel", A, ("drafting:190:120*",), "paid", 180, 160),
    DemoClaim("Lucia Sorrel", A, ("travel:30:60",), "approved", 21),
    DemoClaim("Grace Juniper", B, ("travel:320:150*",), "paid", 300, 224),
    DemoClaim("Grace Juniper", B, ("drafting:20:180",), "drafted", 12),
    DemoClaim("Yewande Hazel", B, ("reading:328:60",), "paid", 310, 289),
    DemoClaim("Harpreet Fern", C, ("reading:268:240*", "drafting:240:90*"), "paid", 230, 193),
    DemoClaim("Harpreet Fern", C, ("drafting:82:240",), "submitted", 75),  # weeks past what was promised
    DemoClaim("Harpreet Fern", C, ("supervision:72:60",)),
    DemoClaim("Shabana Elder", C, (), "paid", 100, 86),
    DemoClaim("Shabana Elder", C, ("reading:66:120",), "failed", 48, 20),
    DemoClaim("Ava Umbel", D, ("panel_meeting:330:150", "reading:336:120"), "paid", 320, 300, ("interpreter:330:22000",)),
)  # fmt: skip

# Who shares the pay of one expert with her partnership, in per cent; and an agency that charges VAT.
SHARED = ("Yewande Hazel", B, 70, "The programme's access fund")
VAT = ("Saffron Lane (invented)", "GB 000 0000 00", 20_00, "Saffron Lane\n1 Invented Street\nColdheath")

# What was said, what was done about it, days ago, by whom, and to whom it is told.
ANSWERS = (
    (
        "unpaid", 200, A, "everyone",
        "Every invitation now says the day rate and who pays it, and a claim is paid within 30 days of being sent in.",
    ),
    ("invited_late", 120, "The programme", "partnerships", "Experts are asked before the terms of reference are agreed."),
    (
        "inaccessible_papers", 45, C, "everyone",
        "Papers go out ten working days before a meeting, on paper or in large print for anyone who asks.",
    ),
)  # fmt: skip
