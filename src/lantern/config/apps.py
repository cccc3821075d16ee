from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "lantern.config"
    label = "config"

    def ready(self) -> None:
        from lantern.config import plugs

        plugs.plug()
