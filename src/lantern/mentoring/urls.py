from django.urls import path

from lantern.mentoring.views import pairs, reflections, shared

app_name = "mentoring"

# Pairs and what they share
of_pairs = [
    path("pairs/", pairs.pairs, name="pairs"),
    path("pairs/choose/", pairs.pair_add, name="pair_add"),
    path("pairs/<slug:ref>/", pairs.pair, name="pair"),
    path("pairs/<slug:ref>/agree/", pairs.pair_agree, name="pair_agree"),
    path("pairs/<slug:ref>/decline/", pairs.pair_decline, name="pair_decline"),
    path("pairs/<slug:ref>/end/", pairs.pair_end, name="pair_end"),
    path("pairs/<slug:ref>/goals/add/", shared.goal_add, name="goal_add"),
    path("pairs/<slug:ref>/goals/<slug:goal>/reached/", shared.goal_reached, name="goal_reached"),
    path("pairs/<slug:ref>/to-do/add/", shared.action_add, name="action_add"),
    path("pairs/<slug:ref>/to-do/<slug:action>/done/", shared.action_done, name="action_done"),
    path("pairs/<slug:ref>/notes/add/", shared.note_add, name="note_add"),
    path("pairs/<slug:ref>/sessions/add/", shared.session_add, name="session_add"),
    path("pairs/<slug:ref>/sessions/<slug:session>/cancel/", shared.session_cancel, name="session_cancel"),
    path("pairs/<slug:ref>/sessions/<slug:session>/held/", shared.session_held, name="session_held"),
    path("pairs/<slug:ref>/sessions/<slug:session>/meeting.ics", shared.session_calendar, name="session_calendar"),
    path("mentors/add/", pairs.mentor_add, name="mentor_add"),
    path("mentors/<slug:ref>/", pairs.mentor, name="mentor"),
    path("after-hard-material/", shared.debrief, name="debrief"),
    path("for-yourself/", reflections.reflections, name="reflections"),
    path("for-yourself/add/", reflections.reflection_add, name="reflection_add"),
    path("for-yourself/<slug:ref>/", reflections.reflection, name="reflection"),
    path("for-yourself/<slug:ref>/delete/", reflections.reflection_delete, name="reflection_delete"),
]

urlpatterns = [*of_pairs]
