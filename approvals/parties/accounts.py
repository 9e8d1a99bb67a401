"""How people come to an account: here by an administrator, never by open sign-up."""

from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal, Refused

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the office; the sign-up page is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter; refuse (503) where no mail server is set up or it does not answer.

        Alike for known and unknown addresses: both would have had a letter.
        """
        if settings.EMAIL_BACKEND == NO_MAIL:
            raise _no_letter(_("本站未设置邮件服务器，不能寄信。"))
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            raise _no_letter(_("邮件服务器没有应答，信没有寄出。")) from error


def _no_letter(sentence: str) -> Refused:
    fix = _("请联系本站管理员重设密码。")
    return Refused(Refusal("no_letter", sentence, "D-MAIL", fix), status=503)
