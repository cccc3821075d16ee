from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "lantern.matching"
    label = "matching"

    def ready(self) -> None:
        # Tasks call services, so services cannot know tasks: this is where they meet.
        from lantern.matching import services, tasks

        services.plug_queue(tasks.work_out.enqueue)
