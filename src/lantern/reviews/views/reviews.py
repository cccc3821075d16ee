"""The list of reviews, one review's home, and its plain facts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.pages.acting import answered
from lantern.reviews import rules, selectors, services, tables
from lantern.reviews.domain.lifecycle import Stage
from lantern.reviews.forms import EditForm, OpenForm, StageForm
from lantern.reviews.models import Review

PAGE = 25


def review_list(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = selectors.reviews_visible_to(user).annotate(
        need_count=Count("needs", distinct=True),
        seated_count=Count("seats", filter=Q(seats__given_up_at=None), distinct=True),
    )
    page = Paginator(found.order_by("-opened_at", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": tables.review_rows(page),
        "can_open": selectors.partnerships_open_to(user).exists(),
        "programme": rules.is_programme(user, "reviews"),
    }
    return render(request, "reviews/list.html", context)


def open_new(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    partnerships = selectors.partnerships_open_to(user)
    initial = {"label": tables.default_label(), "seats_wanted": 1, "expert_half_days": 12, "remote_ok": True}
    if len(partnerships) == 1:
        initial["partnership"] = partnerships[0].ref
    form = OpenForm(request.POST or None, partnerships=partnerships, chairs=selectors.chairs(), initial=initial)

    def act() -> HttpResponse:
        review = services.open_review(by=user, **form.cleaned_data)
        messages.success(request, "The review is open. Next, say what it needs.")
        return redirect("reviews:detail", ref=review.ref)

    return answered(
        request, form, act, "reviews/form.html", {"heading": "Open a review", "back": reverse("reviews:list")}
    )


def detail(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    review = selectors.review_for(user, ref)
    return render(request, "reviews/detail.html", tables.review_page(review, user))


def edit(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    review = selectors.review_for(user, ref)
    rules.check_can_edit(user, review)
    initial = {name: getattr(review, name) for name in services.CHANGEABLE}
    initial |= {"chair": review.chair.ref if review.chair else "", "version": review.version}
    form = EditForm(request.POST or None, chairs=selectors.chairs(), initial=initial)

    def act() -> HttpResponse:
        services.change_review(review=review, by=user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("reviews:detail", ref=ref)

    context = {"heading": "Facts about the review", "review": review, "back": reverse("reviews:detail", args=[ref])}
    return answered(request, form, act, "reviews/form.html", context, lambda: version_of(review))


def move(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    review = selectors.review_for(user, ref)
    form = StageForm(request.POST)
    if form.is_valid():
        try:
            services.move_review(
                review=review, version=form.cleaned_data["version"], to=Stage(form.cleaned_data["to"]), by=user
            )
            messages.success(request, f"The review is now at “{Stage(form.cleaned_data['to']).label}”.")
        except (IllegalMove, OutOfDate) as problem:
            messages.error(request, str(problem))
    else:
        messages.error(request, "Choose one of the stages on the review's page.")
    return redirect("reviews:detail", ref=ref)


def version_of(review: Review) -> int:
    return Review.objects.values_list("version", flat=True).get(pk=review.pk)
