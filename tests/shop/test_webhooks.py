"""Events reach the shop's other systems: signed, once they are true, again if need be, and nowhere else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from dataclasses import dataclass, field
from random import Random
from threading import Barrier, Event, Thread
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, event, select

from shop.changes import ChangeAddress, ReportProblem
from shop.deliveries import failing
from shop.endpoints import Endpoint, read_secrets
from shop.tables import DeliveryRow, ShopEventRow
from shop.webhooks import PAUSES, Webhooks, deliver
from tests.shop.small_shop import BEN, BOTH_DATABASES, NOOR, DyingDatabase, Shop
from tests.shop.wishes import ELSEWHERE, INSIDE, PAID

pytestmark = BOTH_DATABASES
SECRET = "whsec_" + base64.b64encode(b"a secret of the tests, 32 bytes!").decode()
KEYS = read_secrets(f"erp:{SECRET}")
URL = "https://erp.example.com/hooks"


@dataclass
class Receiver:
    """Stands in for the shop's other system: keeps what it is sent, answers with what it is told to."""

    answers: list[int | Exception] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def __call__(self, url: str, headers: Any, body: bytes) -> int:
        self.calls.append((url, dict(headers), body))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, Exception):
            raise answer
        return answer


def _sender(shop: Shop, receiver: Receiver, events: tuple[str, ...] = ()) -> Webhooks:
    endpoint = Endpoint(url=URL, events=events)
    return Webhooks(shop.sessions, {"erp": endpoint}, KEYS, receiver, shop.clock, Random(1))


def _cancel(shop: Shop, key: str = "key") -> None:
    shop.orders.cancel(shop.verified(BEN), "1006", "changed my mind", key)


def _delivery(shop: Shop) -> DeliveryRow:
    with shop.sessions() as session:
        return session.scalars(select(DeliveryRow)).one()


def _happen(shop: Shop, count: int) -> None:
    with shop.sessions.begin() as session:
        for number in range(count):
            event = ShopEventRow(id=f"event-{number}", kind="order.cancelled", subject="1", at=shop.clock(), payload={})
            session.add(event)


