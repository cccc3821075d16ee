"""The public site of the demonstration: its first texts, a consultation that is open, and a blog. Everyone is invented.

No real organisation signs anything here: the partners' page holds public facts, and that is all.
"""

from datetime import timedelta
from typing import Any

from lantern.config.demo import people
from lantern.kit import clock
from lantern.publishing.domain.consulting import Credit, Decision
from lantern.publishing.domain.passages import passages
from lantern.publishing.domain.posts import Final
from lantern.publishing.models import GuidancePage, Post
from lantern.publishing.services import consulting, posts, versions
from lantern.publishing.services.editions import load_editions
from lantern.publishing.services.partners import load_partners

ASKED = (
    ("Rosalind Thrift", "Bright Water Women’s Centre", "fees", "Say who pays before you say how much."),
    ("Imelda Carrow", "Harbour Light", "scoping", "Ask us what we hold, and also what we could not write down."),
    ("Salma Wren", "", "", ""),
)
PUBLISHED = Final(
    "What the chair did first",
    "She asked me before anyone else. Not because I was new, but because she said that I would notice something.\n\n"
    "I had read for two evenings and marked one word in pencil again and again. It was the word “refused”. So I asked: "
    "who was asked, in which language, and how often?\n\nNobody knew. That was the beginning of our work.",
    "A panel member",
    "Speaks of a death, without detail.",
)
SENT = Final(
    "Two evenings and a pencil",
    "How I read a bundle, what I skip, and when I put it away. Written for the next one.",
    "",
    "",
)


def load_publishing(by: Any) -> None:
    """Makes the public site with what an editor would find on her desk."""
    load_editions(by=by)
    load_partners(by=by)
    _consultation(by)
    _contribution("rosalind", PUBLISHED, by, publish=True)
    _contribution("salma", SENT, by, publish=False)


def _consultation(by: Any) -> None:
    page = GuidancePage.ours().get(slug="inviting-preparing-and-paying")
    version = versions.cut_version(page=page, major=False, by=by)
    consultation = consulting.open_consultation(
        version=version,
        question="Does the part on paying say enough about who pays?",
        closes_on=clock.today() + timedelta(days=21),
        by=by,
    )
    found = list(passages(version.body))
    for name, organisation, anchor, said in ASKED:
        mailbox = f"{name.split()[0].lower()}@{people.DOMAIN}"
        who = consulting.ask(consultation=consultation, name=name, organisation=organisation, email=mailbox, by=by)
        if said:
            about = found[0] if anchor == "scoping" else found[-1]
            consulting.comment(contributor=who, passage=about.id, said=said, proposed_words="")
    first = consultation.comments.earliest("pk")
    consulting.choose_credit(contributor=first.contributor, credit=Credit.ORGANISATION, credited_as="")
    consulting.decide(
        comment=first, version=1, decision=Decision.ACCEPTED, reply="Yes. The payer now comes first.", by=by
    )


def _contribution(name: str, final: Final, by: Any, *, publish: bool) -> None:
    made = posts.ask_for_post(name=name.title(), email=f"{name}@{people.DOMAIN}", word="", by=by)
    posts.send_post(post=made, version=1, final=final, embargo_until=None)
    if not publish:
        return
    made = Post.objects.get(pk=made.pk)
    reasons = dict.fromkeys(posts.found_in(made), "An invented text")
    posts.edit_post(post=made, version=made.version, final=final, embargo_until=None, word="", reasons=reasons, by=by)
    made = Post.objects.get(pk=made.pk)
    posts.give_to_author(post=made, version=made.version, by=by)
    made = Post.objects.get(pk=made.pk)
    posts.approve_post(post=made, mark=made.final.mark())
    made = Post.objects.get(pk=made.pk)
    posts.publish_post(post=made, version=made.version, by=by)
