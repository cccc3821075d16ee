from lantern.reviews.forms.meetings import MeetingForm, PapersForm
from lantern.reviews.forms.needs import CharacteristicsForm, NeedForm, QuestionForm, RulesForm
from lantern.reviews.forms.offers import AskForm, DeclareForm, DeclineForm, FeeForm, ReplyForm, SettleForm, TermsForm
from lantern.reviews.forms.reflections import ReflectionForm
from lantern.reviews.forms.reviews import EditForm, OpenForm, StageForm

__all__ = [
    "AskForm",
    "CharacteristicsForm",
    "DeclareForm",
    "DeclineForm",
    "EditForm",
    "FeeForm",
    "MeetingForm",
    "NeedForm",
    "OpenForm",
    "PapersForm",
    "QuestionForm",
    "ReflectionForm",
    "ReplyForm",
    "RulesForm",
    "SettleForm",
    "StageForm",
    "TermsForm",
]
