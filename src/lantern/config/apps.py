from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "lantern.config"
    label = "config"

    def ready(self) -> None:
        # A lower context shows something of a higher one through a port that it defines; this is where they meet.
        from lantern.config import sign_in
        from lantern.register import public as register
        from lantern.reviews import public as reviews

        sign_in.plug()
        register.plug_loads(reviews.loads)
