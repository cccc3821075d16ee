from django.urls import path

from lantern.reviews.views import evidence, invitations, needs, offers, reviews

app_name = "reviews"
urlpatterns = [
    path("reviews/", reviews.review_list, name="list"),
    path("reviews/new/", reviews.open_new, name="open_new"),
    path("reviews/<slug:ref>/", reviews.detail, name="detail"),
    path("reviews/<slug:ref>/edit/", reviews.edit, name="edit"),
    path("reviews/<slug:ref>/stage/", reviews.move, name="move"),
    path("reviews/<slug:ref>/needs/", needs.needs, name="needs"),
    path("reviews/<slug:ref>/needs/add/", needs.need_add, name="need_add"),
    path("reviews/<slug:ref>/needs/remove/", needs.need_remove, name="need_remove"),
    path("reviews/<slug:ref>/needs/<int:place>/", needs.question, name="question"),
    path("reviews/<slug:ref>/characteristics/", needs.characteristics, name="characteristics"),
    path("reviews/<slug:ref>/rules/", needs.panel_rules, name="rules"),
    path("reviews/<slug:ref>/evidence/", evidence.evidence, name="evidence"),
    path("reviews/<slug:ref>/evidence/document/", evidence.evidence_docx, name="evidence_docx"),
    path("reviews/<slug:ref>/evidence/table/", evidence.evidence_csv, name="evidence_csv"),
    path("offers/<slug:ref>/", offers.offer, name="offer"),
    path("offers/<slug:ref>/terms/", offers.offer_terms, name="offer_terms"),
    path("offers/<slug:ref>/conflict/", offers.offer_conflict, name="offer_conflict"),
    path("offers/<slug:ref>/send/", offers.offer_send, name="offer_send"),
    path("offers/<slug:ref>/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path("offers/<slug:ref>/silence/", offers.offer_silence, name="offer_silence"),
    path("offers/<slug:ref>/reply/", offers.offer_reply, name="offer_reply"),
    path("offers/<slug:ref>/give-up/", offers.offer_give_up, name="offer_give_up"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<slug:ref>/", invitations.invitation, name="invitation"),
    path("invitations/<slug:ref>/closeness/", invitations.declare, name="invitation_declare"),
    path("invitations/<slug:ref>/yes/", invitations.accept, name="invitation_accept"),
    path("invitations/<slug:ref>/no/", invitations.decline, name="invitation_decline"),
    path("invitations/<slug:ref>/question/", invitations.ask, name="invitation_ask"),
    path("invitations/<slug:ref>/calendar/", invitations.calendar, name="invitation_calendar"),
    path("invitations/<slug:ref>/give-up/", invitations.give_up, name="invitation_give_up"),
]
