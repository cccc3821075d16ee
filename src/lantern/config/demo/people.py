"""Who is in the demonstration. Every person, agency and partnership here is invented."""

from dataclasses import dataclass

PASSWORD = "lantern-demo-2026"  # noqa: S105 - opens only the demonstration, and is printed when it starts
DOMAIN = "demo.lantern.example"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person to sign in as. `scope` is the name of the partnership or agency their role is over."""

    role: str
    mailbox: str
    name: str
    scope: str = ""

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


SIGN_INS = (
    SignIn("coordinator", "coordinator", "Carys Bramble"),
    SignIn("commissioner", "commissioner", "Olive Dogwood", "Ashmere Community Safety Partnership"),
    SignIn("chair", "chair", "Pearl Lavender"),
    SignIn("expert", "expert", "Dilan Alder"),
    SignIn("agency_lead", "lead", "Hana Mulberry", "Juniper Kurdish Women's Circle (invented)"),
    SignIn("mentor", "mentor", "Ines Magnolia"),
    SignIn("mentee", "mentee", "Joy Bluebell"),
    SignIn("facilitator", "facilitator", "Kit Hawthorn"),
    SignIn("editor", "editor", "Lena Foxglove"),
    SignIn("researcher", "researcher", "Moss Clover"),
    SignIn("coordinator", "coordinator.two", "Wren Speedwell"),  # a changed rate takes two
)

PARTNERSHIPS = (
    ("Ashmere Community Safety Partnership", "london"),
    ("Brackwater Community Safety Partnership", "north_west"),
    ("Coldheath Community Safety Partnership", "west_midlands"),
    ("Dunmere Community Safety Partnership", "south_west"),
)


@dataclass(frozen=True, slots=True)
class DemoAgency:
    name: str
    kind: str
    regions: tuple[str, ...]
    national: bool
    max_reviews: int | None
    specialisms: tuple[str, ...]


AGENCIES = (
    DemoAgency(
        "Juniper Kurdish Women's Circle (invented)", "by_and_for", ("london",), False, 4,
        ("community:kurdish", "community:iranian", "language:kurdish_sorani", "practice:hba"),
    ),
    DemoAgency(
        "Saffron Lane (invented)", "by_and_for", ("west_midlands", "east_midlands"), False, 5,
        ("community:south_asian", "practice:forced_marriage", "practice:dowry_abuse"),
    ),
    DemoAgency(
        "Baobab Sisters (invented)", "by_and_for", (), True, 6,
        ("community:african", "community:caribbean", "practice:fgm", "issue:racism_in_services"),
    ),
    DemoAgency("Halcyon Women's Support (invented)", "by_and_for", (), True, 2, ("community:jewish", "faith:jewish")),
    DemoAgency(
        "Wayfarer Women (invented)", "by_and_for", ("east", "south_east"), False, None,
        ("community:gypsy", "community:irish_traveller"),
    ),
    DemoAgency(
        "Tamarisk Centre (invented)", "by_and_for", ("london", "south_east"), False, 3,
        ("community:arab", "community:moroccan", "language:arabic", "faith:muslim"),
    ),
    DemoAgency("Rainlight Latin Women (invented)", "by_and_for", ("london",), False, 3, ("community:latin_american",)),
    DemoAgency("Open Hands Deaf Network (invented)", "by_and_for", (), True, 1, ("community:deaf", "language:bsl")),
    DemoAgency("Stillwater Second Tier (invented)", "second_tier", (), True, None, ()),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoExpert:
    """`knows` holds facet:code:level and, after a slash, who may be told (programme where left out)."""

    name: str
    agency: str
    knows: tuple[str, ...]
    regions: tuple[str, ...] = ()
    remote: bool = True
    rate: int | None = 350_00
    max_reviews: int | None = 2
    accepting: bool = True
    name_audience: str = "proposed"
    in_evidence: bool = False
    chairs: bool = False
    answers: tuple[tuple[str, str], ...] = ()


J, S, B, H = AGENCIES[0].name, AGENCIES[1].name, AGENCIES[2].name, AGENCIES[3].name
W, T, R, O = AGENCIES[4].name, AGENCIES[5].name, AGENCIES[6].name, AGENCIES[7].name  # noqa: E741

EXPERTS = (
    DemoExpert(
        "Dilan Alder", J,
        ("community:kurdish:lived/proposed", "language:kurdish_sorani:lived/proposed", "practice:hba:professional/proposed"),
        ("london", "south_east"), in_evidence=True, answers=(("faith", "declined"),),
    ),
    DemoExpert(
        "Leyla Birch", J,
        ("community:kurdish:lived/seated", "language:kurdish_kurmanji:lived/seated", "language:turkish:lived/seated",
         "practice:forced_marriage:professional/proposed"),
        ("london",), rate=400_00, max_reviews=1,
    ),
    DemoExpert(
        "Shirin Cedar", J, ("community:iranian:lived", "language:farsi:lived", "issue:immigration_nrpf:professional/proposed"),
        ("london",), name_audience="programme", answers=(("faith", "none"),),
    ),
    DemoExpert(
        "Sunita Damson", S,
        ("community:south_asian_indian:lived/proposed", "language:hindi:lived/proposed", "language:gujarati:lived/proposed",
         "faith:hindu:lived/seated", "practice:dowry_abuse:professional/proposed"),
        ("west_midlands",), rate=300_00, in_evidence=True,
    ),
    DemoExpert(
        "Shabana Elder", S,
        ("community:south_asian_pakistani:lived/proposed", "language:urdu:lived/proposed", "faith:muslim:lived/proposed",
         "practice:forced_marriage:professional/proposed", "practice:hba:professional/proposed"),
        ("west_midlands", "east_midlands"), rate=380_00,
    ),
    DemoExpert(
        "Harpreet Fern", S,
        ("community:sikh_panjabi:lived/proposed", "language:punjabi:lived/proposed", "faith:sikh:lived/proposed",
         "practice:spiritual_abuse:professional/proposed"),
        ("west_midlands",), max_reviews=3,
    ),
    DemoExpert(
        "Rahela Gorse", S,
        ("community:south_asian_bangladeshi:lived/seated", "language:sylheti:lived/seated", "language:bengali:lived/seated"),
        ("west_midlands",), remote=False, rate=None,
    ),
    DemoExpert(
        "Yewande Hazel", B,
        ("community:african_west:lived/proposed", "language:yoruba:lived/proposed", "issue:racism_in_services:professional/proposed",
         "issue:police_accountability:professional/proposed"),
        ("london", "south_east"), rate=420_00, in_evidence=True,
    ),
    DemoExpert(
        "Hodan Ivy", B,
        ("community:african_horn:lived/proposed", "language:somali:lived/proposed", "faith:muslim:lived/seated",
         "practice:fgm:professional/proposed"),
        ("london", "north_west"),
    ),
    DemoExpert(
        "Grace Juniper", B,
        ("community:caribbean:lived/proposed", "community:black_british:lived/proposed", "issue:mental_health:professional/proposed"),
        ("north_west",), max_reviews=2,
    ),
    DemoExpert(
        "Selam Larch", B, ("community:african_horn:lived", "language:tigrinya:lived", "language:amharic:lived",
         "community:refugee_asylum:lived"),
        ("north_west",), rate=300_00, accepting=False,
    ),
    DemoExpert(
        "Rivka Maple", H,
        ("community:jewish:lived/proposed", "community:jewish_charedi:lived/seated", "language:yiddish:lived/seated",
         "practice:get_refusal:professional/proposed"),
        ("london", "north_west"),
    ),
    DemoExpert("Ruth Nettle", H, ("community:jewish:lived/proposed", "issue:family_courts:professional/proposed"),
               ("north_west",), rate=450_00),
    DemoExpert(
        "Bridie Oak", W,
        ("community:irish_traveller:lived/proposed", "issue:suicide:professional/proposed"), ("east", "south_east"), rate=320_00,
    ),
    DemoExpert("Kezia Poplar", W, ("community:gypsy:lived",), ("east",), remote=False, name_audience="programme"),
    DemoExpert(
        "Nadia Quince", T,
        ("community:moroccan:lived/proposed", "language:arabic_moroccan:lived/proposed", "faith:muslim:lived/proposed",
         "practice:marital_captivity:professional/proposed"),
        ("london",), rate=360_00,
    ),
    DemoExpert(
        "Mariam Rush", T,
        ("community:arab:lived/proposed", "language:arabic_iraqi:lived/proposed", "issue:interpreting:professional/proposed"),
        ("london", "south_east"), max_reviews=1,
    ),
    DemoExpert(
        "Lucia Sorrel", R,
        ("community:latin_american:lived/proposed", "language:spanish:lived/proposed", "issue:immigration_nrpf:professional/proposed"),
        ("london",), rate=340_00, in_evidence=True,
    ),
    DemoExpert("Inez Tansy", R, ("community:portuguese_speaking:lived", "language:portuguese:lived"), ("london",), rate=None),
    DemoExpert(
        "Ava Umbel", O, ("community:deaf:lived/proposed", "language:bsl:lived/proposed", "issue:disability:professional/proposed"),
        (), rate=450_00, max_reviews=1,
    ),
    DemoExpert(
        "Farida Violet", "", ("community:afghan:lived/proposed", "language:dari:lived/proposed", "language:pashto:professional/proposed",
         "practice:forced_marriage:professional/proposed"),
        ("london", "south_east"), rate=330_00,
    ),
    DemoExpert("Mei Willow", "", ("community:chinese:lived/proposed", "issue:economic_abuse:professional/proposed"), ("north_west",)),
    DemoExpert("Ewa Yarrow", "", ("community:polish:lived/proposed", "language:polish:lived/proposed",
               "issue:coercive_control:professional/proposed"), ("east", "london"), rate=300_00),
    DemoExpert("Zara Zinnia", J, ()),  # an empty profile, as a new member's is
    # She chairs, and has a place in the register so that a plan can count what she carries.
    DemoExpert("Pearl Lavender", "", ("issue:coercive_control:professional/proposed",), rate=450_00, max_reviews=4),
    DemoExpert("Odile Rowan", "", ("issue:family_courts:professional/proposed",), rate=450_00, max_reviews=5, chairs=True),
    DemoExpert("Wren Thistle", B, ("issue:racism_in_services:lived/proposed",), ("north_west", "west_midlands"), rate=420_00,
               max_reviews=3, chairs=True),
    # A mentee: she may sit as an expert, and a plan looks for a panel she can observe.
    DemoExpert("Joy Bluebell", B, ("community:caribbean:lived/proposed", "community:black_british:lived/proposed"),
               ("north_west",), rate=300_00, max_reviews=1),
)  # fmt: skip
