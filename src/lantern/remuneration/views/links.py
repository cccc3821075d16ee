"""The page behind a link in a mail: a payer without an account reads one claim and answers it, once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lantern.access.public import Hidden
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration import selectors, services
from lantern.remuneration.forms.links import AnswerForm
from lantern.remuneration.tables import links as tables


def link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        claim = selectors.claim_by_link(token)
    except Hidden:
        return render(request, "remuneration/link_closed.html", status=404)
    form = AnswerForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            asks = form.cleaned_data["answer"] == "query"
            try:
                if asks:
                    services.query_by_link(token=token, words=form.cleaned_data["words"])
                else:
                    services.approve_by_link(token=token)
            except Hidden:
                return render(request, "remuneration/link_closed.html", status=404)
            except (IllegalMove, OutOfDate) as problem:
                form.add_error(None, str(problem))
                status = 409
            else:
                return render(request, "remuneration/link_done.html", {"asks": asks})
    shown = {"claim": claim, "form": form, "facts": tables.facts(claim), "lines": tables.lines(claim)}
    return render(request, "remuneration/link.html", shown, status=status)
