"""The page of a course leads to where one signs up for its classes."""

from django.test import Client

from factories.towns import Town
from yizhan.offers.models import Offering
from yizhan.offers.words import SignUp
from yizhan.rounds.models import SignUpRound
from yizhan.rounds.words import RoundState


def page_of(client: Client, offering: Offering) -> str:
    return client.get(f"/courses/{offering.version.course.slug}/").content.decode()


def test_drawn_class_leads_to_its_round(
    client: Client, town: Town, evening: SignUpRound, classes: list[Offering]
) -> None:
    assert 'href="/rounds/evening/"' in page_of(client, classes[0])
    SignUpRound.objects.update(state=RoundState.DRAFT)
    assert "/rounds/evening/" not in page_of(client, classes[0])


def test_first_come_class_is_booked_at_once(client: Client, town: Town, classes: list[Offering]) -> None:
    Offering.objects.filter(pk=classes[1].pk).update(sign_up=SignUp.FIRST_COME)
    assert f'href="/seats/book/{classes[1].slug}/"' in page_of(client, classes[1])
    assert "/seats/book/" not in page_of(client, classes[0])
