"""Loads the demonstration through the same verbs that people use. Loading it twice changes nothing."""

from collections.abc import Mapping

from django.db import transaction

from lantern.accounts.models import Membership, User
from lantern.audit import public as audit
from lantern.config.demo import pay, people
from lantern.config.demo.load_mentoring import load_mentoring
from lantern.config.demo.load_pay import load_pay, load_rates
from lantern.config.demo.load_publishing import load_publishing
from lantern.config.demo.load_reviews import load_reviews
from lantern.config.demo.load_workshops import load_workshops
from lantern.library.domain import dhrd
from lantern.library.services import import_dhrd
from lantern.register.models import Agency, Expert, Expertise, FacetAnswer, Partnership, Specialism
from lantern.register.services import load_partners


def load() -> bool:
    """Loads what is missing. Answers whether anything was."""
    if User.objects.filter(email=people.SIGN_INS[0].email).exists():
        return False
    with transaction.atomic():
        partnerships = {
            name: Partnership.objects.create(name=name, region=region) for name, region in people.PARTNERSHIPS
        }
        agencies = {row.name: agency(row) for row in people.AGENCIES}
        users: dict[str, User] = {}
        for row in people.SIGN_INS:
            users.setdefault(row.role, sign_in(row, {**partnerships, **agencies}))
        for one in people.EXPERTS:
            expert(one, agencies.get(one.agency), users)
        load_partners()
        import_dhrd(record=dhrd.parse(dhrd.read_folder(dhrd.FOLDER)), by=None)
        for extra in pay.COMMISSIONERS:
            sign_in(extra, partnerships)
        load_rates(users["coordinator"])
        reviews = load_reviews(users["coordinator"], users["chair"])
        load_pay(users["coordinator"])
        counts = {"reviews": reviews, "sessions": load_workshops(users["coordinator"])}
        counts["cohorts"] = load_mentoring(users["coordinator"])
        load_publishing(users["editor"])
        audit.record("demo.loaded", "demo", None, experts=len(people.EXPERTS), agencies=len(agencies), **counts)
    return True


def sign_in(row: people.SignIn, scopes: Mapping[str, Partnership | Agency]) -> User:
    user = User.objects.create_user(row.email, people.PASSWORD, name=row.name)
    Membership.objects.create(user=user, role=row.role, scope=scopes[row.scope].ref if row.scope else "")
    return user


def agency(row: people.DemoAgency) -> Agency:
    made = Agency.objects.create(
        name=row.name,
        kind=row.kind,
        regions=list(row.regions),
        national=row.national,
        max_reviews=row.max_reviews,
        shared_email=f"{row.name.split()[0].lower()}@{people.DOMAIN}",
        basis="Invented for the demonstration",
    )
    for known in row.specialisms:
        facet, code = known.split(":")
        Specialism.objects.create(agency=made, facet=facet, code=code)
    return made


def expert(row: people.DemoExpert, of: Agency | None, users: dict[str, User]) -> Expert:
    mailbox = row.name.lower().replace(" ", ".")
    user = next((user for user in users.values() if user.name == row.name), None)
    if user is None:
        user = sign_in(people.SignIn("expert", mailbox, row.name), {})
    made = Expert(
        name=row.name,
        agency=of,
        user=user,
        name_audience=row.name_audience,
        name_in_evidence=row.in_evidence,
        regions=list(row.regions),
        remote=row.remote,
        accepting=row.accepting,
        max_reviews=row.max_reviews,
        day_rate_pence=row.rate,
        safe_contact="email",
        registered_by=users["coordinator"],
    )
    if row.chairs:
        Membership.objects.create(user=user, role="chair")
    made.contact = f"{mailbox}@{people.DOMAIN}"
    made.save()
    for known in row.knows:
        told = known.partition("/")
        facet, code, level = told[0].split(":")
        Expertise.objects.create(expert=made, facet=facet, code=code, level=level, audience=told[2] or "programme")
    stated = {known.split(":")[0]: "stated" for known in row.knows}
    for facet, known in {**stated, **dict(row.answers)}.items():
        FacetAnswer.objects.create(expert=made, facet=facet, known=known)
    return made
