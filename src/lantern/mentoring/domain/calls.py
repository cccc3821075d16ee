"""A call for applications: when it is open, what it asks, and how long an answer may be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lantern.kit.states import IllegalMove
from lantern.mentoring.domain.applications import CohortState

NAME = "name"  # the one question that every application has


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    words: str
    hint: str
    most_words: int

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> "Question":
        return cls(str(kept["code"]), str(kept["words"]), str(kept.get("hint", "")), int(kept.get("most_words", 200)))

    def as_kept(self) -> dict[str, Any]:
        return {"code": self.code, "words": self.words, "hint": self.hint, "most_words": self.most_words}


def questions_of(kept: Sequence[Mapping[str, Any]]) -> list[Question]:
    return [Question.from_kept(one) for one in kept]


def from_lines(text: str, most_words: int) -> list[Question]:
    """One question a line; after a bar, its hint. Its code is its place. Raises ValueError in words."""
    found = []
    for number, line in enumerate(filter(None, (line.strip() for line in text.splitlines())), start=1):
        words, _, hint = (part.strip() for part in line.partition("|"))
        if not words or len(words) > 200 or len(hint) > 300:
            raise ValueError("Write each question in 200 characters, and its hint in 300.")
        found.append(Question(f"q{number}", words, hint, most_words))
    if len({one.words for one in found}) != len(found):
        raise ValueError("Ask each question once.")
    if not 1 <= len(found) <= 12:
        raise ValueError("Ask from 1 to 12 questions, one a line.")
    return found


def as_lines(questions: Sequence[Question]) -> str:
    return "\n".join(f"{one.words} | {one.hint}" if one.hint else one.words for one in questions)


def words_in(text: str) -> int:
    return len(re.findall(r"\S+", text))


def takes_applications(state: CohortState, opens_on: date, closes_on: date, today: date) -> bool:
    """Whether an application can be begun and sent today. The last day is still open."""
    return state is CohortState.OPEN and opens_on <= today <= closes_on


def unanswered(questions: Sequence[Question], name: str, answers: Mapping[str, str]) -> list[str]:
    """The codes of what is still to be answered, the name first."""
    missing = [] if name.strip() else [NAME]
    return missing + [one.code for one in questions if not answers.get(one.code, "").strip()]


def check_complete(questions: Sequence[Question], name: str, answers: Mapping[str, str]) -> None:
    """Raises IllegalMove where something is not answered or an answer is too long."""
    if unanswered(questions, name, answers):
        raise IllegalMove("Some questions are not answered yet. What you wrote is kept.")
    for one in questions:
        check_length(one, answers[one.code])


def check_length(question: Question, text: str) -> None:
    """Raises IllegalMove for an answer of too many words."""
    count = words_in(text)
    if count > question.most_words:
        raise IllegalMove(f"Your answer has {count} words. Shorten it to {question.most_words} words.")
