"""The headers of each class of route, exactly, and the cookies."""

import re

import pytest

NONCE = re.compile(r"'nonce-[^']+'")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
PAGE = {
    **EVERYWHERE,
    "Cache-Control": "no-store",
    "Content-Type": "text/html; charset=utf-8",
    "Content-Language": "en-gb",
}
ROUTES = {
    "a page signed in": ("coordinator", "/people/", 200, PAGE),
    "an open page": ("nobody", "/account/password/reset/", 200, PAGE),
    "sign-in": ("nobody", "/account/login/", 200, PAGE),
    "a wrong address": ("coordinator", "/nowhere/", 404, PAGE),
    "a page of another role": ("researcher", "/people/", 404, PAGE),
    "sent to sign in": ("nobody", "/people/", 302, {**PAGE, "Location": "/account/login/?next=/people/"}),
    "style": (
        "nobody",
        "/static/lantern/lantern.css",
        200,
        {**EVERYWHERE, "Content-Type": 'text/css; charset="utf-8"'},
    ),
}
VARIES = ("Content-Length", "Vary", "ETag", "Last-Modified", "Expires")


@pytest.mark.parametrize("route", ROUTES)
def test_each_class_of_route_carries_exactly_its_headers(cast, route):
    who, address, status, promised = ROUTES[route]
    answer = cast.client(who).get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    found = {name: value for name, value in answer.items() if name not in VARIES}
    found["Content-Security-Policy"] = "; ".join(
        sorted(re.sub(r"\s+", " ", NONCE.sub("", found["Content-Security-Policy"])).replace(" ;", ";").split("; "))
    ).strip()
    promised = {**promised, "Content-Security-Policy": "; ".join(sorted(POLICY.split("; ")))}
    if "Cache-Control" not in promised:
        found.pop("Cache-Control", None)  # whitenoise's own, for what is not private
    assert (answer.status_code, found) == (status, promised)


def test_every_cookie_is_bound_to_this_host_and_hidden_from_scripts(cast):
    client = cast.client("nobody")
    client.get("/account/login/")
    client.post("/account/login/", {"login": cast.researcher.email, "password": "lantern light on the stair"})
    client.post("/account/logout/", follow=True)
    assert set(client.cookies) == {"__Host-lantern", "__Host-csrf"}
    for cookie in client.cookies.values():
        kept = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
        assert kept == (True, True, "Lax", "/", ""), cookie.key