def test_an_event_arrives_once_signed_and_says_what_happened(shop: Shop) -> None:
    receiver = Receiver()
    sender = _sender(shop, receiver)
    assert sender.run().delivered == 0
    _cancel(shop)
    assert sender.run().delivered == 1
    assert sender.run().delivered == 0
    url, headers, body = receiver.calls[0]
    assert (len(receiver.calls), url) == (1, URL)
    told = json.loads(body)
    assert (told["type"], told["id"]) == ("order.cancelled", headers["webhook-id"])
    assert told["data"]["number"] == "1006"
    assert "state" in told["data"]["changed"]
    assert "Okafor" not in body.decode()
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = hmac.new(KEYS["erp"], signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(right).decode()
    assert int(headers["webhook-timestamp"]) == int(shop.clock.now.timestamp())


def test_what_was_not_done_is_not_told(shop: Shop) -> None:
    receiver = Receiver()
    for statements in range(30):
        with DyingDatabase(shop.engine, statements) as database:
            try:
                _cancel(shop)
            except Exception:
                assert database.died
        if database.died:
            assert _sender(shop, receiver).run().delivered == 0
    assert receiver.calls == []


@pytest.mark.parametrize("failure", [500, 404, 301, httpx.ConnectError("no"), httpx.ReadTimeout("slow")])
def test_what_fails_is_tried_again_later_with_the_same_id_and_a_new_signature(
    shop: Shop, failure: int | Exception
) -> None:
    receiver = Receiver([failure])
    sender = _sender(shop, receiver)
    _cancel(shop)
    assert sender.run().failed == 1
    assert sender.run() == sender.run()
    assert len(receiver.calls) == 1
    shop.clock.turn(seconds=PAUSES[0] * 1.2)
    assert sender.run().delivered == 1
    first, second = receiver.calls
    assert first[1]["webhook-id"] == second[1]["webhook-id"]
    assert first[1]["webhook-signature"] != second[1]["webhook-signature"]
    assert first[2] == second[2]
    assert _delivery(shop).tries == 2


def test_it_is_given_up_after_ten_tries_in_growing_pauses(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    receiver = Receiver([500] * 50)
    sender = _sender(shop, receiver)
    _cancel(shop)
    for pause in PAUSES:
        assert sender.run().failed == 1
        shop.clock.turn(seconds=pause * 0.9)
        assert sender.run().failed == 0
        shop.clock.turn(seconds=pause * 0.31)
    with caplog.at_level(logging.ERROR):
        assert sender.run().given_up == 1
    shop.clock.turn(days=9)
    assert sender.run().failed == 0
    assert len(receiver.calls) == len(PAUSES) + 1
    assert (_delivery(shop).state, _delivery(shop).last_error) == ("given_up", "status 500")
    assert "given up after 10 tries" in caplog.text


def test_who_says_gone_is_not_asked_again(shop: Shop) -> None:
    receiver = Receiver([410])
    _cancel(shop)
    assert _sender(shop, receiver).run().given_up == 1


def test_an_endpoint_hears_of_what_it_asked_for_and_of_nothing_before_its_time(shop: Shop) -> None:
    nobody, receiver = Webhooks(shop.sessions, {}, {}, Receiver(), shop.clock), Receiver()
    _cancel(shop)
    nobody.run()
    sender = _sender(shop, receiver, events=("case.opened",))
    assert sender.run().delivered == 0
    noor = shop.verified(NOOR)
    shop.orders.apply(noor, INSIDE, ReportProblem("damaged"), "key-2", 1)
    shop.orders.apply(noor, PAID, ChangeAddress(ELSEWHERE), "key-3", 1)
    assert sender.run().delivered == 1
    assert [json.loads(body)["type"] for _, _, body in receiver.calls] == ["case.opened"]


def test_two_senders_at_once_send_each_event_once(shop: Shop) -> None:
    receiver = Receiver()
    _happen(shop, 6)
    start, senders = Barrier(3), [_sender(shop, receiver) for _ in range(3)]

    def run(sender: Webhooks) -> None:
        start.wait()
        sender.run()

    threads = [Thread(target=run, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    senders[0].run()
    assert sorted(headers["webhook-id"] for _, headers, _ in receiver.calls) == [f"event-{n}" for n in range(6)]


def test_a_sender_that_died_after_claiming_is_followed_by_another(shop: Shop) -> None:
    class Died(BaseException):
        pass

    def die(*_: object) -> int:
        raise Died

    _cancel(shop)
    endpoints = {"erp": Endpoint(url=URL)}
    with pytest.raises(Died):
        Webhooks(shop.sessions, endpoints, KEYS, die, shop.clock).run()
    receiver = Receiver()
    sender = _sender(shop, receiver)
    assert sender.run().delivered == 0
    shop.clock.turn(minutes=2)
    assert sender.run().delivered == 1


def test_an_endpoint_that_fails_is_tried_once_a_round_and_keeps_no_other_waiting(shop: Shop) -> None:
    _happen(shop, 30)
    called: list[str] = []

    def call(url: str, headers: Any, body: bytes) -> int:
        called.append(url)
        if url == URL:
            raise httpx.ConnectTimeout("nobody there")
        return 200

    crm = "https://crm.example.com/hooks"
    endpoints = {"erp": Endpoint(url=URL), "crm": Endpoint(url=crm)}
    keys = read_secrets(f"erp:{SECRET},crm:{SECRET}")
    sender = Webhooks(shop.sessions, endpoints, keys, call, shop.clock, Random(1))
    first, second = sender.run(), sender.run()
    assert (first.failed, first.delivered + second.delivered) == (1, 30)
    assert called.count(URL) == 2, "once for each of the rounds, with thirty waiting"
    told = failing(shop.sessions, endpoints)
    assert [(each.endpoint, each.waiting, each.given_up) for each in told] == [("erp", 2, 0)]
    assert (told[0].since, told[0].error) == (shop.clock.now, "ConnectTimeout")
    assert failing(shop.sessions, ["crm"]) == []


def test_told_to_stop_it_finishes_the_call_under_way_and_leaves_the_rest_for_the_next(shop: Shop) -> None:
    _happen(shop, 3)
    stop = Event()

    def call(url: str, headers: Any, body: bytes) -> int:
        stop.set()
        return 200

    endpoints = {"erp": Endpoint(url=URL)}
    assert Webhooks(shop.sessions, endpoints, KEYS, call, shop.clock).run(stop).delivered == 1
    receiver = Receiver()
    assert _sender(shop, receiver).run().delivered == 2


def test_given_up_events_are_told_until_they_are_forgotten(shop: Shop) -> None:
    _cancel(shop)
    assert _sender(shop, Receiver([410])).run().given_up == 1
    told = failing(shop.sessions, ["erp"])
    assert [(each.waiting, each.given_up, each.error) for each in told] == [(0, 1, "status 410")]
    shop.clock.turn(days=31)
    _sender(shop, Receiver()).run()
    assert failing(shop.sessions, ["erp"]) == []


def test_old_events_are_forgotten_unless_somebody_waits_for_them(shop: Shop) -> None:
    sender = _sender(shop, Receiver([500]))
    _cancel(shop)
    sender.run()
    shop.clock.turn(days=31)
    sender.run()
    assert (shop.count(ShopEventRow), shop.count(DeliveryRow)) == (0, 0)


def test_the_loop_goes_on_past_a_database_that_is_away(shop: Shop) -> None:
    receiver, stop = Receiver(), Event()
    _cancel(shop)
    thread = Thread(target=deliver, args=(_sender(shop, receiver), stop, 0.01))
    with DyingDatabase(shop.engine, 0):
        thread.start()
        stop.wait(0.1)
        assert thread.is_alive()
    for _ in range(1000):
        if receiver.calls:
            break
        stop.wait(0.01)
    stop.set()
    thread.join()
    assert len(receiver.calls) == 1


def test_the_loop_goes_on_past_a_round_that_breaks(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    stop = Event()

    class Broken(Webhooks):
        rounds = 0

        def run(self, stop: Event | None = None) -> Any:
            self.rounds += 1
            if self.rounds == 1:
                raise RuntimeError("no idea")
            if stop is not None:
                stop.set()
            return super().run(stop)

    sender = Broken(shop.sessions, {}, {}, Receiver(), shop.clock)
    thread = Thread(target=deliver, args=(sender, stop, 0.01))
    thread.start()
    thread.join(10)
    assert sender.rounds == 2
    assert "a round of webhooks failed" in caplog.text


def test_where_nothing_happens_nobody_is_kept_waiting(shop: Shop) -> None:
    sender, begun = _sender(shop, Receiver()), list[str]()
    _cancel(shop)
    assert sender.run().delivered == 1

    def note(connection: Connection) -> None:
        begun.append("write" if connection.get_execution_options().get("writes") else "read")

    event.listen(shop.engine, "begin", note)
    try:
        for _ in range(3):
            sender.run()
            shop.clock.turn(minutes=10)
        assert set(begun) == {"read"}
        shop.clock.turn(hours=1)
        sender.run()
        assert "write" in begun, "what is old is forgotten once an hour"
    finally:
        event.remove(shop.engine, "begin", note)
