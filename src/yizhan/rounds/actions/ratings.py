"""Rating a course after an order (评单), and answering what people wrote."""

from django.db import transaction

from yizhan.foundation import clock
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.rounds.actions.order_steps import take_step
from yizhan.rounds.models import GroupOrder, Rating
from yizhan.rounds.queries.orders import ends_at, locked
from yizhan.rounds.rules.orders import RATE, refuse_rating, refuse_silence, refuse_step, week_of
from yizhan.rounds.words import OrderState


@transaction.atomic
def rate_order(*, order: GroupOrder, stars: int, by: Account | None, comment: str = "") -> Rating:
    """Rate the course of an order, once; the rating keeps the week and nothing of the order."""
    if by is not None:
        require_runner(by=by, subdistrict=order.subdistrict)
    order = locked(order)
    refuse_step(order.state, {OrderState.ACCEPTED}, act=RATE)
    ended_at, now = ends_at(order), clock.now()
    assert ended_at is not None  # it was accepted
    refuse_rating(stars=stars, comment=comment.strip(), ended_at=ended_at, now=now)
    take_step(order=order, state=OrderState.RATED, verb="rate_order", by=by)
    return Rating.objects.create(
        course=order.item.version.course,
        stars=stars,
        comment=comment.strip(),
        week_of=week_of(now.date()),
    )


@transaction.atomic
def answer_comment(*, rating: Rating, reply: str, by: Account | None, withhold: bool = False) -> Rating:
    """Answer a comment; from now on it is shown with the answer, or withheld where it names somebody."""
    subdistrict = rating.course.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    refuse_silence(reply)
    rating.reply, rating.is_withheld = reply.strip(), withhold
    rating.replied_at, rating.replied_by = clock.now(), by
    rating.save(update_fields=["reply", "is_withheld", "replied_at", "replied_by"])
    record(verb="answer_comment", subject=rating.course, by=by, subdistrict=subdistrict, withheld=withhold)
    return rating
