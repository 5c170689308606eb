"""What browsers and search engines ask for unasked."""

from django.test import Client


def test_icon_is_found_where_browsers_look(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"].endswith("portal/icon.svg")


def test_search_engines_stay_out_of_the_staff_s_pages(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /console/",
        "Disallow: /en/console/",
    ]
