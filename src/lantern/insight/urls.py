from django.urls import path

from lantern.insight import views

app_name = "insight"
urlpatterns = [
    path("demand/", views.demand, name="demand"),
    path("demand/chart.svg", views.demand_chart, name="demand_chart"),
    path("demand/demand.csv", views.demand_csv, name="demand_csv"),
]
