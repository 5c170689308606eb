"""The checklist by which a station is fitted out better."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.places.models import Station, UpgradeItem

_DONE = Phrase("“{what}”已经完成。", "“{what}” is done already.")


@transaction.atomic
def set_upgrades(
    *, station: Station, items: Collection[tuple[str, str]], by: Account | None
) -> list[UpgradeItem]:
    """Replace what is still to do (Chinese, English); what is done stays on the list."""
    require_runner(by=by, subdistrict=station.subdistrict)
    station.upgrades.filter(done_on=None).delete()
    done = set(station.upgrades.values_list("what_zh", flat=True))
    wanted = {zh: en for zh, en in items if zh not in done}
    rows = UpgradeItem.objects.bulk_create(
        UpgradeItem(station=station, what_zh=zh, what_en=en) for zh, en in wanted.items()
    )
    record(verb="set_upgrades", subject=station, by=by, subdistrict=station.subdistrict, items=list(wanted))
    return rows


@transaction.atomic
def complete_upgrade(*, item: UpgradeItem, by: Account | None, on: dt.date | None = None) -> UpgradeItem:
    """Tick one line off, today unless another day is named."""
    require_runner(by=by, subdistrict=item.station.subdistrict)
    day = on or clock.now().date()
    if not UpgradeItem.objects.filter(pk=item.pk, done_on=None).update(done_on=day):
        raise Refusal("upgrade_done", _DONE, what=Phrase(item.what_zh, item.what_en or item.what_zh))
    item.done_on = day
    record(verb="complete_upgrade", subject=item, by=by, subdistrict=item.station.subdistrict)
    return item
