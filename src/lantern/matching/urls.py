from django.urls import path

from lantern.matching import views

app_name = "matching"
urlpatterns = [
    path("reviews/<slug:ref>/proposal/", views.proposal, name="proposal"),
    path("reviews/<slug:ref>/proposal/decide/", views.decide, name="decide"),
]
