"""The shopper's own address: what is on the account, the new one part by part, and the write."""

from __future__ import annotations

from actions.address_parts import AddressForm
from actions.base import OK, Reply, Request, ShopAction
from actions.transfers import address_words
from actions.yes import ask_yes
from shop.addresses import Address
from shop.order_view import ShipTo
from shop.scrub import EMAIL_ADDRESS


class ProfileForm(AddressForm):
    """The parts of the account's address."""

    def current(self, request: Request) -> Address:
        return self.services.shoppers.profile(request.asker).address


class ReadProfileAddress(ProfileForm):
    """What the words say of the new address; what they leave out is asked for. `stranger`: of another account."""

    called = "action_read_profile_address"

    def act(self, request: Request, reply: Reply) -> str:
        named = [each.lower() for each in EMAIL_ADDRESS.findall(request.text)]
        if named and self.services.shoppers.profile(request.asker).email.lower() not in named:
            return "stranger"
        return self.read(request, reply)


class AskProfileStreet(ProfileForm):
    """Ask for the street, and say what stands there now."""

    called = "action_ask_profile_street"

    def act(self, request: Request, reply: Reply) -> str:
        reply.say("utter_ask_profile_street", address=_words(reply, self.current(request)))
        return OK


class AskProfileCity(ProfileForm):
    """Ask for the city, with the one that stands there as a button."""

    called = "action_ask_profile_city"

    def act(self, request: Request, reply: Reply) -> str:
        return self.ask_city(request, reply)


class ConfirmProfile(ProfileForm):
    """The address as it will stand; orders that are under way keep theirs."""

    called = "action_confirm_profile"

    def act(self, request: Request, reply: Reply) -> str:
        preview = self.services.shoppers.preview_address(request.asker, self.address(request))
        reply.set("order_version", preview.version)
        ask_yes(reply, request, "utter_confirm_profile", address=_words(reply, preview.after))
        return OK


class ChangeProfile(ProfileForm):
    """The write: once for one yes, and only on the account as it was confirmed."""

    called = "action_change_profile"
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        address, version = self.address(request), request["order_version"]
        profile = self.services.shoppers.change_address(request.asker, address, request.key, version)
        reply.say("utter_profile_changed", address=_words(reply, profile.address))
        return OK


def _words(reply: Reply, address: Address) -> str:
    to = ShipTo(
        address.name,
        address.street,
        address.city,
        address.region,
        address.postcode,
        "",
        address.street2,
        address.country,
    )
    return address_words(reply, to)


ACTIONS: tuple[type[ShopAction], ...] = (
    ReadProfileAddress, AskProfileStreet, AskProfileCity, ConfirmProfile, ChangeProfile,
)  # fmt: skip
