"""The demonstration's reviews, at different points. Invented, like everyone in them."""

from dataclasses import dataclass

A = "Ashmere Community Safety Partnership"
B = "Brackwater Community Safety Partnership"
C = "Coldheath Community Safety Partnership"
D = "Dunmere Community Safety Partnership"


@dataclass(frozen=True, slots=True)
class DemoNeed:
    """`tag` is facet:code; `weight` must, should or could; `lived` where only lived expertise will do."""

    tag: str
    weight: str
    reason: str
    lived: bool = False


@dataclass(frozen=True, slots=True)
class DemoOffer:
    """`then` is what came of it: drafted, reserve, sent, overdue, asked, accepted, declined, or silent.

    `reason` says why a fee is below her own day rate. `felt` is how the seat was: paid, heard, safe, then barriers.
    """

    expert: str
    then: str
    rate: int = 350_00
    barrier: str = ""
    reason: str = ""
    felt: str = ""


@dataclass(frozen=True, slots=True)
class DemoReview:
    """`ago` and `wanted_in` are days before and after the day the demonstration is loaded; `ended` is days before it.

    `held` has meetings as panel:days ago:minutes, then who did not come, and papers as kind:days ago:hours.
    """

    partnership: str
    seats: int
    stage: str
    ago: int
    wanted_in: int
    needs: tuple[DemoNeed, ...] = ()
    offers: tuple[DemoOffer, ...] = ()
    ceiling: int | None = 450_00
    label: str = "dhr"
    chaired: bool = False
    not_relevant: tuple[tuple[str, str], ...] = ()
    relevant: tuple[str, ...] = ()
    nobody_suits: bool = False
    held: tuple[str, ...] = ()
    ended: int = 0


