"""The public site and what makes it: a reader on a phone, someone asked, an editor, an organisation, an author."""

import pytest
from wagtail.models import Page

from lantern.kit.links import hash_of
from lantern.publishing.models import BlogPage, Contributor, GuidancePage, Partner, Post, SignOff, Version

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGES = {
    "site-home": "/",
    "site-guidance": "/guidance/",
    "site-guidance-page": "/guidance/the-expert-panel-member/",
    "site-partners": "/partners/",
    "site-blog": "/blog/",
    "site-blog-post": "",
    "site-figures": "/figures/",
    "site-accessibility": "/accessibility/",
    "site-privacy": "/privacy/",
    "site-workshops": "/workshops/",
}
MOST_BYTES = 100_000


def linked(row, name: str) -> str:
    """The link that was mailed; the demonstration sends nothing out."""
    row.token = f"journey-{name}"
    row.token_hash = hash_of(row.token)
    row.save()
    return f"/{name}/{row.token}/"


def test_a_reader_finds_the_guidance_and_every_page_is_light(traveller):
    reader = traveller()
    arrived: list[tuple[str, str, int]] = []
    reader.page.on(
        "response",
        lambda answer: (
            arrived.append((answer.url, answer.request.resource_type, len(answer.body())))
            if answer.status == 200
            else None
        ),
    )
    for name, path in PAGES.items():
        arrived.clear()
        reader.go(path or BlogPage.objects.get().url)
        reader.look(name)
        elsewhere = [url for url, _kind, _size in arrived if not url.startswith((reader.address, "data:"))]
        weight = sum(size for _url, kind, size in arrived if kind != "image")
        assert elsewhere == [], name
        assert weight < MOST_BYTES, (name, weight)
    reader.go("/")
    reader.follow("Guidance")
    reader.follow("The expert panel member")
    reader.follow("Fees")
    assert reader.page.url.endswith("#fees")
    assert reader.page.locator("#fees").is_visible()
    with reader.page.expect_download() as taken:
        reader.follow("PDF")
    assert taken.value.suggested_filename == "guidance.pdf"


def test_a_reader_gets_everywhere_by_keyboard_and_leaves_with_three_presses(traveller):
    reader = traveller()
    for name, path in PAGES.items():
        reader.go(path or BlogPage.objects.get().url)
        reader.page.keyboard.press("Tab")
        assert reader.page.evaluate("document.activeElement.textContent") == "Skip to main content", name
        links = set(reader.page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))"))
        reached = set()
        for _press in range(reader.page.locator("a[href], button, summary, input").count() + 5):
            reader.page.keyboard.press("Tab")
            reached.add(reader.page.evaluate("document.activeElement.getAttribute('href')"))
        assert links - reached - {"#main"} == set(), name
    reader.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
    for _press in range(3):
        reader.page.keyboard.press("Shift")
    reader.page.wait_for_url("https://www.bbc.co.uk/weather")


def test_guidance_goes_from_draft_to_published_with_what_people_said(traveller):
    editor = traveller("editor")
    editor.go("/desk/")
    editor.look("desk")
    editor.follow("The expert panel member")
    editor.look("desk-guidance")
    editor.follow("Make a numbered version")
    editor.look("desk-cut")
    editor.press("Make the version")
    editor.look("desk-version-new")
    editor.follow("Ask people")
    editor.page.get_by_label("What do you ask people").fill("Is the part on fees right?")
    editor.look("desk-consult")
    editor.press("Open the consultation")
    editor.follow("Ask somebody")
    editor.press("Send the link")
    editor.look("desk-ask-error")
    editor.page.get_by_label("Name", exact=True).fill("Amina Diallo")
    editor.page.get_by_label("E-mail address").fill("amina@readers.example")
    editor.press("Send the link")

    reader = traveller()
    link = linked(Contributor.objects.latest("pk"), "consult")
    reader.go(link)
    reader.look("consult")
    reader.page.get_by_role("link", name="Comment on this passage").nth(2).click()
    reader.look("consult-passage")
    reader.page.get_by_label("What do you think of it?").fill("Mrs Halloway said so on 3 March 2021.")
    reader.press("Keep my words")
    reader.look("consult-second-look")
    reader.page.get_by_label("What do you think of it?").fill("Say who pays, in the first line.")
    reader.page.get_by_label("The words you would put instead").fill("A panel meets often. Ask who pays.")
    reader.press("Keep my words")
    reader.go(link)  # not at the passage, where the button to leave lies over the top of the page
    reader.look("consult-said")
    reader.follow("Change how you are thanked", exact=False)
    reader.page.get_by_label("By the name I write here").check()
    reader.page.get_by_label("The name to be thanked by").fill("Amina D.")
    reader.look("consult-thanks")
    reader.press("Keep this")

    version = Version.objects.get(state="cut", title="The expert panel member")
    editor.go(f"/desk/versions/{version.ref}/")
    editor.look("desk-version-said")
    editor.follow("Answer comment 1")
    editor.page.get_by_label("Accepted in part").check()
    editor.page.get_by_label("Your reply").fill("We say it in the part on fees.")
    editor.look("desk-comment")
    editor.press("Keep the answer")
    editor.press("Close the consultation")
    editor.press("Tell everyone what became of it")
    editor.follow("Ask an organisation")
    editor.page.get_by_label("Organisation").select_option(label="FORWARD")
    editor.page.get_by_label("E-mail address").fill("lead@partners.example")
    editor.look("desk-sign-ask")
    editor.press("Send the link")

    partner = traveller()
    partner.go(linked(SignOff.objects.get(), "sign"))
    partner.look("sign")
    partner.page.get_by_label("Agreed, with a note").check()
    partner.press("Keep our answer")
    partner.look("sign-error")
    partner.page.get_by_label("Your note").fill("Say more of travel time.")
    partner.page.get_by_label("Publish our note").check()
    partner.press("Keep our answer")
    partner.look("sign-done")

    editor.go(f"/desk/versions/{version.ref}/")
    editor.press("Publish this version")
    editor.look("desk-version-published")
    reader.go("/guidance/the-expert-panel-member/")
    reader.look("site-guidance-signed")
    assert reader.page.get_by_text("Say more of travel time.").is_visible()
    assert reader.page.get_by_text("Amina D.", exact=False).first.is_visible()
    reader.follow("You said, we did", exact=False)
    reader.look("you-said")
    reader.go(link)
    reader.look("consult-answered")
    reader.follow("Take everything back")
    reader.look("consult-withdraw")
    reader.press("Take everything back")
    reader.look("consult-withdrawn")
    reader.go("/guidance/the-expert-panel-member/")
    assert reader.page.get_by_text("Amina D.", exact=False).count() == 0


