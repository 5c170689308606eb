"""The mailbox of a laptop: what would have been sent as text messages; a server has none."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yizhan.outside.texts import FileMailbox
from yizhan.people.models import Message
from yizhan.portal.seats.visitor import seat_page
from yizhan.portal.tenancy import subdistrict_here

SHOWN = 60


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the newest codes and messages; there is no such page on a server."""
    if not settings.MAILBOX_IS_OPEN:
        raise Http404
    waiting = Message.objects.filter(subdistrict=subdistrict_here(), sent_at=None).order_by("-created_at")
    letters = list(reversed(FileMailbox(settings.HOME).letters()))
    context = {"letters": letters[:SHOWN], "waiting": waiting[:SHOWN]}
    return seat_page(request, "portal/seats/mailbox.html", context)
