"""The bus: from any thread to every stream that listens."""

from __future__ import annotations

import asyncio
import threading

from shop.bus import WAITING_EVENTS, MemoryBus


def test_events_reach_every_subscriber_of_the_topic_in_order() -> None:
    async def listen() -> list[list[int]]:
        bus = MemoryBus()
        with bus.subscribe("a") as one, bus.subscribe("a") as two, bus.subscribe("b") as other:

            def publish() -> None:
                for n in range(100):
                    bus.publish("a", {"n": n})

            publisher = threading.Thread(target=publish)
            publisher.start()
            heard = [[(await anext(stream))["n"] for _ in range(100)] for stream in (one, two)]
            publisher.join()
            bus.publish("b", {"n": -1})
            return [*heard, [(await anext(other))["n"]]]

    assert asyncio.run(listen()) == [list(range(100)), list(range(100)), [-1]]


def test_closing_ends_the_stream_and_nothing_is_kept_for_it() -> None:
    async def listen() -> list[int]:
        bus = MemoryBus()
        stream = bus.subscribe("a")
        bus.publish("a", {"n": 1})
        bus.close()
        bus.publish("a", {"n": 2})
        return [event["n"] async for event in stream]

    assert asyncio.run(listen()) == [1]


def test_a_reader_that_sleeps_does_not_hold_up_anybody() -> None:
    async def listen() -> int:
        bus = MemoryBus()
        with bus.subscribe("a") as stream:
            for n in range(WAITING_EVENTS + 500):
                bus.publish("a", {"n": n})
            await asyncio.sleep(0)
            stream.close()
            return len([event async for event in stream])

    assert asyncio.run(listen()) == WAITING_EVENTS


def test_publishing_to_a_loop_that_is_gone_is_no_error() -> None:
    bus = MemoryBus()

    async def subscribe() -> None:
        bus.subscribe("a")

    asyncio.run(subscribe())
    bus.publish("a", {"n": 1})
