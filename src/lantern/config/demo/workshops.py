"""The demonstration's workshops: two that are over, one that is full, one with room, one by invitation, one draft."""

from dataclasses import dataclass

from lantern.config.demo import people

J, S, B, H = (people.AGENCIES[place].name for place in range(4))
T, R, O = (people.AGENCIES[place].name for place in (5, 6, 7))  # noqa: E741

SERIES = (
    ("Reviews without mystery", "Six sessions on how reviews work, and what your knowledge brings to them.", True),
    ("What stands in the way", "Agencies tell us what keeps them from panels. By invitation.", False),
)


@dataclass(frozen=True, slots=True)
class DemoGuest:
    """Someone who asked for a place. `came` is present, part:minutes, absent, excused, here (she said so herself) or
    nothing; `then` cancelled.

    `paid` says whom to pay: agency, person, none, unknown. `expert` where she was invited from the register.
    """

    name: str
    agency: str = ""
    kind: str = "unknown"
    way: str = "online"
    paid: str = "unknown"
    came: str = ""
    needs: tuple[str, ...] = ()
    needs_words: str = ""
    communities: tuple[str, ...] = ()
    known: str = "unknown"
    observances: tuple[str, ...] = ()
    expert: bool = False
    then: str = ""


@dataclass(frozen=True, slots=True)
class DemoSession:
    """`away` is days from today, before nought in the past; `at` the hour and minute; `weekday` Monday 0 where it counts.

    `said` where those who run it have saved who came. `state` draft, published.
    `evaluation` open or closed, or nothing.
    """

    series: int
    title: str
    about: str
    topics: tuple[str, ...]
    held: str
    away: int
    at: tuple[int, int] = (10, 0)
    weekday: int = 1
    minutes: int = 120
    in_person: int = 0
    online: int = 0
    where: str = ""
    region: str = ""
    honorarium: bool = True
    state: str = "published"
    said: bool = False
    guests: tuple[DemoGuest, ...] = ()
    message: str = ""
    handout: tuple[str, str] = ("", "")
    evaluation: str = ""


# How sure each felt of a session's topics before and after. "-" where she did not answer; no row is anyone's above.
SCORES = (
    ("122", "343"), ("213", "434"), ("132", "254"), ("112", "333"), ("221", "434"), ("232", "353"), ("121", "-"), ("-", "344"),
)  # fmt: skip
# What was said afterwards, whether it may be quoted, and the barriers that the facilitator heard in it.
COMMENTS = (
    ("We are asked late, by e-mail, and told the first meeting is on Thursday.", True, ("invited_late",)),
    ("I would sit on a panel if someone talked with me after each meeting.", True, ("trauma",)),
    ("Nobody said what we would be paid, or when.", False, ("unpaid",)),
    ("We are two workers. A day away closes the office.", True, ("no_backfill",)),
    ("I did not know that I may ask for an interpreter who speaks my dialect.", False, ("inaccessible_papers",)),
    ("Thank you. I shall come to the next one.", False, ()),
)  # fmt: skip

HANDOUT = ("Questions to ask of a chronology", "https://example.org/questions")

