"""Small draws for hypothesis: few offerings, few seats, parties, tiers, clashes, caps."""

from hypothesis import strategies as st

from yizhan.planning.sharing import Entry, Offering, Source, SourceKind, draw_problem

SOURCE = Source(SourceKind.DRAND, "1000")
DAYS = st.sampled_from(["2026-03-02", "2026-03-03"])
HOURS = st.integers(9, 12)

values = st.binary(min_size=32, max_size=32).map(bytes.hex)


@st.composite
def sessions(draw):
    day, start = draw(DAYS), draw(HOURS)
    return f"{day}T{start:02d}:00", f"{day}T{start + draw(st.integers(1, 2)):02d}:00"


@st.composite
def problems(draw, *, sizes=3, tiers=1, most_cap=3, entries=9, slips=3):
    labels = [f"c{index}" for index in range(draw(st.integers(1, 4)))]
    offerings = [
        Offering(label, draw(st.integers(0, 4)), tuple(draw(st.lists(sessions(), max_size=2))))
        for label in labels
    ]
    cap = draw(st.integers(1, most_cap))
    made = [
        Entry(
            f"t{index}",
            tuple(draw(st.permutations(labels)))[: draw(st.integers(0, len(labels)))],
            size=draw(st.integers(1, sizes)),
            slips=draw(st.integers(1, slips)),
            tier=draw(st.integers(0, tiers)),
            most=draw(st.integers(1, cap)),
        )
        for index in range(draw(st.integers(0, entries)))
    ]
    clashes = draw(st.sampled_from([(), (("c0", "c1"),)])) if len(labels) > 1 else ()
    return draw_problem(
        slug="spring", source=SOURCE, offerings=offerings, entries=made, cap=cap, clashes=clashes
    )
