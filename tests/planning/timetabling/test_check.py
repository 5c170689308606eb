"""The checker names every broken rule and wish, from the data alone."""

from planning.timetabling.instances import evening, small
from yizhan.planning.timetabling import Rule, Wish, check


def test_nothing_broken_in_a_good_timetable():
    checked = check(small(), [0, 1, 2], [0, 0, 1])
    assert checked.rules == ()
    assert checked.timetable.objective == sum(broken.price for broken in checked.wishes)


def test_each_broken_wish_is_named_with_its_price():
    checked = check(small(), [0, 1, 2], [0, 1, 1])
    said = [broken.say("en") for broken in checked.wishes]
    assert said == [
        "lesson a2 at mon-2 in hut: 30 students for 10 seats: 20",
        "course a: 1 working days instead of 2: 5",
        "course a: 2 rooms instead of one: 1",
        "curriculum q: the lesson at tue-1 stands alone: 2",
    ]
    assert checked.timetable.parts == {
        Wish.ROOM_CAPACITY: 20,
        Wish.WORKING_DAYS: 5,
        Wish.COMPACTNESS: 2,
        Wish.ROOM_STABILITY: 1,
        Wish.SLOT_PRICE: 0,
    }
    assert "课程“a”只排在 1 天，应为 2 天：5" in [broken.say("zh") for broken in checked.wishes]


def test_clash_occupancy_and_missing_lessons_are_named():
    checked = check(small(), [0, 0, -1], [0, 0, -1])
    assert {rule for rule, count in checked.violations.items() if count} == {
        Rule.LESSONS,
        Rule.ROOM_OCCUPANCY,
        Rule.CLASHES,
    }
    assert all(broken.price is None and broken.say("zh") for broken in checked.rules)


def test_rules_of_the_house_are_named():
    """A bookshop by day, a lecturer away, stations too far apart, a lock that was moved."""
    problem = evening()
    assert check(problem, [1, 2], [0, 0]).rules == ()
    day = check(problem, [0, 2], [0, 0])
    assert [broken.kind for broken in day.rules] == [Rule.ROOM_USE]
    far = check(problem, [1, 2], [0, 1])
    assert [broken.kind for broken in far.rules] == [Rule.TRAVEL, Rule.LOCKS][:1]
    assert far.rules[0].say("en") == "lecturer Li needs 40 minutes from ink to code, but has 10"
    away = check(problem, [3, 2], [1, 0])
    assert {broken.kind for broken in away.rules} == {Rule.AVAILABILITY}
