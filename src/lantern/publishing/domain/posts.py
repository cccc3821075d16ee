"""A contribution to the blog: from the first words to what its author approved, and back to nothing when she wishes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lantern.kit.states import IllegalMove


class PostState(StrEnum):
    WRITING = "writing"
    SUBMITTED = "submitted"
    WITH_AUTHOR = "with_author"
    APPROVED = "approved"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            PostState.WRITING: "Being written",
            PostState.SUBMITTED: "With the editor",
            PostState.WITH_AUTHOR: "With its author, to approve",
            PostState.APPROVED: "Approved by its author",
            PostState.PUBLISHED: "Published",
            PostState.DECLINED: "Not published",
            PostState.WITHDRAWN: "Taken back",
        }[self]


NEXT: dict[PostState, frozenset[PostState]] = {
    PostState.WRITING: frozenset({PostState.SUBMITTED, PostState.WITHDRAWN}),
    PostState.SUBMITTED: frozenset({PostState.WITH_AUTHOR, PostState.DECLINED, PostState.WITHDRAWN}),
    PostState.WITH_AUTHOR: frozenset({PostState.APPROVED, PostState.SUBMITTED, PostState.WITHDRAWN}),
    PostState.APPROVED: frozenset(
        {PostState.PUBLISHED, PostState.WITH_AUTHOR, PostState.SUBMITTED, PostState.WITHDRAWN}
    ),
    PostState.PUBLISHED: frozenset({PostState.WITHDRAWN}),
    PostState.DECLINED: frozenset({PostState.WITHDRAWN}),
}


def check_move(now: PostState, to: PostState) -> None:
    """Raises IllegalMove with a sentence."""
    if to not in NEXT.get(now, frozenset()):
        raise IllegalMove(f"This contribution is “{now.label.lower()}” and cannot become “{to.label.lower()}”.")


@dataclass(frozen=True, slots=True)
class Final:
    """What would be published: all that its author approves, and nothing else."""

    title: str
    text: str
    byline: str
    content_note: str

    def mark(self) -> str:
        """A mark of exactly these words: what she approved is published, or nothing."""
        whole = "\x1f".join((self.title, self.text, self.byline, self.content_note))
        return hashlib.sha256(whole.encode()).hexdigest()

    def paragraphs(self) -> list[str]:
        """Parted by empty lines."""
        parts = (part.strip() for part in self.text.replace("\r\n", "\n").split("\n\n"))
        return [part for part in parts if part]


@dataclass(frozen=True, slots=True)
class Look:
    """Words that could point to a review or a family, and why an editor found them harmless."""

    words: str
    what: str
    reason: str = ""


def not_looked_at(found: Iterable[tuple[str, str]], looked: Iterable[Look]) -> list[tuple[str, str]]:
    """What was found and has no reason yet, each once."""
    done = {(one.words, one.what) for one in looked if one.reason.strip()}
    return [one for one in dict.fromkeys(found) if one not in done]
