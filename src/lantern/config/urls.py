from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.images.views.serve import ServeView

from lantern.config import site
from lantern.publishing.views.feed import feed

urlpatterns = [
    path("", site.front, name="home"),
    path("account/", include("allauth.urls")),
    path("people/", include("lantern.accounts.urls")),
    path("register/", include("lantern.register.urls")),
    path("", include("lantern.reviews.urls")),
    path("pay/", include("lantern.remuneration.urls")),
    path("", include("lantern.workshops.urls")),
    path("", include("lantern.mentoring.urls")),
    path("insight/", include("lantern.insight.urls")),
    path("", include("lantern.matching.urls")),
    path("", include("lantern.publishing.urls")),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("blog/feed/", feed, name="feed"),
    path("robots.txt", site.robots, name="robots"),
    path("pictures/<str:signature>/<int:image_id>/<str:filter_spec>/", ServeView.as_view(), name="wagtailimages_serve"),
    # Wagtail's own ways in come before Wagtail, and lead to the one sign-in page.
    path("edit/login/", RedirectView.as_view(pattern_name="account_login"), name="wagtailadmin_login"),
    path("edit/logout/", RedirectView.as_view(pattern_name="account_logout"), name="wagtailadmin_logout"),
    path("edit/account/", RedirectView.as_view(pattern_name="mfa_index"), name="wagtailadmin_account"),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login"), name="wagtailcore_login"),
    path("edit/files/<path:path>", site.media, name="media"),
    path("edit/", include(wagtailadmin_urls)),
]
# A translation's address begins with its language; the pages of ours do not.
urlpatterns += i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False)
handler404 = "django.views.defaults.page_not_found"
