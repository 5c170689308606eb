"""Sign-up rounds and their draws."""

from django.db import models

from yizhan.offers.models import Offering
from yizhan.people.models import Account, Subdistrict
from yizhan.rounds.words import Method, Randomness, RoundState


class SignUpRound(models.Model):
    """A window in which people wish for seats in many offerings at once; seconds do not matter in it."""

    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="rounds")
    slug = models.SlugField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    method = models.CharField(max_length=12, choices=Method, default=Method.DRAW)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # When the randomness named below will exist; after the list is published.
    draw_at = models.DateTimeField(null=True, blank=True)
    confirm_until = models.DateTimeField(null=True, blank=True)
    # How long somebody on the waiting list has to take an offered seat.
    offer_hours = models.PositiveSmallIntegerField(default=24)
    seats_a_person = models.PositiveSmallIntegerField(default=1)
    wishes_at_most = models.PositiveSmallIntegerField(default=5)
    # Percent of each offering's seats kept for telephone and counter until the draw (or `hold_until`).
    held_percent = models.PositiveSmallIntegerField(default=20)
    hold_until = models.DateTimeField(null=True, blank=True)
    randomness = models.CharField(max_length=10, choices=Randomness, default=Randomness.DRAND)
    randomness_round = models.PositiveBigIntegerField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "slug"], name="one_round_a_slug"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="round_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=models.Q(held_percent__lte=100), name="held_percent_of_seats"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class RoundOffering(models.Model):
    """An offering in a round; an offering is in one round at most."""

    round = models.ForeignKey(SignUpRound, on_delete=models.CASCADE, related_name="round_offerings")
    offering = models.OneToOneField(Offering, on_delete=models.CASCADE, related_name="round_offering")
    position = models.PositiveSmallIntegerField(default=0)
    # What became of the seats last term, to say "9 of 30 gave back": None where unknown.
    given_back_before = models.PositiveIntegerField(null=True, blank=True)
    seats_before = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.round} {self.offering}"


class Draw(models.Model):
    """A draw anyone can re-run: the published list and its hash, the randomness, the result."""

    round = models.OneToOneField(SignUpRound, on_delete=models.PROTECT, related_name="draw")
    # The canonical list, published before the randomness exists; tickets and wishes, no persons.
    list_text = models.TextField()
    list_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    randomness_value = models.CharField(max_length=200, blank=True)
    randomness_proof = models.JSONField(
        default=dict, blank=True
    )  # round, signature; or what was typed by whom
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    # The published draw file, whole.
    published = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.round} {self.list_hash[:12]}"
