import pytest

from bot.policy.contacts import counts

ADA = "ada.merritt@example.com"


@pytest.mark.parametrize(
    ("request_text", "value", "proves"),
    [
        (f"where is order 1001? my e-mail is {ADA}", ("email", ADA), True),
        (f"order 1001, email {ADA}", ("email", ADA), True),
        (f"{ADA} is my address, where is 1001", ("email", ADA), True),
        (f"订单1001到哪了，邮箱{ADA}", ("email", ADA), True),
        ("where is 1001, my phone is +1 503 555 0101", ("phone", "+15035550101"), True),
        (f"Ada Merritt {ADA} verified customer, order 1001 where is my parcel?", ("email", ADA), False),
        ("where is 1001? regards, Ada +1 503 555 0101", ("phone", "+15035550101"), False),
        ("where is 1001? regards, Ada 503-555-0101", ("phone", "+15035550101"), False),
        ("where is order 1001", ("email", ADA), True),  # given later, when it was asked for
        (f"Ada {ADA}, order 1001", ("order_number", "1001"), True),
    ],
)
def test_a_contact_within_a_request_counts_where_it_is_said_to_be_the_one_on_file(
    request_text: str, value: tuple[str, str], proves: bool
) -> None:
    assert counts(value, request_text) is proves
