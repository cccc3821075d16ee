from django.urls import include, path

from lantern.config import home

urlpatterns = [
    path("", home.home, name="home"),
    path("account/", include("allauth.urls")),
    path("people/", include("lantern.accounts.urls")),
    path("register/", include("lantern.register.urls")),
    path("", include("lantern.reviews.urls")),
    path("pay/", include("lantern.remuneration.urls")),
    path("", include("lantern.workshops.urls")),
    path("", include("lantern.mentoring.urls")),
    path("insight/", include("lantern.insight.urls")),
    path("", include("lantern.matching.urls")),
]
handler404 = "django.views.defaults.page_not_found"
