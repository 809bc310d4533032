"""The cards that show how announcements go, kept up to date in administrators' chats by one task."""

from bot.live import Live
from bot.tg.admin_view import admin_view
from bot.tg.handlers.admin_orders import AdminOrders
from bot.tg.progress import Card, Shown
from bot.tg.services import Services


async def keep_cards_fresh(live: Live[Services]) -> None:
    """Bring the cards up to date every few seconds, in the words in force, until cancelled."""

    async def refresh() -> None:
        services = live.current
        orders = AdminOrders(services)

        async def show(card: Card) -> Shown | None:
            return await orders.card(card, await admin_view(services, card.chat_id, card.language))

        await services.administering.followed.refresh(services.sender, show)

    await live.current.administering.followed.keep_fresh(refresh)
