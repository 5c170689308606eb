"""A small round of a night school: two priorities, a pair, a clash of times and an announced one."""

from strategies.draws import SOURCE
from yizhan.planning.sharing import Entry, Offering, draw_problem

LIST = """yizhan-draw 1
round 2026q1-night-school
rule serial-dictatorship
cap 2
randomness drand-quicknet 1000
offering brush 2 2026-03-02T18:30/2026-03-02T20:00 2026-03-09T18:30/2026-03-09T20:00
offering clay 1 2026-03-09T19:30/2026-03-09T21:00
offering code 3
clash clay code
entry 4f9a 2 2 0 2 brush code
entry 7c01 1 1 0 1 clay brush
entry b3e8 1 2 1 2 clay code brush
"""


def example():
    return draw_problem(
        slug="2026q1-night-school",
        source=SOURCE,
        cap=2,
        offerings=[
            Offering("code", 3),
            Offering("clay", 1, (("2026-03-09T19:30", "2026-03-09T21:00"),)),
            Offering(
                "brush",
                2,
                (("2026-03-02T18:30", "2026-03-02T20:00"), ("2026-03-09T18:30", "2026-03-09T20:00")),
            ),
        ],
        clashes=[("code", "clay")],
        entries=[
            Entry("7c01", ("clay", "brush"), slips=1),
            Entry("b3e8", ("clay", "code", "brush"), tier=1, most=2),
            Entry("4f9a", ("brush", "code"), size=2, most=2),
        ],
    )
