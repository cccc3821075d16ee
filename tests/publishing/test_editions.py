"""The first texts: every passage rests on something, and an editor's work is never written over."""

import tomllib

import pytest

from lantern.publishing.domain.editions import FOLDER, EditionFault, read, read_sources, rich
from lantern.publishing.models import GuidancePage, StandardPage, Version
from lantern.publishing.services.editions import GUIDANCE, load_editions

NAMES = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "sources")


@pytest.mark.parametrize("name", NAMES)
def test_every_text_can_be_read_and_rests_on_something(name):
    edition = read(name)
    kinds = {block["type"] for block in edition.body}
    assert kinds <= {"section", "passage", "figure"}
    assert len({block["id"] for block in edition.body}) == len(edition.body)
    anchors = [block["value"]["anchor"] for block in edition.body if block["type"] == "section"]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize("name", GUIDANCE)
def test_guidance_says_what_it_is_and_marks_what_has_no_source(name):
    edition = read(name)
    assert "draft for co-production" in edition.standing
    passages = [block["value"] for block in edition.body if block["type"] == "passage"]
    assert all(passage["sources"] or passage["advice"] for passage in passages)
    words = sum(len(passage["text"].split()) for passage in passages)
    assert words > 1200


def test_every_source_is_used_and_leads_somewhere():
    used = {
        key
        for name in NAMES
        for section in tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["section"]
        for passage in section.get("passage", ())
        for key in passage.get("sources", ())
    }
    sources = read_sources()
    assert set(sources) == used
    assert all(row["address"].startswith("http") for row in sources.values())


@pytest.mark.parametrize(
    ("passage", "fault"),
    [('text = "x"', "names no source"), ('text = "x"\nsources = ["nobody"]', "no such source: nobody")],
)
def test_a_passage_that_rests_on_nothing_is_named(tmp_path, passage, fault):
    (tmp_path / "sources.toml").write_text("[sources]\n", encoding="utf-8")
    head = 'title = "T"\nslug = "t"\nsummary = ""\n[[section]]\nheading = "H"\nanchor = "h"\n'
    text = f"{head}[[section.passage]]\n{passage}\n"
    (tmp_path / "t.toml").write_text(text, encoding="utf-8")
    with pytest.raises(EditionFault, match=fault) as caught:
        read("t", tmp_path)
    assert "t.toml, h, passage 1" in str(caught.value)


def test_words_become_paragraphs_and_lists_and_never_marks():
    assert rich("One\ntwo <b>\n\n- a & b\n- c") == "<p>One two &lt;b&gt;</p><ul><li>a &amp; b</li><li>c</li></ul>"


@pytest.mark.django_db
def test_loading_twice_makes_nothing_twice_and_leaves_an_editors_work(cast):
    assert load_editions(by=None) == 4
    page = StandardPage.objects.get(slug="privacy")
    page.title = "Our own words"
    page.save_revision().publish()
    assert load_editions(by=None) == 0
    assert StandardPage.objects.get(slug="privacy").title == "Our own words"
    assert list(Version.objects.values_list("number", "state")) == [("0.1", "published"), ("0.1", "published")]


@pytest.mark.django_db
def test_the_first_edition_is_read_by_everyone_and_says_that_it_is_a_draft(cast):
    load_editions(by=None)
    for page in GuidancePage.objects.all():
        shown = cast.client("nobody").get(page.url, secure=True).content.decode()
        assert "This is a draft for co-production." in shown
        assert "Practice advice, awaiting the partners’ review." in shown
        assert "Nothing is recorded yet." in shown
        assert "None" not in shown
        assert "Standing Together, what the programme learned" in shown
        for block in page.body:
            assert f'id="p-{block.id}"' in shown
    for path in ("/", "/guidance/", "/accessibility/", "/privacy/", "/sitemap.xml", "/blog/feed/"):
        assert cast.client("nobody").get(path, secure=True).status_code == 200
