"""What a provider's page says about its orders."""

from django import template

from yizhan.offers.models import Provider
from yizhan.rounds.words import OrderState

register = template.Library()


@register.simple_tag
def orders_to_answer(provider: Provider) -> int:
    """Return how many orders wait for a provider's answer."""
    return provider.orders.filter(state=OrderState.DISPATCHED).count()
