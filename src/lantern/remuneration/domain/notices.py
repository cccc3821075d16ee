"""What she is told before she is paid: a fact and where the rule stands. Never advice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    text: str
    sources: tuple[Source, ...]


BENEFITS = Notice(
    "Being paid may affect benefits you receive, and the tax you owe. The rules differ from one benefit to another and "
    "change each April. Lantern cannot advise you. Before you accept payment you can ask a benefits adviser, for "
    "example at Citizens Advice. You may choose to be paid less, or not at all; your hours still count.",
    (
        Source(
            "NIHR: Payment guidance for members of the public considering involvement in research",
            "https://www.nihr.ac.uk/payment-guidance-members-public-considering-involvement-research",
        ),
        Source(
            "SCIE: Paying people who receive benefits",
            "https://www.scie.org.uk/co-production/supporting/paying-people-who-receive-benefits",
        ),
    ),
)
