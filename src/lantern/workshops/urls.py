from django.urls import path
from django.views.decorators.http import require_POST

from lantern.workshops.views import evaluation, honoraria, people, planning, taking_part

app_name = "workshops"
# A personal link stands in mails, which somebody else may read: its address says nothing.
urlpatterns = [
    path("workshops/", taking_part.listing, name="list"),
    path("invited/<str:token>/", taking_part.invitation, name="invitation"),
    path("place/<str:token>/", taking_part.mine, name="mine"),
    path("place/<str:token>/take/", require_POST(taking_part.mine_take), name="mine_take"),
    path("place/<str:token>/cancel/", require_POST(taking_part.mine_cancel), name="mine_cancel"),
    path("place/<str:token>/again/", require_POST(taking_part.mine_again), name="mine_again"),
    path("place/<str:token>/here/", require_POST(taking_part.mine_here), name="mine_here"),
    path("place/<str:token>/certificate.pdf", taking_part.mine_certificate, name="mine_certificate"),
    path("place/<str:token>/meeting.ics", taking_part.mine_calendar, name="mine_calendar"),
    path("place/<str:token>/handout/<int:place>/", taking_part.mine_material, name="mine_material"),
    path("said/<str:token>/", evaluation.evaluate, name="evaluate"),
    path("said/<str:token>/before/", evaluation.evaluate_before, name="evaluate_before"),
    path("said/<str:token>/after/", evaluation.evaluate_after, name="evaluate_after"),
    path("workshops/run/<str:ref>/evaluation/", evaluation.results, name="evaluation"),
    path("workshops/run/<str:ref>/evaluation/open/", require_POST(evaluation.evaluation_open), name="evaluation_open"),
    path(
        "workshops/run/<str:ref>/evaluation/close/", require_POST(evaluation.evaluation_close), name="evaluation_close"
    ),
    path("workshops/run/<str:ref>/evaluation/chart.svg", evaluation.results_chart, name="evaluation_chart"),
    path("workshops/run/<str:ref>/evaluation/results.csv", evaluation.results_csv, name="evaluation_csv"),
    path("workshops/run/<str:ref>/evaluation/said/<uuid:comment>/", evaluation.comment, name="comment"),
    path("workshops/run/<str:ref>/people/", people.people, name="people"),
    path("workshops/run/<str:ref>/people.csv", people.people_csv, name="people_csv"),
    path("workshops/run/<str:ref>/people.xlsx", people.people_xlsx, name="people_xlsx"),
    path("workshops/run/<str:ref>/invite/", people.invite, name="invite"),
    path("workshops/run/<str:ref>/code/", people.room_code, name="room_code"),
    path("workshops/run/<str:ref>/attendance/", people.attendance, name="attendance"),
    path("workshops/run/<str:ref>/write/", people.write, name="write"),
    path("workshops/<str:ref>/here/", taking_part.check_in, name="check_in"),
    path("workshops/run/", planning.run, name="run"),
    path("workshops/run/series/add/", planning.series_add, name="series_add"),
    path("workshops/run/series/<str:ref>/", planning.series, name="series"),
    path("workshops/run/series/<str:ref>/edit/", planning.series_edit, name="series_edit"),
    path("workshops/run/series/<str:ref>/add/", planning.session_add, name="session_add"),
    path("workshops/run/honoraria/", honoraria.honoraria, name="honoraria"),
    path("workshops/run/honoraria/<str:ref>/", honoraria.honorarium, name="honorarium"),
    path("workshops/run/<str:ref>/", planning.session, name="session"),
    path("workshops/run/<str:ref>/edit/", planning.session_edit, name="session_edit"),
    path("workshops/run/<str:ref>/dates/", planning.session_dates, name="session_dates"),
    path("workshops/run/<str:ref>/open/", planning.session_publish, name="session_publish"),
    path("workshops/run/<str:ref>/call-off/", planning.session_cancel, name="session_cancel"),
    path("workshops/run/<str:ref>/handouts/add/", planning.material_add, name="material_add"),
    path("workshops/run/<str:ref>/handouts/<str:material>/", planning.material, name="material"),
    path("workshops/run/<str:ref>/handouts/<str:material>/remove/", planning.material_remove, name="material_remove"),
    path("workshops/<str:ref>/", taking_part.detail, name="detail"),
    path("workshops/<str:ref>/sign-up/", taking_part.sign_up, name="sign_up"),
    path("workshops/<str:ref>/thanks/", taking_part.signed_up, name="signed_up"),
]