SESSIONS = (
    DemoSession(
        0, "What reviews are, and what they are not",
        "The law, who sits round the table, and how long it takes. No experience of reviews is needed.",
        ("reviews_and_law", "role_boundaries", "wellbeing"), "online", -34, online=20, said=True, evaluation="closed",
        handout=HANDOUT, message="Thank you for coming. The questions you asked, with our answers, are under “To read”.",
        guests=(
            DemoGuest("Amal Acorn", J, "by_and_for", paid="agency", came="present", communities=("kurdish",), known="stated"),
            DemoGuest("Bea Bracken", S, "by_and_for", paid="agency", came="present",
                      communities=("south_asian_pakistani",), known="stated", observances=("muslim",)),
            DemoGuest("Chandra Clematis", S, "by_and_for", paid="agency", came="part:70",
                      communities=("south_asian_indian",), known="stated", observances=("hindu",)),
            DemoGuest("Dora Daffodil", B, "by_and_for", paid="agency", came="present", communities=("caribbean",), known="stated"),
            DemoGuest("Esme Edelweiss", H, "by_and_for", paid="agency", came="present", known="declined", observances=("jewish",)),
            DemoGuest("Fay Foxtail", "", "second_tier", paid="none", came="present", known="none"),
            DemoGuest("Gilda Gentian", "Thornfield Advice", "other", paid="agency", came="present"),
            DemoGuest("Hope Heather", R, "by_and_for", paid="agency", came="absent", communities=("latin_american",), known="stated"),
            DemoGuest("Iona Iris", O, "by_and_for", came="excused", needs=("bsl", "captions"), known="declined"),
        ),
    ),
    DemoSession(
        0, "Reading an agency report critically",
        "How to read what services wrote, what is missing from it, and how to say so.",
        ("reading_critically", "challenging", "language"), "in_person", -2, in_person=12, evaluation="open",
        where="The Lantern Room, 4 Rowan Street, step-free from the yard", region="london", handout=HANDOUT,
        guests=(
            DemoGuest("Amal Acorn", J, "by_and_for", "in_person", "agency", "here", communities=("kurdish",), known="stated"),
            DemoGuest("Dora Daffodil", B, "by_and_for", "in_person", "agency", "here", ("food",), "No pork, please.",
                      ("caribbean",), "stated"),
            DemoGuest("Jo Jasmine", "", "none", "in_person", "unknown", "", ("childcare",), "One child of three.",
                      ("roma",), "stated"),
            DemoGuest("Kim Kelp", T, "by_and_for", "in_person", "agency", "", ("interpreter",), "Moroccan Arabic.",
                      ("moroccan",), "stated", ("muslim",)),
        ),
    ),
    DemoSession(
        0, "Terms of reference: getting the question right",
        "A clinic. Bring the questions you wish a review had asked.",
        ("terms_clinic", "recommendations"), "in_person", 9, in_person=6,
        where="The Lantern Room, 4 Rowan Street, step-free from the yard", region="london",
        guests=(
            DemoGuest("Amal Acorn", J, "by_and_for", "in_person", "agency", "", ("interpreter",), "Sorani Kurdish.",
                      ("kurdish",), "stated"),
            DemoGuest("Bea Bracken", S, "by_and_for", "in_person", "agency", "", ("prayer_room", "food"), "Halal, no nuts.",
                      ("south_asian_pakistani",), "stated", ("muslim",)),
            DemoGuest("Lila Lotus", T, "by_and_for", "in_person", "agency", "", ("childcare", "travel_in_advance"),
                      "Two children, two and five.", ("arab",), "stated"),
            DemoGuest("Mona Myrtle", O, "by_and_for", "in_person", "agency", "", ("bsl",), "", ("deaf",), "stated"),
            DemoGuest("Nell Nigella", "", "other", "in_person", "none"),
            DemoGuest("Opal Orchid", B, "by_and_for", "in_person", "agency", then="cancelled"),
            DemoGuest("Posy Plum", R, "by_and_for", "in_person", "agency", communities=("latin_american",), known="stated"),
            DemoGuest("Ruby Rue", H, "by_and_for", "in_person", "agency", observances=("jewish",), known="declined"),
            DemoGuest("Sage Sedge", "", "none", "in_person", "person", "", ("step_free",)),
        ),
    ),
    DemoSession(
        0, "Faith, and what is done in its name",
        "Faith as strength, spiritual abuse, and religious marriage and divorce.",
        ("faith", "challenging"), "both", 24, minutes=150, in_person=14, online=30,
        where="Ashmere Meeting House, 12 Wharf Road", region="london",
        guests=(
            DemoGuest("Esme Edelweiss", H, "by_and_for", "in_person", "agency", "", ("food",), "Kosher.", (), "declined", ("jewish",)),
            DemoGuest("Bea Bracken", S, "by_and_for", "online", "agency", "", ("captions",), observances=("muslim",)),
            DemoGuest("Tamsin Teasel", "", "other", "online", "none"),
        ),
    ),
    DemoSession(
        1, "Listening to Deaf women’s agencies", "We come to hear what a panel must change before you would sit on it.",
        ("language", "fees"), "online", 16, (13, 30), minutes=90, online=10,
        guests=(DemoGuest("Ava Umbel", O, "by_and_for", "online", "person", "", ("bsl",), "", ("deaf",), "stated", expert=True),),
    ),
    DemoSession(
        0, "Fees, contracts and saying no",
        "What your time is worth, what to ask for in writing, and when to turn a review down.",
        ("fees", "wellbeing", "role_boundaries"), "online", 38, (12, 30), weekday=4, online=20, state="draft",
    ),
)  # fmt: skip
