"""Tenants and accounts."""

from itertools import count

from yizhan.people.models import Account, District, Role, Subdistrict
from yizhan.people.words import RoleName

#: West, south, east, north of the North Bund, roughly.
BOX = (121.465, 31.235, 121.525, 31.275)
numbers = count(1)


def make_subdistrict(**fields: object) -> Subdistrict:
    number = next(numbers)
    district, _ = District.objects.get_or_create(
        slug="hongkou", defaults={"name_zh": "虹口区", "name_en": "Hongkou District"}
    )
    values: dict[str, object] = {
        "slug": f"subdistrict-{number}",
        "name_zh": f"示例街道{number}",
        "name_en": f"Example Sub-district {number}",
        **dict(zip(("west", "south", "east", "north"), BOX, strict=True)),
    }
    return Subdistrict.objects.create(district=district, **values | fields)


def make_account(subdistrict: Subdistrict | None = None, role: RoleName | None = None) -> Account:
    """An account without a usable password, with one role where it is named."""
    number = next(numbers)
    account = Account.objects.create(username=f"account-{number}", display_name=f"示例人员{number}")
    if role is not None:
        Role.objects.create(account=account, subdistrict=subdistrict or make_subdistrict(), name=role)
    return account
