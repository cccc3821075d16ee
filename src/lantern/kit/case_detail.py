"""Finds in a text what could point to a review or a family: names, dates, places, ages, initials, ways to reach people.

It compares with plain patterns and with words that are known to be safe; it asks no service and learns nothing. It
finds too much rather than too little: whoever wrote the words mends them, and nothing is kept until then. Unusual names
written small, and people who can be told by what happened to them, it does not see.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class What(StrEnum):
    NAME = "name"
    DATE = "date"
    PLACE = "place"
    AGE = "age"
    INITIALS = "initials"
    CONTACT = "contact"
    NUMBER = "number"

    @property
    def label(self) -> str:
        return {
            What.NAME: "looks like somebody’s name",
            What.DATE: "is a date",
            What.PLACE: "looks like a place",
            What.AGE: "is an age",
            What.INITIALS: "stands for somebody",
            What.CONTACT: "is a way to reach somebody",
            What.NUMBER: "looks like a reference number",
        }[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of the text that may tell too much, and where they stand in it (from `start` up to `end`)."""

    what: What
    words: str
    start: int
    end: int


MONTHS = "January February March April May June July August September October November December"
MONTH = rf"(?:{MONTHS.replace(' ', '|')}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
TITLE = (
    r"(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Sir|Lady|Lord|DC|DI|DS|DCI|PC|Sgt|Insp|Judge|Imam|Rabbi|Rev|Father|Sister|Aunt(?:ie|y)?"
    r"|Uncle)"
)
SEASON = r"(?i:Easter|Christmas|Eid|Ramadan|Diwali|Passover|Pesach|spring|summer|autumn|winter)"
UNITS = r"hours|minutes|days|weeks|months|miles|people|women|of|out|per|pages|times"
STREET = (
    r"(?:Street|Road|Avenue|Lane|Close|Drive|Terrace|Gardens|Crescent|Estate|House|Court|Way|Place|Square|Hill|Park)"
)
BUILDING = (
    r"(?:Hospital|Infirmary|Surgery|School|Academy|College|Mosque|Masjid|Church|Gurdwara|Temple|Synagogue|Mandir|Prison"
    r"|Crown Court|Police Station|Refuge|Hostel|Hotel)"
)
STANDS_FOR = r"(?:Adult|Child|Victim|Perpetrator|Witness|Person|Male|Female|Sibling|Subject)"
TENS = r"(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|\d0s)"
NUMBERED = r"(?:ref(?:erence)?|case|crime|log|CAD|URN|NHS)"
CAPITAL = r"[^\W\d_a-zà-öø-ÿ][\w’'-]+"  # a word that begins with a capital of any alphabet that has them
PATTERNS: tuple[tuple[What, str], ...] = (
    (What.CONTACT, r"[\w.+-]+@[\w-]+\.[\w.-]+\w"),
    (What.CONTACT, r"\b(?:https?://|www\.)\S+"),
    (What.CONTACT, r"(?<![\w@])@\w{3,}"),
    (What.CONTACT, r"(?<!\d)(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?!\d)"),
    (What.PLACE, r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"),
    (What.DATE, rf"\b(?:{DAY},?\s+)?(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:\s+\d{{4}})?\b"),
    (What.DATE, rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b(?!\s*(?:people|women|panels|hours))"),
    (What.DATE, rf"\b{MONTH}\s+(?:of\s+)?\d{{4}}\b"),
    (What.DATE, rf"\b{SEASON}\s+(?:of\s+)?(?:19|20)\d\d\b"),
    (What.DATE, r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"),
    (What.DATE, r"(?:\b(?:in|since|during|until|before|after|from|of)\s+)((?:19|20)\d\d)\b(?!\s+[a-z])"),
    (What.AGE, r"\b(?:aged?|age of)\s+\d{1,3}\b|\b\d{1,3}[\s-]years?[\s-]olds?\b|\b\d{1,2}[\s-]months?[\s-]old\b"),
    (What.AGE, rf"\b(?:[Ss]?[Hh]e|They|they) (?:was|is|were|turned) (?:only |just )?\d{{1,3}}\b(?!\s*(?:%|{UNITS}))"),
    (What.AGE, rf"\bin (?:her|his|their) (?:early |mid |late )?-?{TENS}\b"),
    (What.INITIALS, rf"\b{STANDS_FOR}\s+[A-Z0-9]\b"),
    (What.INITIALS, r"\b(?:known as|called|named)\s+([A-Z])\b(?![\w’'-])"),
    (What.INITIALS, rf"\b{TITLE}\.?\s+[A-Z]\b(?!\w)"),
    (What.INITIALS, r"(?<![\w.])(?:[A-Z]\.\s?){2,}"),
    (What.NUMBER, rf"(?i:\b{NUMBERED})\.?\s*(?:no\.?|number|ref)?[:\s#]*[A-Z]{{0,4}}[/\d-]{{4,}}\b"),
    (What.NUMBER, r"\b(?:W?PC|PS|D[CS]|Sgt)\s?\d{2,6}\b"),
    (What.NUMBER, r"(?<![\d/])\d{3}\s?\d{3}\s?\d{4}(?!\d)"),
    (What.PLACE, rf"\b\d{{1,4}}[a-z]?\s+(?:{CAPITAL}\s+){{1,3}}{STREET}\b"),
    (What.PLACE, rf"\b(?:{CAPITAL}\s+){{1,3}}(?:{STREET}|{BUILDING})\b"),
    (What.NAME, rf"\b{TITLE}\.?\s+{CAPITAL}(?:[ -]{CAPITAL})*"),
)
RULES = tuple((what, re.compile(pattern)) for what, pattern in PATTERNS)
NAMED = re.compile(rf"\b(?:called|named|known as)\s+({CAPITAL}(?:[ -]{CAPITAL})*)")
SMALL = re.compile(r"\b(?:mrs?|ms|dr)\.?\s+[a-z][\w’'-]+")  # in a hurry, without capitals
WORD = re.compile(r"[^\W\d_][\w’'-]*")
# A word in an alphabet without capitals, where no rule about capitals can see a name.
OTHER = r"\u0590-\u06ff\u0900-\u0fff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af"
NOT_LATIN = re.compile(rf"[{OTHER}]+(?:\s[{OTHER}]+)*")


def _listed(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / "data" / f"{name}.txt").read_text(encoding="utf-8").split())


BEFORE_A_PLACE = frozenset({"in", "at", "from", "near", "to", "outside", "around", "across", "of"})
# What begins a sentence with a capital and says nothing.
STARTERS = _listed("starters")
PERSON_VERBS = _listed("person_verbs")
SAFE = _listed("safe_words")


def find(text: str, known: Collection[str] = (), places: Collection[str] = ()) -> tuple[Finding, ...]:
    """What may tell too much, in order. `known` are words and names that are safe, `places` are places that are not."""
    safe = SAFE | {part for name in known for part in _words(name)}
    found: list[Finding] = []
    for what, rule in RULES:
        for hit in rule.finditer(text):
            start, end = hit.span(1) if hit.lastindex else hit.span()
            if what is What.NAME or (what is What.PLACE and not any(char.isdigit() for char in hit[0])):
                named = [word for word in _words(text[start:end]) if word not in safe]
                if not _strangers(named):
                    continue
            _add(found, what, text, start, end)
    for hit in NAMED.finditer(text):
        _add(found, What.NAME, text, *hit.span(1))
    for hit in SMALL.finditer(text):
        _add(found, What.NAME, text, *hit.span())
    for hit in NOT_LATIN.finditer(text):
        _add(found, What.NAME, text, *hit.span())
    for place in places:
        for hit in re.finditer(rf"\b{re.escape(place)}\b", text):
            _add(found, What.PLACE, text, *hit.span())
    for one in _capitals(text, safe):
        _add(found, one.what, text, one.start, one.end)
    return tuple(sorted(found, key=lambda one: one.start))


def _words(text: str) -> list[str]:
    return [hit[0].removesuffix("’s").removesuffix("'s") for hit in WORD.finditer(text)]


def _strangers(words: list[str]) -> list[str]:
    """Words with a capital that are no short run of capitals such as MARAC."""
    titles = {"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Sir"}
    return [
        word
        for word in words
        if word[0].isupper() and word not in titles and not (word.isupper() and len(word) <= 7) and len(word) > 1
    ]


def _capitals(text: str, safe: frozenset[str] | set[str]) -> Iterator[Finding]:
    """Runs of words with a capital where a sentence would not put one, or that do what people do."""
    hits = list(WORD.finditer(text))
    at = 0
    while at < len(hits):
        run: list[re.Match[str]] = []
        while at + len(run) < len(hits) and _is_strange(hits[at + len(run)][0], safe):
            if run and text[hits[at + len(run) - 1].end() : hits[at + len(run)].start()] not in {" ", "-"}:
                break
            run.append(hits[at + len(run)])
        if not run:
            at += 1
            continue
        if _begins_sentence(text, run[0].start()) and run[0][0].casefold() in STARTERS:
            run = run[1:]
            at += 1
            if not run:
                continue
        after = hits[at + len(run)][0] if at + len(run) < len(hits) else ""
        alone = len(run) == 1 and _begins_sentence(text, run[0].start())
        owns = run[-1][0].endswith(("’s", "'s"))
        if not alone or owns or after in PERSON_VERBS:
            before = hits[at - 1][0].casefold() if at else ""
            what = What.PLACE if before in BEFORE_A_PLACE and len(run) == 1 and not owns else What.NAME
            yield Finding(what, "", run[0].start(), run[-1].end())
        at += len(run)


def _is_strange(word: str, safe: frozenset[str] | set[str]) -> bool:
    bare = word.removesuffix("’s").removesuffix("'s")
    return bool(_strangers([bare])) and bare not in safe


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t“\"'‘(•-–")
    return not before or before[-1] in ".!?:\n"


def _add(found: list[Finding], what: What, text: str, start: int, end: int) -> None:
    if not any(one.start < end and start < one.end for one in found):
        found.append(Finding(what, text[start:end].strip(), start, end))
