from django.urls import path

from lantern.register.views import agencies, experts, imports, partnerships, profile

app_name = "register"
urlpatterns = [
    path("experts/", experts.experts, name="experts"),
    path("experts/add/", experts.expert_add, name="expert_add"),
    path("experts/export/", experts.export, name="export"),
    path("experts/import/", imports.import_upload, name="import_upload"),
    path("experts/import/template/", imports.import_template, name="import_template"),
    path("experts/import/<slug:ref>/", imports.import_preview, name="import_preview"),
    path("experts/import/<slug:ref>/confirm/", imports.import_confirm, name="import_confirm"),
    path("experts/import/<slug:ref>/cancel/", imports.import_cancel, name="import_cancel"),
    path("experts/<slug:ref>/", experts.expert, name="expert"),
    path("experts/<slug:ref>/edit/<slug:section>/", profile.expert_edit, name="expert_edit"),
    path("experts/<slug:ref>/edit/<slug:section>/add/", profile.expertise_add, name="expertise_add"),
    path("experts/<slug:ref>/edit/<slug:section>/<int:place>/", profile.expertise_edit, name="expertise_edit"),
    path(
        "experts/<slug:ref>/edit/<slug:section>/<int:place>/remove/",
        profile.expertise_remove,
        name="expertise_remove",
    ),
    path("profile/", profile.own_profile, name="own_profile"),
    path("profile/copy/", profile.own_export, name="own_export"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/add/", agencies.agency_add, name="agency_add"),
    path("agencies/<slug:ref>/", agencies.agency, name="agency"),
    path("agencies/<slug:ref>/edit/", agencies.agency_edit, name="agency_edit"),
    path("agencies/<slug:ref>/specialisms/", agencies.agency_specialisms, name="agency_specialisms"),
    path("agency/", agencies.own_agency, name="own_agency"),
    path("partnerships/", partnerships.partnerships, name="partnerships"),
]
