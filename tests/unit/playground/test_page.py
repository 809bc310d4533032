"""The chat page in a real browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, async_playwright, expect
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from bot.playground import PlaygroundServer, World, acting

CHROMIUM = Path("/usr/bin/chromium")
ALICE, AIGUL = 100_001, 100_002
pytestmark = pytest.mark.browser
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")


@pytest.fixture
async def page(server: PlaygroundServer) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme="light")
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        await page.goto(server.url)
        yield page
        await browser.close()
        assert problems == []


@needs_chromium
async def test_a_fresh_chat_has_a_start_button(page: Page, world: World) -> None:
    await page.get_by_test_id("chat-item").nth(1).click()

    await page.get_by_test_id("start-button").click()

    await expect(page.get_by_test_id("message")).to_contain_text("/start")
    assert world.chat(AIGUL).started


@needs_chromium
async def test_what_is_typed_reaches_the_bot(page: Page, world: World, bot: Bot) -> None:
    await bot.send_message(ALICE, "hello")
    await page.get_by_test_id("composer-input").fill("Is there a visa? <b>")

    await page.get_by_test_id("composer-send").click()

    await expect(page.locator('[data-testid="message"][data-side="out"]')).to_contain_text("Is there a visa? <b>")
    assert len(world.updates.pending) == 1


@needs_chromium
async def test_formatting_is_shown_and_never_taken_for_markup(page: Page, bot: Bot) -> None:
    text = (
        "<b>bold <i>both</i></b> &lt;img src=x onerror=alert(1)&gt; <a href='https://a.kz/'>link</a>"
        " <code>x</code> <tg-spoiler>secret</tg-spoiler>"
        "<blockquote expandable>1\n2\n3\n4\n5\n6</blockquote>"
    )

    await bot.send_message(ALICE, text, parse_mode="HTML")

    message = page.get_by_test_id("message")
    await expect(message.locator("strong em")).to_have_text("both")
    await expect(message.locator("img")).to_have_count(0)
    await expect(message.locator("a")).to_have_attribute("href", "https://a.kz/")
    await message.locator(".spoiler").click()
    await expect(message.locator(".spoiler")).to_have_class("spoiler shown")
    toggle = message.get_by_test_id("quote-toggle")
    await expect(toggle).to_have_attribute("aria-expanded", "false")
    await toggle.click()
    await expect(toggle).to_have_attribute("aria-expanded", "true")


@needs_chromium
async def test_a_pressed_button_waits_for_its_answer(page: Page, bot: Bot) -> None:
    await bot.send_message(
        ALICE, "a", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="x")]])
    )
    button = page.get_by_test_id("inline-button")

    await button.click()
    await expect(button).to_have_class("key waiting")
    query = (await bot.get_updates(timeout=10))[-1].callback_query
    assert query is not None
    await bot.answer_callback_query(query.id, "Done")

    await expect(page.get_by_test_id("toast")).to_have_text("Done")
    await expect(button).to_have_class("key")


@needs_chromium
async def test_an_alert_is_a_dialog(page: Page, bot: Bot) -> None:
    await bot.send_message(
        ALICE, "a", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="x")]])
    )
    await page.get_by_test_id("inline-button").click()
    query = (await bot.get_updates(timeout=10))[-1].callback_query
    assert query is not None

    await bot.answer_callback_query(query.id, "Mind the gap", show_alert=True)

    await expect(page.get_by_test_id("alert")).to_contain_text("Mind the gap")
    await page.get_by_test_id("alert-ok").click()
    await expect(page.get_by_test_id("alert")).to_have_count(0)


@needs_chromium
async def test_commands_are_completed_with_the_keyboard(page: Page, bot: Bot, world: World) -> None:
    await bot.set_my_commands([BotCommand("start", "Begin"), BotCommand("topics", "Topics")])
    await bot.send_message(ALICE, "hello")
    await expect(page.get_by_test_id("menu-button")).to_be_visible()
    composer = page.get_by_test_id("composer-input")

    await composer.fill("/")
    await expect(page.get_by_test_id("command-item")).to_have_count(2)
    await composer.press("ArrowDown")
    await composer.press("Enter")

    await expect(page.locator('[data-testid="message"][data-side="out"]')).to_contain_text("/topics")
    assert len(world.updates.pending) == 1


@needs_chromium
async def test_edits_typing_and_deletions_are_shown(page: Page, bot: Bot, api: httpx.AsyncClient) -> None:
    await bot.send_message(ALICE, "old")
    await api.post("sendChatAction", json={"chat_id": ALICE, "action": "typing"})
    await expect(page.get_by_test_id("typing")).to_be_visible()

    await bot.edit_message_text("new", ALICE, 1)
    await expect(page.get_by_test_id("message").first).to_contain_text("new")
    await expect(page.get_by_test_id("edited-mark")).to_be_visible()
    await bot.delete_message(ALICE, 1)

    await expect(page.locator('[data-message-id="1"]')).to_have_count(0)


@needs_chromium
async def test_the_language_of_a_person_can_be_switched(page: Page, world: World) -> None:
    await expect(page.get_by_test_id("language-select")).to_have_value("en")

    await page.get_by_test_id("language-select").select_option("ja")

    await expect(page.get_by_test_id("chat-item").first).to_contain_text("ja")
    assert world.user(ALICE).language_code == "ja"


@needs_chromium
async def test_the_theme_follows_the_system_until_switched(page: Page) -> None:
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")

    await page.get_by_test_id("theme-toggle").click()

    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@needs_chromium
async def test_a_person_can_be_added(page: Page, world: World) -> None:
    await page.get_by_test_id("add-user").click()
    await page.get_by_label("First name").fill("Ken")
    await page.get_by_test_id("add-user-dialog-submit").click()

    await expect(page.get_by_test_id("chat-item")).to_have_count(9)
    await expect(page.get_by_test_id("start-button")).to_be_visible()
    assert [user.first_name for user in world.registry.users.values()][-1] == "Ken"


@needs_chromium
async def test_two_people_stand_side_by_side(page: Page, world: World) -> None:
    await page.get_by_test_id("split").click()
    panes = page.get_by_test_id("pane")
    await expect(panes).to_have_count(2)

    acting.say(world, AIGUL, AIGUL, "сәлем")
    acting.say(world, ALICE, ALICE, "hello")

    await expect(panes.nth(0).get_by_test_id("message")).to_contain_text("hello")
    await expect(panes.nth(1).get_by_test_id("message")).to_contain_text("сәлем")


@needs_chromium
async def test_a_narrow_screen_shows_the_list_or_the_chat(page: Page, server: PlaygroundServer) -> None:
    await page.set_viewport_size({"width": 360, "height": 640})
    await page.goto("about:blank")
    await page.goto(server.url)
    await expect(page.get_by_test_id("composer-input")).to_be_hidden()

    await page.get_by_test_id("chat-item").first.click()
    await expect(page.get_by_test_id("chat-item").first).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.get_by_test_id("back").click()

    await expect(page.get_by_test_id("chat-item").first).to_be_visible()


@needs_chromium
async def test_inline_results_are_offered(page: Page, bot: Bot, api: httpx.AsyncClient) -> None:
    await bot.send_message(ALICE, "hello")
    await page.get_by_test_id("composer-input").fill("@kzjp_demo_bot visa")
    update = (await bot.get_updates(timeout=10))[-1]
    assert update.inline_query is not None
    content = {"message_text": "A visa is needed."}
    article = {"type": "article", "id": "1", "title": "Visa", "input_message_content": content}

    await api.post("answerInlineQuery", json={"inline_query_id": update.inline_query.id, "results": [article]})
    await page.get_by_test_id("inline-result").click()

    await expect(page.locator('[data-testid="message"][data-side="out"]')).to_contain_text("A visa is needed.")
