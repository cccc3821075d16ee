from lantern.reviews.forms.needs import CharacteristicsForm, NeedForm, QuestionForm, RulesForm
from lantern.reviews.forms.offers import AskForm, DeclareForm, DeclineForm, ReplyForm, SettleForm, TermsForm
from lantern.reviews.forms.reviews import EditForm, OpenForm, StageForm
from lantern.reviews.forms.versions import VersionedForm

__all__ = [
    "AskForm",
    "CharacteristicsForm",
    "DeclareForm",
    "DeclineForm",
    "EditForm",
    "NeedForm",
    "OpenForm",
    "QuestionForm",
    "ReplyForm",
    "RulesForm",
    "SettleForm",
    "StageForm",
    "TermsForm",
    "VersionedForm",
]
