"""The chat page of `kzjp demo` in Debian's chromium: the main paths of a person, on a desk and on a phone."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from tests.e2e.harness import Home

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
DESK, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=780)
ALICE, AIGUL, IVAN, SAKURA = 100_001, 100_002, 100_003, 100_004
FLIGHTS = "Are there direct flights between Kazakhstan and Japan now?"
REPLY_MS = 30_000
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[str]:
    """The address of a running demo."""
    home = Home(tmp_path_factory.mktemp("demo"), cache)
    with home.start("demo", "--port", "0") as program:
        served_at = program.wait_for_line("Chat page").split()[2]
        program.wait_for_line("serving")
        yield served_at


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The chat page, which may not complain in the console."""
    viewport = ViewportSize(width=request.param["width"], height=request.param["height"])
    context = browser.new_context(viewport=viewport, has_touch=viewport == PHONE)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.goto(address)
    yield opened
    context.close()
    assert complaints == []


def open_chat(page: Page, user_id: int) -> None:
    """Open someone's chat with the bot, and start it where that is asked for."""
    item = page.locator(f'[data-testid="chat-item"][data-chat-id="{user_id}"]')
    expect(item).to_be_attached()
    if page.viewport_size == DESK:
        page.wait_for_url(re.compile(r"#\d"))  # a desk has room for a chat at once; the first one opens by itself
    item.click()
    page.wait_for_url(re.compile(f"#{user_id}/"))
    start, composer = page.get_by_test_id("start-button"), page.get_by_test_id("composer-input")
    expect(start.or_(composer).filter(visible=True).first).to_be_visible()
    if start.is_visible():
        start.click()
    expect(composer).to_be_visible()


def ask(page: Page, text: str) -> None:
    """Write a text and send it."""
    page.get_by_test_id("composer-input").fill(text)
    page.get_by_test_id("composer-send").click()


def test_a_question_is_answered_with_its_sources_and_a_button_leads_on(page: Page) -> None:
    open_chat(page, ALICE)
    question = "Do Japanese citizens need a visa for Kazakhstan?"
    ask(page, question)

    found = page.locator('[data-testid="message"][data-side="in"]').filter(
        has=page.locator("strong", has_text=question)
    )
    expect(found.last).to_contain_text("30 days", timeout=REPLY_MS)
    answer = page.locator(f'[data-message-id="{found.last.get_attribute("data-message-id")}"]')
    expect(answer.get_by_role("link", name="[1]").first).to_have_attribute("href", re.compile("https?://"))
    expect(answer.get_by_role("blockquote")).to_contain_text("Sources")

    button = answer.get_by_test_id("inline-button").filter(has_text="?").first  # a related question
    label = button.inner_text()
    button.click()
    expect(answer.get_by_test_id("edited-mark")).to_be_visible(timeout=REPLY_MS)
    expect(answer.locator("strong").first).to_have_text(label)


def received(page: Page, heading: str) -> Locator:
    """Return the newest answer under ``heading``, once it is there, whatever it is edited into later."""
    found = page.locator('[data-testid="message"][data-side="in"]').filter(has=page.locator("strong", has_text=heading))
    expect(found.last).to_be_visible(timeout=REPLY_MS)
    return page.locator(f'[data-message-id="{found.last.get_attribute("data-message-id")}"]')


def test_the_same_answer_is_read_in_another_language_at_a_tap(page: Page) -> None:
    open_chat(page, AIGUL)
    ask(page, "Қазір Қазақстан мен Жапония арасында тікелей рейс бар ма?")
    answer = received(page, "тікелей рейс")

    answer.get_by_test_id("inline-button").filter(has_text="日本語").click()

    expect(answer.locator("strong").first).to_have_text(
        "今、カザフスタンと日本の間に直行便はありますか？", timeout=REPLY_MS
    )
    expect(answer.get_by_role("blockquote")).to_contain_text("出典")
    expect(answer.get_by_test_id("inline-button").filter(has_text="Қазақша")).to_be_visible()


def test_a_question_about_figures_is_answered_with_a_chart_that_can_be_seen(page: Page) -> None:
    open_chat(page, IVAN)
    ask(page, "Каков товарооборот Казахстана и Японии?")
    answer = received(page, "Каков товарооборот")
    expect(answer).to_contain_text("1,9 млрд долларов")

    chart = page.get_by_test_id("message").filter(has=page.locator("img.photo")).last
    expect(chart).to_contain_text("Товарооборот Казахстана и Японии (млрд долларов США)", timeout=REPLY_MS)
    picture = chart.locator("img.photo")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth === 1200", arg=picture.element_handle())
    expect(chart.get_by_role("link").first).to_have_attribute("href", re.compile("https?://"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") is True


def test_an_inline_result_is_sent_and_its_link_opens_the_answer_in_the_bot(page: Page) -> None:
    open_chat(page, ALICE)
    page.get_by_test_id("composer-input").fill(f"@kzjp_demo_bot {FLIGHTS}")
    result = page.get_by_test_id("inline-result").first
    expect(result).to_contain_text(FLIGHTS, timeout=REPLY_MS)
    result.click()

    sent = page.locator('[data-testid="message"][data-side="out"]').filter(has=page.locator("strong", has_text=FLIGHTS))
    expect(sent.last).to_contain_text("Sources", timeout=REPLY_MS)
    sent.last.get_by_test_id("inline-button").click()

    said = page.locator('[data-testid="message"][data-side="out"]').filter(has_text="/start e-en-direct-flights-now")
    expect(said.last).to_be_visible(timeout=REPLY_MS)
    expect(received(page, FLIGHTS)).to_contain_text("no direct flight")


def test_a_group_is_answered_where_it_mentions_the_bot_and_only_there(page: Page) -> None:
    group = page.get_by_test_id("chat-item").filter(has=page.get_by_text("Astana ⇄ Tokyo travellers", exact=True))
    expect(group).to_be_attached()
    open_chat(page, int(group.get_attribute("data-chat-id") or "0"))
    ask(page, "Who has tickets?")
    ask(page, f"@kzjp_demo_bot {FLIGHTS}")

    answer = received(page, FLIGHTS)
    expect(answer).to_contain_text("@kzjp_demo_bot")  # in reply to who asked
    replied_to = page.get_by_test_id("message").filter(has=page.locator(".reply", has_text="tickets"))
    expect(replied_to).to_have_count(0)


def test_the_page_fits_the_width_of_the_window(page: Page) -> None:
    open_chat(page, ALICE)
    ask(page, FLIGHTS)
    answer = page.get_by_test_id("message").filter(has_text="no direct flight").last
    expect(answer).to_be_visible(timeout=REPLY_MS)

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") is True


def test_the_language_of_a_person_decides_the_language_of_the_screens(page: Page) -> None:
    open_chat(page, SAKURA)
    expect(page.get_by_test_id("language-select")).to_have_value("ja")
    ask(page, "/privacy")

    expect(page.get_by_test_id("message").filter(has_text="お名前とユーザー名は保存しません").last).to_be_visible(
        timeout=REPLY_MS
    )


def test_light_and_dark_change_places(page: Page) -> None:
    theme = "document.documentElement.dataset.theme"
    page.wait_for_function(f"['light', 'dark'].includes({theme})")
    before = page.evaluate(theme)
    toggle = page.get_by_test_id("theme-toggle")
    toggle.click()

    page.wait_for_function(f"before => {theme} !== before", arg=before)
    toggle.click()
    page.wait_for_function(f"before => {theme} === before", arg=before)
