"""The staff app's error tree; messages are fit for the user."""

from django.utils.translation import gettext_lazy as _


class StaffError(Exception):
    """Base of all staff errors."""

    message = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)


class UserUnknown(StaffError):
    message = _("There is no active user with this e-mail address.")


class EmailTaken(StaffError):
    message = _("A user with this e-mail address exists already.")


class EmailInvalid(StaffError):
    message = _("This is not an e-mail address.")


class KeyUnknown(StaffError):
    message = _("There is no API key with this id.")


class ScopeUnknown(StaffError):
    message = _("There is no such scope.")


class AlreadySetUp(StaffError):
    message = _("This database has an owner already. Sign in, or ask the owner for an account.")


class CodeWrong(StaffError):
    message = _("This is not the code that `regulars serve` printed when it started.")


class ColleagueUnknown(StaffError):
    message = _("There is no colleague with this address.")


class RoleUnknown(StaffError):
    message = _("There is no such role.")


class ReachUnknown(StaffError):
    message = _("Choose whose customers they may see: all, those of their team, or their own.")


class TeamUnknown(StaffError):
    message = _("There is no such team.")


class TeamTaken(StaffError):
    message = _("A team with this name exists already.")


class AboveYourself(StaffError):
    message = _("This role may do or see more than yours. Ask an owner.")


class BeyondYourReach(StaffError):
    message = _("You can let nobody see more customers than you see yourself. Ask an owner.")


class OwnAccess(StaffError):
    message = _("Nobody changes their own role, team or reach, or closes their own account. Ask another owner.")


class LastOwner(StaffError):
    message = _("This is the last owner. Make somebody else an owner first.")


class InvitationUnknown(StaffError):
    message = _("This invitation is no longer there.")


class LinkInvalid(StaffError):
    message = _("This link is no longer valid. It works once and for a limited time: ask for a new one.")


class KeyTooWide(StaffError):
    message = _("A key may not do or see more than whoever makes it.")


class SecondFactorNeeded(StaffError):
    message = _("Your role needs a second factor. Add another before you remove this one.")


class FactorUnknown(StaffError):
    message = _("There is no such second factor.")


class SessionUnknown(StaffError):
    message = _("This session has ended already.")


class PasskeyWrong(StaffError):
    message = _("This passkey was not accepted. Try again, or choose another way.")
