from django.urls import path

from lantern.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("invite/", views.invite, name="invite"),
    path("join/<str:token>/", views.accept, name="accept"),
    path("<slug:ref>/grant/", views.grant, name="grant"),
    path("<slug:ref>/end/", views.end_membership, name="end_membership"),
]
