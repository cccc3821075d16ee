from django.urls import path
from django.views.decorators.http import require_POST

from lantern.publishing.views import asked, desk, partners, posts

app_name = "publishing"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/guidance/<str:ref>/", desk.guidance, name="desk_guidance"),
    path("desk/guidance/<str:ref>/version/", desk.cut, name="cut"),
    path("desk/versions/<str:ref>/", desk.version, name="version"),
    path("desk/versions/<str:ref>/publish/", require_POST(desk.publish), name="publish"),
    path("desk/versions/<str:ref>/set-aside/", require_POST(desk.set_aside), name="set_aside"),
    path("desk/versions/<str:ref>/consult/", desk.consult_open, name="consult_open"),
    path("desk/versions/<str:ref>/ask/", desk.invite, name="consult_ask"),
    path("desk/versions/<str:ref>/close/", require_POST(desk.consult_close), name="consult_close"),
    path("desk/versions/<str:ref>/tell/", require_POST(desk.consult_tell), name="consult_tell"),
    path("desk/versions/<str:ref>/sign/", desk.sign_ask, name="sign_ask"),
    path("desk/comments/<str:ref>/", desk.comment, name="comment"),
    path("desk/contributions/", posts.posts, name="posts"),
    path("desk/contributions/ask/", posts.post_ask, name="post_ask"),
    path("desk/contributions/<str:ref>/", posts.post, name="post"),
    path("desk/contributions/<str:ref>/edit/", posts.post_edit, name="post_edit"),
    path("desk/contributions/<str:ref>/give/", require_POST(posts.post_give), name="post_give"),
    path("desk/contributions/<str:ref>/publish/", require_POST(posts.post_publish), name="post_publish"),
    path("desk/contributions/<str:ref>/decline/", posts.post_decline, name="post_decline"),
    path("desk/contributions/<str:ref>/take-back/", posts.post_take_back, name="post_take_back"),
    path("desk/partners/", partners.partners, name="partners"),
    path("desk/partners/<str:ref>/", partners.partner_edit, name="partner_edit"),
    path("desk/partners/<str:ref>/link/", partners.partner_link, name="partner_link"),
    path("write/<str:token>/", posts.write, name="write"),
    path("write/<str:token>/approve/", require_POST(posts.approve), name="write_approve"),
    path("write/<str:token>/change/", require_POST(posts.change), name="write_change"),
    path("write/<str:token>/take-back/", posts.take_back, name="write_take_back"),
    path("entry/<str:token>/", partners.entry, name="entry"),
    path("consult/<str:token>/", asked.consult, name="consult"),
    path("consult/<str:token>/thanks/", asked.consult_credit, name="consult_credit"),
    path("consult/<str:token>/take-back/", asked.consult_withdraw, name="consult_withdraw"),
    path("consult/<str:token>/passage/<str:passage>/", asked.consult_passage, name="consult_passage"),
    path("consult/<str:token>/said/<str:ref>/", require_POST(asked.consult_take_back), name="consult_take_back"),
    path("sign/<str:token>/", asked.sign, name="sign"),
    path("guidance-said/<str:ref>/", asked.you_said, name="you_said"),
]