REVIEWS = (
    DemoReview(
        A, 2, "panel", 6, 24,
        needs=(
            DemoNeed("community:kurdish", "must", "Her family and friends were Kurdish, and few services knew them.", True),
            DemoNeed("language:kurdish_sorani", "must", "She spoke Sorani most freely and little English."),
            DemoNeed("practice:hba", "should", "Family expectations about honour may have kept her from help."),
            DemoNeed("issue:interpreting", "could", "Services relied on relatives to interpret."),
        ),
        relevant=("race", "sex", "religion_belief"),
        not_relevant=(("pregnancy_maternity", "Agencies hold no record of a pregnancy or a young baby."),),
        chaired=True,
    ),
    DemoReview(
        A, 3, "panel", 34, 12,
        needs=(
            DemoNeed("community:latin_american", "must", "She came from Latin America and kept to that community."),
            DemoNeed("language:spanish", "should", "Spanish was her first language."),
            DemoNeed("issue:immigration_nrpf", "must", "Her right to stay was tied to someone else."),
            DemoNeed("issue:interpreting", "could", "It is not clear who interpreted for her."),
        ),
        offers=(DemoOffer("Lucia Sorrel", "accepted", 340_00), DemoOffer("Mariam Rush", "sent"), DemoOffer("Dilan Alder", "sent")),
        relevant=("race", "sex", "marriage_civil_partnership"),
    ),
    DemoReview(
        A, 1, "panel", 40, -3, label="dardr",
        needs=(
            DemoNeed("community:african_horn", "must", "Her community is from the Horn of Africa.", True),
            DemoNeed("practice:fgm", "should", "Health services recorded a harmful practice."),
        ),
        offers=(DemoOffer("Hodan Ivy", "overdue"), DemoOffer("Yewande Hazel", "reserve", 420_00)),
    ),
    DemoReview(
        B, 2, "panel", 51, 9,
        needs=(
            DemoNeed("community:jewish", "must", "She belonged to an observant Jewish community."),
            DemoNeed("practice:get_refusal", "should", "A religious divorce may have been withheld."),
            DemoNeed("community:caribbean", "should", "Her mother's family is Caribbean."),
        ),
        offers=(
            DemoOffer("Ruth Nettle", "declined", 450_00, barrier="unpaid"),
            DemoOffer("Rivka Maple", "accepted"),
            DemoOffer("Grace Juniper", "asked"),
        ),
    ),
    DemoReview(
        D, 2, "panel", 20, 15, ceiling=300_00,
        needs=(
            DemoNeed("community:roma", "must", "Her family is Roma, and moved between three areas.", True),
            DemoNeed("language:romani", "must", "Romani was spoken at home."),
        ),
        nobody_suits=True,
    ),
    DemoReview(
        C, 2, "under_way", 190, -120,
        needs=(
            DemoNeed("community:south_asian_pakistani", "must", "Her family is from Pakistan.", True),
            DemoNeed("language:urdu", "should", "She was most at ease in Urdu."),
            DemoNeed("practice:forced_marriage", "should", "The marriage may not have been freely chosen."),
            DemoNeed("faith:muslim", "could", "A faith leader was asked for advice."),
        ),
        offers=(DemoOffer("Shabana Elder", "accepted", 380_00), DemoOffer("Rahela Gorse", "silent")),
        relevant=("race", "religion_belief", "sex", "marriage_civil_partnership"),
        held=("agency_reports:120:4", "panel:110:180", "panel:60:150", "draft_report:16:3"),
    ),
    DemoReview(
        C, 1, "finished", 700, -600,
        needs=(DemoNeed("community:south_asian_indian", "must", "Her family is from Gujarat.", True),),
        offers=(DemoOffer("Sunita Damson", "accepted", 300_00),),
        ended=310,
    ),
    # These ask for the same few people: what a plan for the whole programme is for.
    DemoReview(
        A, 2, "panel", 15, 30,
        needs=(
            DemoNeed("language:kurdish_sorani", "must", "Her sisters speak Sorani and nothing else."),
            DemoNeed("community:kurdish", "must", "The family came from Iraqi Kurdistan."),
            DemoNeed("practice:forced_marriage", "should", "A marriage was being arranged."),
        ),
    ),
    DemoReview(
        B, 2, "panel", 12, 35,
        needs=(
            DemoNeed("community:african_horn", "must", "She was part of a small Somali community.", True),
            DemoNeed("language:somali", "should", "She was most at ease in Somali."),
            DemoNeed("issue:mental_health", "could", "Mental health services knew her."),
        ),
    ),
    DemoReview(
        C, 2, "panel", 10, 40, label="dardr",
        needs=(
            DemoNeed("community:sikh_panjabi", "must", "Her family is Sikh, from Panjab."),
            DemoNeed("language:punjabi", "should", "Panjabi was spoken at home."),
            DemoNeed("practice:spiritual_abuse", "should", "Faith may have been used against her."),
            DemoNeed("practice:dowry_abuse", "could", "Gifts at the wedding were disputed."),
        ),
    ),
    DemoReview(
        D, 1, "panel", 9, 42,
        needs=(
            DemoNeed("community:irish_traveller", "must", "She was an Irish Traveller.", True),
            DemoNeed("issue:suicide", "should", "The review is about a death by suicide."),
        ),
    ),
    DemoReview(
        A, 1, "panel", 6, 50,
        needs=(
            DemoNeed("community:deaf", "must", "She was Deaf.", True),
            DemoNeed("language:bsl", "must", "British Sign Language was her language."),
            DemoNeed("issue:disability", "could", "Adult social care knew her."),
        ),
    ),
    DemoReview(
        C, 2, "panel", 4, 55, ceiling=300_00,
        needs=(
            DemoNeed("community:south_asian_pakistani", "must", "Her family is from Pakistan."),
            DemoNeed("language:urdu", "must", "She spoke Urdu with her friends."),
            DemoNeed("practice:hba", "should", "Family expectations may have kept her from help."),
        ),
    ),
    DemoReview(A, 2, "scoping", 1, 60),
)  # fmt: skip
