from django.urls import path

from lantern.matching.views import answers, minutes, pairing, programme, proposal, repairs, what_if

app_name = "matching"
urlpatterns = [
    path("reviews/<slug:ref>/proposal/", proposal.proposal, name="proposal"),
    path("reviews/<slug:ref>/proposal/decide/", proposal.decide, name="decide"),
    path("pairing/", pairing.pairing, name="pairing"),
    path("programme/", programme.programme, name="programme"),
    path("programme/confirmations/<slug:ref>/undo/", programme.confirmation_undo, name="confirmation_undo"),
    path("programme/seats/<slug:review>/<slug:expert>/", repairs.repair, name="repair"),
    path("programme/<slug:ref>/", programme.plan, name="plan"),
    path("programme/<slug:ref>/progress/", programme.plan_progress, name="plan_progress"),
    path("programme/<slug:ref>/cancel/", programme.plan_cancel, name="plan_cancel"),
    path("programme/<slug:ref>/again/", programme.plan_again, name="plan_again"),
    path("programme/<slug:ref>/confirm/", programme.plan_confirm, name="plan_confirm"),
    path("programme/<slug:ref>/load/", programme.plan_load, name="plan_load"),
    path("programme/<slug:ref>/plan.docx", minutes.plan_docx, name="plan_docx"),
    path("programme/<slug:ref>/plan.xlsx", minutes.plan_xlsx, name="plan_xlsx"),
    path("programme/<slug:ref>/plan.csv", minutes.plan_csv, name="plan_csv"),
    path("programme/<slug:ref>/reviews/<slug:review>/", answers.plan_review, name="plan_review"),
    path("programme/<slug:ref>/reviews/<slug:review>/people/<slug:expert>/", answers.plan_why, name="plan_why"),
    path("programme/<slug:ref>/people/<slug:expert>/", answers.plan_person, name="plan_person"),
    path("programme/<slug:ref>/what-if/", what_if.what_if, name="what_if"),
]