def test_an_author_writes_approves_and_takes_back(traveller):
    editor, author = traveller("editor"), traveller()
    editor.go("/desk/contributions/")
    editor.look("desk-posts")
    editor.follow("Ask somebody to write")
    editor.page.get_by_label("Her name").fill("Amina Diallo")
    editor.page.get_by_label("E-mail address").fill("amina@authors.example")
    editor.press("Send the link")
    link = linked(Post.objects.latest("pk"), "write")
    author.go(link)
    author.look("write")
    author.page.get_by_label("Title").fill("What I would tell the next one")
    author.page.get_by_label("Your text").fill(
        "Ask early.\n\nAsk to be paid for the reading. I met Mrs Halloway there."
    )
    author.press("Keep it and go on later")
    author.look("write-kept")
    author.press("Send it to the editor")
    author.look("write-sent")
    post = Post.objects.latest("pk")
    editor.go(f"/desk/contributions/{post.ref}/")
    editor.look("desk-post-looked-at")
    editor.follow("Edit and check")
    editor.look("desk-post-edit")
    editor.page.get_by_label("Your text").fill("Ask early.\n\nAsk to be paid for the reading.")
    editor.press("Keep the text")
    editor.press("Send to its author to approve")
    author.go(link)
    author.look("write-approve")
    author.press("Yes, publish these words")
    author.look("write-approved")
    editor.go(f"/desk/contributions/{post.ref}/")
    editor.press("Publish")
    editor.look("desk-post-published")
    author.go("/blog/")
    author.look("site-blog-one")
    author.follow("What I would tell the next one")
    author.look("site-post")
    author.go(link)
    author.follow("Take it back")
    author.look("write-take-back")
    author.press("Take it back")
    author.look("write-taken-back")
    author.go("/blog/")
    assert author.page.get_by_text("What I would tell the next one").count() == 0


def test_an_organisation_puts_its_entry_right(traveller):
    editor, partner = traveller("editor"), traveller()
    editor.go("/desk/partners/")
    editor.look("desk-partners")
    partner.go(linked_entry())
    partner.page.get_by_label("What you do").fill("We support women and train professionals.")
    partner.page.get_by_label("Your website").fill("http://example.org")
    partner.press("Save")
    partner.look("entry-error")
    partner.page.get_by_label("Your website").fill("https://example.org")
    partner.press("Save")
    partner.look("entry")
    partner.go("/partners/")
    assert partner.page.get_by_text("We support women and train professionals.").is_visible()


def linked_entry() -> str:
    Partner.objects.filter(name="FORWARD").update(token_hash=hash_of("journey-entry"))
    return "/entry/journey-entry/"


def test_an_editor_writes_and_the_checker_finds_nothing_on_any_kind_of_page(traveller):
    editor = traveller("editor")
    guidance = GuidancePage.objects.get(slug="the-expert-panel-member")
    kinds = {page.specific_class.__name__: page for page in Page.objects.live().filter(depth__gt=1)}
    assert set(kinds) == {
        "HomePage", "StandardPage", "GuidanceIndexPage", "GuidancePage", "BlogIndexPage", "BlogPage", "PartnersPage",
    }  # fmt: skip
    for kind, page in kinds.items() if editor.width == "desktop" else ():
        editor.go(f"/edit/pages/{page.pk}/edit/")
        editor.page.wait_for_load_state("networkidle")
        if not editor.page.get_by_text("Issues found").is_visible():
            editor.page.locator("[data-side-panel-toggle='checks']").click()
        editor.page.get_by_text("Issues found").wait_for()
        editor.page.wait_for_timeout(3000)  # it draws the draft in a frame, and looks at it there
        found = editor.page.locator("[data-checks-panel]").inner_text()
        assert (editor.page.locator("[data-content-checker-count]").inner_text(), found.strip()) == ("0", ""), kind
    editor.go(f"/edit/pages/{guidance.pk}/edit/")
    editor.page.wait_for_load_state("networkidle")
    editor.page.get_by_role("textbox", name="Audience").fill("agencies that are led by and for their communities")
    editor.page.get_by_role("button", name="Save draft").click()
    editor.page.wait_for_load_state("networkidle")
    editor.page.wait_for_timeout(1500)
    kept = GuidancePage.objects.get(pk=guidance.pk).get_latest_revision_as_object()
    assert kept.audience.startswith("agencies that")
    assert editor.faults == []
