"""Who is talking: matched orders, one-time codes and the site's tokens."""

from __future__ import annotations

import pytest

from shop.asker import Level
from shop.codes import CodeResult
from shop.errors import Conflict, NotFound, TokenRefused, TooMany
from shop.tables import CodeRow
from tests.shop.small_shop import ADA, BEN, LIN, Shop

ADA_MAIL = "ada.merritt@example.com"


def test_a_new_conversation_is_a_guest(shop: Shop) -> None:
    who = shop.identity.who(shop.conversation())
    assert (who.level, who.shopper_id, who.known_orders) == (Level.GUEST, None, frozenset())


def test_a_conversation_that_does_not_exist_is_nobody(shop: Shop) -> None:
    with pytest.raises(NotFound):
        shop.identity.who("made-up")


@pytest.mark.parametrize(
    ("number", "contact", "fits"),
    [
        ("1001", ADA_MAIL, True),
        (" #1001", " Ada.Merritt@Example.COM ", True),
        ("1001", "+1 (503) 555-0101", True),
        ("1001", "503 555 0101", True),
        ("1001", "ben.okafor@example.com", False),
        ("1001", "ada.merritt@example.co", False),
        ("1001", "0101", False),
        ("1001", "", False),
        ("9999", ADA_MAIL, False),
        ("9999", "", False),
    ],
)
def test_an_order_is_matched_by_its_exact_contact(shop: Shop, number: str, contact: str, fits: bool) -> None:
    conversation = shop.conversation()
    assert shop.identity.match_order(conversation, number, contact) is fits
    who = shop.identity.who(conversation)
    assert who.known_orders == (frozenset({"1001"}) if fits else frozenset())
    assert who.level is (Level.KNOWN if fits else Level.GUEST)


def test_a_match_counts_for_that_conversation_and_order_only(shop: Shop) -> None:
    one, other = shop.conversation(), shop.conversation()
    shop.identity.match_order(one, "1001", ADA_MAIL)
    assert shop.identity.who(one).known_orders == {"1001"}
    assert shop.identity.who(other).level is Level.GUEST


@pytest.mark.parametrize("number", ["1001", "9999"])
def test_guessing_is_stopped_by_conversation_whether_or_not_the_order_exists(shop: Shop, number: str) -> None:
    conversation = shop.conversation()
    for guess in range(10):
        assert not shop.identity.match_order(conversation, number, f"guess{guess}@example.com")
    with pytest.raises(TooMany):
        shop.identity.match_order(conversation, "1002", ADA_MAIL)
    shop.clock.turn(minutes=61)
    assert shop.identity.match_order(conversation, "1002", ADA_MAIL)


@pytest.mark.parametrize("number", ["1001", "9999"])
def test_guessing_is_stopped_by_order_from_many_conversations(shop: Shop, number: str) -> None:
    for guess in range(20):
        shop.identity.match_order(shop.conversation(), number, f"guess{guess}@example.com")
    with pytest.raises(TooMany):
        shop.identity.match_order(shop.conversation(), number, ADA_MAIL)


def test_a_token_verifies_for_thirty_minutes(shop: Shop) -> None:
    ada = shop.verified(ADA)
    assert (ada.level, ada.shopper_id) == (Level.VERIFIED, ADA)
    shop.clock.turn(minutes=29)
    assert shop.identity.who(ada.conversation_id) == ada
    shop.clock.turn(minutes=1)
    later = shop.identity.who(ada.conversation_id)
    assert (later.level, later.shopper_id) == (Level.GUEST, None)
    assert shop.log.conversation(ada.conversation_id).shopper_id == ADA


def test_who_knew_a_conversation_before_its_shopper_signed_in_cannot_read_on(shop: Shop) -> None:
    opened = shop.log.open("en")
    token = shop.identity.identify(opened.conversation_id, shop.tokens.sign(str(ADA)))
    assert token is not None
    assert shop.log.check(opened.conversation_id, token).level is Level.VERIFIED
    with pytest.raises(NotFound):
        shop.log.check(opened.conversation_id, opened.token)
    assert shop.identity.identify(opened.conversation_id, shop.tokens.sign(str(ADA))) is None
    shop.clock.turn(minutes=31)
    assert shop.identity.identify(opened.conversation_id, shop.tokens.sign(str(ADA))) not in (None, token)


def test_a_match_counts_for_a_day(shop: Shop) -> None:
    conversation = shop.conversation()
    assert shop.identity.match_order(conversation, "1001", ADA_MAIL)
    shop.clock.turn(hours=23)
    assert shop.identity.who(conversation).level is Level.KNOWN
    shop.clock.turn(hours=1)
    assert shop.identity.who(conversation).level is Level.GUEST
    assert shop.identity.match_order(conversation, "1001", ADA_MAIL)
    assert shop.identity.who(conversation).known_orders == {"1001"}


def test_another_shopper_s_token_needs_a_new_conversation(shop: Shop) -> None:
    ada = shop.verified(ADA)
    shop.clock.turn(hours=2)
    with pytest.raises(Conflict):
        shop.identity.sign_in(ada.conversation_id, shop.tokens.sign(str(BEN)))
    assert shop.identity.sign_in(ada.conversation_id, shop.tokens.sign(str(ADA))).shopper_id == ADA


