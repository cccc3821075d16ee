"""Real records of the desk and of personal links. Nothing of the desk is anybody's own."""

from lantern.kit.links import hash_of
from lantern.publishing.models import Partner
from lantern.publishing.services import consulting, versions
from tests.cast import Cast
from tests.publishing import making

LINKS = frozenset({"consult", "consult_credit", "consult_passage", "consult_take_back", "consult_withdraw"})


class GuidanceRecords:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.made = 0

    def part(self, name: str, part: str) -> str:
        if part == "passage":
            return making.FIRST
        if name == "publishing:consult_take_back" and part == "ref":
            return self.comment
        return self.ref(name)

    def ref(self, name: str) -> str:
        what = name.removeprefix("publishing:")
        self.made += 1
        if what.startswith(("post", "write")):
            return self.post(what)
        if what.startswith(("partner", "entry")):
            return self.partner(what)
        page = making.guidance(f"on-panels-{self.made}")
        if what in {"desk_guidance", "cut"}:
            return page.ref
        version = making.version(self.cast, page)
        if what in {"publish", "set_aside", "sign_ask", "consult_open"}:
            return version.ref
        if what == "sign":
            return making.signing_off(self.cast, version).token
        if what in {"you_said", "paper_pdf", "paper_word"}:
            versions.publish_version(version=version, by=self.cast.editor)
            return version.ref
        who = making.asked(self.cast, making.consulted(self.cast, version))
        self.comment = consulting.comment(contributor=who, passage="", said="Too long.", proposed_words="").ref
        return {"comment": self.comment}.get(what, who.token if what in LINKS else version.ref)

    def post(self, what: str) -> str:
        post = making.post(self.cast)
        if what in {"write_approve", "write_change"}:
            making.given(self.cast, post)
        return post.token if what.startswith("write") else post.ref

    def partner(self, what: str) -> str:
        partner = making.partner()
        if what == "entry":
            Partner.objects.filter(pk=partner.pk).update(token_hash=hash_of(making.ENTRY))
            return making.ENTRY
        return partner.ref
