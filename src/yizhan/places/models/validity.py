"""Rows are looked over before they are saved; the first wrong column is named."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

_INVALID = Phrase("“{field}”不正确：{why}", "{field} is wrong: {why}")
_TAKEN = Phrase("同样的“{what}”已经存在。", "There is such a {what} already.")


def save_checked(row: models.Model) -> None:
    """Save a row, or refuse it naming the first wrong column."""
    try:
        row.full_clean()
    except ValidationError as wrong:
        field, complaints = next(iter(wrong.message_dict.items()))
        raise Refusal("invalid_field", _INVALID, field=field, why=" ".join(complaints)) from wrong
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        # Somebody else saved the same between the check and now.
        raise Refusal("already_exists", _TAKEN, what=type(row).__name__) from taken
