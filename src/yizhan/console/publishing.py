"""Publishing a plan, and undoing it; both say first exactly what will change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yizhan.console.comparison import columns_of, status_words
from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.studies import publications_of, scenario_here, study_here
from yizhan.console.templatetags.console import named
from yizhan.console.words import level_words, pattern_words
from yizhan.foundation.refusals import Refusal
from yizhan.plans.actions import publish_plan, undo_publication
from yizhan.plans.bridge import changes_of
from yizhan.plans.models import CandidateSite, Publication
from yizhan.plans.queries import standing_publication
from yizhan.plans.words import ChangeKind


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def publish(request: HttpRequest, desk: Desk, slug: str, scenario: str) -> HttpResponse:
    """Show what publishing would change; on confirmation, change it."""
    row = scenario_here(desk.planning(), slug, scenario)
    refused = ""
    if request.method == "POST":
        try:
            publish_plan(scenario=row, by=desk.account)
        except Refusal as refusal:
            refused = refusal.say(language())
        else:
            messages.success(request, _("方案已发布，新开和调整的站点已对公众可见。"))
            return redirect("console:study", slug)
    changed = {change.site.label for change in changes_of(row)}
    (column,) = columns_of([row], list(row.study.sites.all()))
    context: dict[str, Any] = {
        "study": row.study,
        "scenario": row,
        "status": status_words(row),
        "changes": [item for item in column.opened if item.site.label in changed],
        "same": [item for item in column.opened if item.site.label not in changed],
        "column": column,
        "refused": refused,
        "standing": standing_publication(row.study),
    }
    return show(request, "console/publish.html", context, status=400 if refused else 200, page="studies")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def undo(request: HttpRequest, desk: Desk, slug: str, publication: int) -> HttpResponse:
    """Show what undoing would change back; on confirmation, change it back."""
    study = study_here(desk.planning(), slug)
    row = found(publications_of(study), pk=publication)
    refused = ""
    if request.method == "POST":
        try:
            undo_publication(publication=row, by=desk.account)
        except Refusal as refusal:
            refused = refusal.say(language())
        else:
            messages.success(request, _("发布已撤销，站点恢复到发布之前。"))
            return redirect("console:study", slug)
    context = {"study": study, "publication": row, "refused": refused, "effects": _effects(row)}
    return show(request, "console/undo.html", context, status=400 if refused else 200, page="studies")


def _effects(publication: Publication) -> list[str]:
    """Return what undoing means for each site, one sentence each."""
    stored = publication.effects.get("stations", [])
    names = {
        site.pk: named(site)
        for site in CandidateSite.objects.filter(pk__in=[item["site"] for item in stored])
    }
    return [_undone(item, names.get(item["site"], "")) for item in stored]


def _undone(effect: dict[str, Any], name: str) -> str:
    if effect["kind"] == ChangeKind.OPEN:
        return _("“%(name)s”不再对公众开放，回到规划中") % {"name": name}
    level, pattern = effect["today"]
    facts = {"name": name, "level": level_words(level), "pattern": pattern_words(pattern)}
    if effect["kind"] == ChangeKind.CLOSE:
        return _("“%(name)s”重新开放：%(level)s · %(pattern)s") % facts
    return _("“%(name)s”恢复为：%(level)s · %(pattern)s") % facts
