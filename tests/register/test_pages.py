"""Pages of the register as each person meets them."""

from django.urls import reverse

from tests.cast import Cast


def test_every_page_opens_for_the_coordinator(cast: Cast) -> None:
    client = cast.client("coordinator")
    ref = cast.expert.ref
    addresses = [
        reverse("register:experts"),
        reverse("register:expert_add"),
        reverse("register:import_upload"),
        reverse("register:import_template") + "?as=csv",
        reverse("register:import_template"),
        reverse("register:agencies"),
        reverse("register:agency_add"),
        reverse("register:agency", args=[cast.agency.ref]),
        reverse("register:agency_edit", args=[cast.agency.ref]),
        reverse("register:agency_specialisms", args=[cast.agency.ref]),
        reverse("register:expert", args=[ref]),
        reverse("register:export"),
        reverse("register:export") + "?as=csv",
        reverse("register:expertise_add", args=[ref, "language"]),
        reverse("register:expertise_edit", args=[ref, "language", 1]),
        *(
            reverse("register:expert_edit", args=[ref, section])
            for section in (
                "about", "community", "faith", "language", "practice", "issue", "where", "capacity", "conflicts",
                "contact", "shown",
            )
        ),
    ]  # fmt: skip
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
