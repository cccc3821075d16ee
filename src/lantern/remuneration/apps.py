from django.apps import AppConfig


class RemunerationConfig(AppConfig):
    name = "lantern.remuneration"
    label = "remuneration"
    default_auto_field = "django.db.models.BigAutoField"
