"""People who sign in, what they are members of, and invitations."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

from lantern.access.public import ROLES, Role
from lantern.kit import clock
from lantern.kit.references import new_ref

ROLE_CHOICES = [(role.value, ROLES[role].label) for role in Role]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. What they may do comes from memberships alone; there is no superuser.

    Groups are there for Wagtail, which asks nothing else; only an editor's membership puts anybody into one.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    sign_in_stamp = models.CharField(max_length=8, default=new_ref, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(is_superuser=False), name="there_is_no_superuser"),)

    class Privacy:
        keep = frozenset(
            {"id", "ref", "is_active", "joined_at", "last_login", "is_superuser", "groups", "user_permissions"}
        )
        scrub = frozenset({"email", "name", "password", "sign_in_stamp"})

    def __str__(self) -> str:
        return self.ref

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Ties each session to the stamp as well as the password: a new stamp ends the sessions of the old one."""
        return salted_hmac(
            "lantern.accounts.session", f"{self.password} {self.sign_in_stamp}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        today = clock.today()
        return self.filter(since__lte=today).filter(models.Q(until__isnull=True) | models.Q(until__gt=today))


class Membership(models.Model):
    """A role someone holds, over what, and until when. `scope` is a partnership's or agency's reference, or empty."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    scope = models.CharField(max_length=8, blank=True, default="")
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True, help_text="The first day without it.")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "role", "scope"), name="one_membership_a_role_and_scope"),
        )

    class Privacy:
        keep = frozenset({"id", "user", "role", "scope", "since", "until"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.scope}"


class Invitation(models.Model):
    """An invitation to make an account. Only a hash of its link is kept; it works once, until it expires."""

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    scope = models.CharField(max_length=8, blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(default=clock.now)
    # None for an installation's first coordinator: whoever holds the machine invites them, and has no account.
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        keep = frozenset({"id", "ref", "role", "scope", "invited_at", "invited_by", "expires_at", "used_at", "used_by"})
        scrub = frozenset({"email", "name", "token_hash"})

    def __str__(self) -> str:
        return self.ref
