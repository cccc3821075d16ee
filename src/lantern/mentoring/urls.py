from django.urls import include, path

from lantern.mentoring.views import applying, cohorts, evidence, levels, pairs, pipeline, reflections, shared
from lantern.mentoring.views import path as paths

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

# The path to the chair
of_paths = [
    path("mine/", paths.mine, name="mine"),
    path("path/<slug:ref>/", paths.path, name="path"),
    path("path/<slug:ref>/skills/", levels.levels, name="levels"),
    path("path/<slug:ref>/skills/chart.svg", levels.levels_chart, name="levels_chart"),
    path("path/<slug:ref>/skills/audit/", levels.audit, name="audit"),
    path("path/<slug:ref>/skills/<slug:competency>/", levels.level_state, name="level_state"),
    path("path/<slug:ref>/agreement/", paths.agreement, name="agreement"),
    path("path/<slug:ref>/stage/", paths.stage_move, name="stage_move"),
    path("path/<slug:ref>/leave/", paths.leave, name="leave"),
    path("path/<slug:ref>/back/", paths.come_back, name="come_back"),
    path("path/<slug:ref>/sign-off/", paths.sign_off, name="sign_off"),
    path("path/<slug:ref>/evidence/add/", evidence.evidence_add, name="evidence_add"),
    path("path/<slug:ref>/evidence/workshops/", evidence.attendance_take, name="attendance_take"),
    path("evidence/", evidence.countersigning, name="countersigning"),
    path("evidence/<slug:ref>/", evidence.evidence, name="evidence"),
    path("evidence/<slug:ref>/ask/", evidence.evidence_ask, name="evidence_ask"),
    path("evidence/<slug:ref>/take-back/", evidence.evidence_withdraw, name="evidence_withdraw"),
    path("evidence/<slug:ref>/countersign/", evidence.evidence_countersign, name="evidence_countersign"),
]

# Cohorts, applications and where everyone is
of_cohorts = [
    path("cohorts/", cohorts.cohorts, name="cohorts"),
    path("cohorts/add/", cohorts.cohort_add, name="cohort_add"),
    path("cohorts/<slug:ref>/", cohorts.cohort, name="cohort"),
    path("cohorts/<slug:ref>/change/", cohorts.cohort_edit, name="cohort_edit"),
    path("cohorts/<slug:ref>/move/", cohorts.cohort_move, name="cohort_move"),
    path("cohorts/<slug:ref>/readers/", cohorts.cohort_readers, name="cohort_readers"),
    path("applications/<slug:ref>/", cohorts.application, name="application"),
    path("applications/<slug:ref>/read/", cohorts.application_read, name="application_read"),
    path("applications/<slug:ref>/decide/", cohorts.application_decide, name="application_decide"),
    path("applications/<slug:ref>/join/", cohorts.application_join, name="application_join"),
    path("call/<slug:ref>/", applying.call, name="call"),
    path("pipeline/", pipeline.pipeline, name="pipeline"),
]

# A personal link stands in mails, which somebody else may read: its address says nothing.
by_link = [
    path("answers/<str:token>/", applying.apply, name="apply"),
    path("answers/<str:token>/send/", applying.apply_send, name="apply_send"),
    path("answers/<str:token>/take-back/", applying.apply_withdraw, name="apply_withdraw"),
    path("answers/<str:token>/part/<slug:code>/", applying.apply_answer, name="apply_answer"),
]

urlpatterns = [path("mentoring/", include([*of_pairs, *of_paths, *of_cohorts])), *by_link]
