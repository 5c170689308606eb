"""What a room has that a course may need."""

from collections.abc import Iterable

from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.places.models import Room
from yizhan.places.words import RoomFeature

_UNKNOWN = Phrase("没有“{feature}”这种房间条件。", "There is no room feature called “{feature}”.")


@transaction.atomic
def set_room_features(*, room: Room, features: Iterable[str], by: Account | None) -> Room:
    """Replace what a room has; timetables put a course only where its needs are met."""
    require_runner(by=by, subdistrict=room.station.subdistrict)
    wanted = set(features)
    for code in sorted(wanted - set(RoomFeature.values)):
        raise Refusal("unknown_feature", _UNKNOWN, feature=code)
    before, room.features = room.features, [code for code in RoomFeature.values if code in wanted]
    room.save(update_fields=["features"])
    record(
        verb="set_room_features",
        subject=room,
        by=by,
        subdistrict=room.station.subdistrict,
        before=before,
        after=room.features,
    )
    return room
