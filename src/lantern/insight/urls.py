from django.urls import path

from lantern.insight import views

app_name = "insight"
urlpatterns = [
    path("demand/", views.demand, name="demand"),
    path("demand/chart.svg", views.demand_chart, name="demand_chart"),
    path("demand/demand.csv", views.demand_csv, name="demand_csv"),
    path("chairs/", views.chairs, name="chairs"),
    path("chairs/chart.svg", views.chairs_chart, name="chairs_chart"),
    path("chairs/chairs.csv", views.chairs_csv, name="chairs_csv"),
    path("barriers/", views.barriers, name="barriers"),
    path("barriers/chart.svg", views.barriers_chart, name="barriers_chart"),
    path("barriers/barriers.csv", views.barriers_csv, name="barriers_csv"),
    path("answers/", views.answers, name="answers"),
    path("answers/add/", views.answer_add, name="answer_add"),
    path("answers/<slug:ref>/", views.answer_edit, name="answer_edit"),
    path("reach/", views.reached, name="reach"),
    path("reach/chart.svg", views.reach_chart, name="reach_chart"),
    path("reach/reach.csv", views.reach_csv, name="reach_csv"),
    path("ledger/", views.ledger_page, name="ledger"),
    path("ledger/chart.svg", views.ledger_chart, name="ledger_chart"),
    path("ledger/ledger.csv", views.ledger_export, {"kind": "csv"}, name="ledger_csv"),
    path("ledger/ledger.xlsx", views.ledger_export, {"kind": "xlsx"}, name="ledger_xlsx"),
    path("ledger/rows/", views.ledger_rows, name="ledger_rows"),
]
