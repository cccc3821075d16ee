from django.urls import path

from lantern.matching.views import proposal

app_name = "matching"
urlpatterns = [
    path("reviews/<slug:ref>/proposal/", proposal.proposal, name="proposal"),
    path("reviews/<slug:ref>/proposal/decide/", proposal.decide, name="decide"),
]
