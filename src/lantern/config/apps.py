from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "lantern.config"
    label = "config"
