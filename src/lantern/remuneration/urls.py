from django.urls import path

from lantern.remuneration.views import finance, links

app_name = "remuneration"
urlpatterns = [
    path("answer/<str:token>/", links.link, name="link"),
    path("invoices/<str:ref>.pdf", finance.invoice, name="invoice"),
    path("finance/", finance.finance, name="finance"),
    path("finance/payers/<str:ref>/batch/", finance.batch_make, name="batch_make"),
    path("finance/batches/<str:ref>/", finance.batch, name="batch"),
    path("finance/batches/<str:ref>/batch.csv", finance.batch_csv, name="batch_csv"),
    path("finance/paid/", finance.remittance_upload, name="remittance_upload"),
    path("finance/paid/<str:ref>/", finance.remittance_preview, name="remittance_preview"),
    path("finance/paid/<str:ref>/confirm/", finance.remittance_confirm, name="remittance_confirm"),
    path("finance/paid/<str:ref>/cancel/", finance.remittance_cancel, name="remittance_cancel"),
]