@pytest.mark.parametrize("subject", ["9999", "ada", "-1", "1 OR 1=1", "²", "1" * 40, "9" * 19, "9" * 5000])
def test_a_token_for_nobody_is_refused(shop: Shop, subject: str) -> None:
    with pytest.raises(TokenRefused):
        shop.identity.sign_in(shop.conversation(), shop.tokens.sign(subject))


def test_a_code_goes_to_the_e_mail_on_file_and_verifies(shop: Shop) -> None:
    conversation = shop.conversation()
    shop.identity.send_code(conversation, "(503) 555-0101", "en")
    mail = shop.mailer.newest()[0]
    assert mail.to == ADA_MAIL
    assert "The Test Shop" in mail.subject
    assert "10 minutes" in mail.body
    assert shop.identity.awaits_code(conversation)
    assert shop.identity.check_code(conversation, f"it is {shop.mailed_code()}") is CodeResult.OK
    assert shop.identity.who(conversation).shopper_id == ADA
    assert not shop.identity.awaits_code(conversation)


def test_a_code_is_written_in_the_reader_s_language(shop: Shop) -> None:
    shop.identity.send_code(shop.conversation(), "lin.yue@example.com", "zh")
    assert "验证码" in shop.mailer.newest()[0].subject
    assert "测试店" in shop.mailer.newest()[0].body


def test_a_code_is_kept_nowhere_in_the_clear(shop: Shop) -> None:
    shop.identity.send_code(shop.conversation(), ADA_MAIL, "en")
    with shop.sessions() as session:
        row = session.query(CodeRow).one()
    assert shop.mailed_code() not in (row.code_hash, row.contact_hash)
    assert ADA_MAIL not in row.contact_hash


def test_nobody_can_tell_whether_a_contact_exists(shop: Shop) -> None:
    conversation = shop.conversation()
    shop.identity.send_code(conversation, "nobody@example.com", "en")
    assert shop.mailer.newest() == []
    assert shop.identity.awaits_code(conversation)
    results = [shop.identity.check_code(conversation, "123456") for _ in range(5)]
    shop.clock.turn(hours=2)
    shop.identity.send_code(conversation, ADA_MAIL, "en")
    wrong = "000000" if shop.mailed_code() != "000000" else "111111"
    assert [shop.identity.check_code(conversation, wrong) for _ in range(5)] == results


def test_five_wrong_tries_block_even_the_right_code(shop: Shop) -> None:
    conversation = shop.conversation()
    shop.identity.send_code(conversation, ADA_MAIL, "en")
    results = [shop.identity.check_code(conversation, "not it") for _ in range(5)]
    assert results == [CodeResult.WRONG] * 4 + [CodeResult.BLOCKED]
    assert shop.identity.check_code(conversation, shop.mailed_code()) is CodeResult.BLOCKED
    assert shop.identity.who(conversation).level is Level.GUEST


def test_a_code_lives_ten_minutes_and_works_once_and_only_the_newest(shop: Shop) -> None:
    conversation = shop.conversation()
    shop.identity.send_code(conversation, ADA_MAIL, "en")
    old = shop.mailed_code()
    shop.clock.turn(minutes=10)
    assert shop.identity.check_code(conversation, old) is CodeResult.EXPIRED
    shop.identity.send_code(conversation, ADA_MAIL, "en")
    new = shop.mailed_code()
    if old != new:
        assert shop.identity.check_code(conversation, old) is CodeResult.WRONG
    assert shop.identity.check_code(conversation, new) is CodeResult.OK
    assert shop.identity.check_code(conversation, new) is CodeResult.EXPIRED


def test_a_code_works_in_its_own_conversation_only(shop: Shop) -> None:
    shop.identity.send_code(shop.conversation(), ADA_MAIL, "en")
    other = shop.conversation()
    assert shop.identity.check_code(other, shop.mailed_code()) is CodeResult.WRONG
    code = shop.mailed_code()
    shop.identity.send_code(other, "ben.okafor@example.com", "en")
    if shop.mailed_code() != code:
        assert shop.identity.check_code(other, code) is CodeResult.WRONG


@pytest.mark.parametrize("contact", [ADA_MAIL, "nobody@example.com"])
def test_three_codes_an_hour_for_a_contact_and_for_a_conversation(shop: Shop, contact: str) -> None:
    for _ in range(3):
        shop.identity.send_code(shop.conversation(), contact, "en")
    with pytest.raises(TooMany):
        shop.identity.send_code(shop.conversation(), contact.upper(), "en")
    conversation = shop.conversation()
    for place in range(3):
        shop.identity.send_code(conversation, f"somebody{place}@example.com", "en")
    with pytest.raises(TooMany):
        shop.identity.send_code(conversation, "lin.yue@example.com", "en")
    shop.clock.turn(minutes=61)
    shop.identity.send_code(conversation, contact, "en")


def test_another_shopper_s_code_does_not_take_over_a_conversation(shop: Shop) -> None:
    lin = shop.verified(LIN)
    shop.identity.send_code(lin.conversation_id, ADA_MAIL, "en")
    with pytest.raises(Conflict):
        shop.identity.check_code(lin.conversation_id, shop.mailed_code())
    assert shop.identity.who(lin.conversation_id).shopper_id == LIN
