"""The front door: the public site for those who are not signed in, and what belongs to the whole site."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.static import serve as serve_file
from wagtail.models import Site
from wagtail.views import serve

from lantern.config.home import home


def front(request: HttpRequest) -> HttpResponse:
    """One's own start page, or the public one for whoever is not signed in."""
    if request.user.is_authenticated:
        return home(request)
    if Site.find_for_request(request) is None:
        return redirect_to_login("/")  # an installation that has no public site yet (manage publishing make-site)
    return serve(request, "")


def media(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """A picture as it was uploaded, for those who write pages. The public gets pictures by signed address alone."""
    return serve_file(request, path, document_root=str(settings.MEDIA_ROOT))


def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be found; each other page forbids it by itself."""
    lines = ["User-agent: *", "Allow: /", f"Sitemap: {settings.SITE_ADDRESS}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
