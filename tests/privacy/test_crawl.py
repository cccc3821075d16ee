"""Everyone follows every link they are shown. Nobody meets what belongs to someone else.

Each secret is planted first, and the person it belongs to must meet it: a crawl that sees nothing proves nothing.
"""

import re
from collections import deque

import pytest
from django.core import mail

from lantern.register.models import Expertise
from lantern.reviews.models import CharacteristicAnswer, ConflictDeclaration, Need, Offer, OfferMessage

LINK = re.compile(r'href="(/[^"#]*)')
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
SKIP = ("/static/", "/account/logout", "/account/login")
OWN_WORDS, REASON = "Ezîdî “Qānārī” O'Hara", "Reason-canary ناری"


@pytest.fixture
def planted(cast):
    """Canaries in every text field of both reviews and of both experts' private parts."""
    Expertise.objects.create(
        expert=cast.expert, facet="community", code="self_described", own_words=OWN_WORDS, level="lived"
    )
    cast.expert.contact = "canary-contact@example.org"
    cast.expert.save()
    for review, tail in ((cast.review, "here"), (cast.review_elsewhere, "elsewhere")):
        Need.objects.create(
            review=review, facet="issue", code="suicide", weight="could", reason=f"{REASON} {tail}", question=""
        )
        CharacteristicAnswer.objects.create(
            review=review, characteristic="age", relevance="not_relevant", reason=f"Age-canary {tail}"
        )
        expert = cast.expert if tail == "here" else cast.expert_elsewhere
        offer = Offer.objects.create(
            review=review,
            expert=expert,
            state="asked",
            day_rate_pence=351_17 if tail == "here" else 352_18,
            payer=f"Payer-canary {tail}",
            preparation_hours=3,
            meetings=4,
            access_costs=f"Access-canary {tail}",
            support=f"Support-canary {tail}",
            drafted_by=cast.coordinator,
            sent_by=cast.coordinator,
            sent_at=review.opened_at,
            answer_by="2099-01-01",
        )
        OfferMessage.objects.create(offer=offer, text=f"Question-canary {tail}", written_by=expert.user)
        ConflictDeclaration.objects.create(
            review=review, expert=expert, grade="agency_contact", declared_by=cast.coordinator
        )
    return cast


def crawl(cast, who: str) -> dict[str, str]:
    """Every page reached from the first one by following links, by address."""
    client, seen, waiting = cast.client(who), {}, deque(["/"])
    while waiting:
        path = waiting.popleft()
        if path in seen or path.startswith(SKIP):
            continue
        response = client.get(path, secure=True)
        assert response.status_code in {200, 302}, f"{who}: {path} answers {response.status_code}"
        if response.status_code == 302:
            seen[path] = ""
            waiting.append(response["Location"])
            continue
        body = response.content if not response.streaming else b"".join(response.streaming_content)
        seen[path] = body.decode(errors="replace") if "text" in response["Content-Type"] else ""
        waiting.extend(found.replace("&amp;", "&") for found in LINK.findall(seen[path]))
        assert len(seen) < 400, "the crawl does not end"
    return seen


def met(pages: dict[str, str], secret: str) -> list[str]:
    escaped = secret.replace("'", "&#x27;")
    return [path for path, body in pages.items() if secret in body or escaped in body]


def test_the_crawl_sees_what_is_there(planted):
    pages = crawl(planted, "coordinator")
    unseen = [
        secret
        for secret in (
            OWN_WORDS,
            f"{REASON} here",
            f"{REASON} elsewhere",
            "Payer-canary here",
            "Question-canary elsewhere",
        )
        if not met(pages, secret)
    ]
    assert unseen == []


@pytest.mark.parametrize(
    ("who", "theirs"),
    [
        ("commissioner", [f"{REASON} here"]),
        ("chair", [f"{REASON} here"]),
        ("expert", [OWN_WORDS, "Payer-canary here"]),
        ("agency_lead", []),
        ("mentor", []),
        ("mentee", []),
        ("facilitator", []),
        ("editor", []),
        ("researcher", []),
        ("roleless", []),
    ],
)
def test_nobody_meets_what_is_someone_elses(planted, who, theirs):
    pages = crawl(planted, who)
    assert [secret for secret in theirs if not met(pages, secret)] == []
    foreign = [
        f"{REASON} elsewhere",
        "Age-canary elsewhere",
        "Payer-canary elsewhere",
        "Access-canary elsewhere",
        "Support-canary elsewhere",
        "Question-canary elsewhere",
        "£352.18",
        "canary-contact@example.org",
        planted.review_elsewhere.ref,
    ]
    if who == "expert":
        foreign.remove("canary-contact@example.org")
    if who in {"commissioner", "chair", "agency_lead"}:
        foreign.append(OWN_WORDS)
    if not theirs:
        foreign += [f"{REASON} here", "Age-canary here", "Question-canary here", planted.review.ref]
        foreign += [OWN_WORDS] if OWN_WORDS not in foreign else []
    assert {secret: met(pages, secret) for secret in foreign if met(pages, secret)} == {}


def test_titles_and_addresses_say_nothing(planted):
    for who in ("coordinator", "commissioner", "chair", "expert", "agency_lead"):
        for path, body in crawl(planted, who).items():
            title = "".join(TITLE.findall(body))
            for word in ("canary", "Kurdish", "Esra", "Else Expert", "suicide"):
                assert word.lower() not in title.lower(), (who, path, title)
                assert word.lower() not in path.lower(), (who, path)
    assert mail.outbox == []
