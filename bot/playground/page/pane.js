// One open chat as one person sees it: header, messages, composer. Several panes may stand side by side.

import { api } from "./api.js";
import { dayOf, messageElement, summary } from "./bubble.js";
import { Composer } from "./composer.js";
import { avatar, button, el, icon, iconButton, reconcile } from "./dom.js";
import { alertDialog, attempt, formDialog, popupMenu, toast } from "./overlay.js";
import { store } from "./store.js";

export const LANGUAGES = [["en", "English"], ["ru", "Русский"], ["kk", "Қазақша"], ["ja", "日本語"], ["de", "Deutsch"], ["uz", "Oʻzbekcha"], ["", "not told"]];
const NEAR_BOTTOM_PX = 120;

export class Pane {
  // `frame` has close(pane), split(pane), activate(pane), back() and count.
  constructor(frame) {
    this.frame = frame;
    this.chatId = 0;
    this.userId = 0;
    this.threadId = 0;
    this.pressed = new Map();
    this.drawn = new Map();
    this.composer = new Composer(this);
    this.bar = el("header", { class: "bar pane-bar" });
    this.status = el("div", { class: "pane-status", "aria-live": "polite" });
    this.inner = el("div", { class: "messages-inner", role: "log", "aria-label": "Messages", "aria-live": "polite" });
    this.scroller = el("div", { class: "messages", role: "region", tabindex: 0, "data-testid": "messages", "aria-label": "Messages" }, this.inner);
    this.toBottom = button({ class: "to-bottom", hidden: true, "aria-label": "To the newest message", onclick: () => this.scrollDown(true) }, icon("down"));
    this.root = el("section", { class: "pane", "data-testid": "pane", "aria-label": "Chat" }, el("div", { class: "wall" }), this.bar, this.scroller, this.toBottom, this.composer.root);
    this.root.addEventListener("pointerdown", () => frame.activate(this));
    this.root.addEventListener("focusin", () => frame.activate(this));
    this.scroller.addEventListener("scroll", () => { this.toBottom.hidden = this.nearBottom; });
    new ResizeObserver(() => { if (this.sticky) this.scrollDown(); }).observe(this.scroller);
    this.sticky = true;
    this.scroller.addEventListener("scroll", () => { this.sticky = this.nearBottom; });
  }

  get chat() { return store.chats.get(this.chatId); }
  get inGroup() { return this.chat.type !== "private"; }
  get nearBottom() { return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR_BOTTOM_PX; }
  get shown() {
    const all = [...(store.messages.get(this.chatId)?.values() ?? [])];
    return this.threadId ? all.filter((message) => message.message_thread_id === this.threadId) : all.filter((message) => !this.chat.is_forum || !message.is_topic_message);
  }
  get isEmpty() { return this.shown.length === 0; }

  async open({ chatId, userId, threadId = 0 }) {
    if (chatId !== this.chatId) this.drawn.clear();
    Object.assign(this, { chatId, userId, threadId, sticky: true });
    this.composer.setContext(null);
    this.drawBar();
    await store.messagesOf(chatId);
    await this.refreshBot();
    this.drawMessages();
    store.unread.delete(chatId);
  }

  async refreshBot() {
    this.about = await attempt(this.composer.refresh());
    this.root.lang = store.users.get(this.userId)?.language_code ?? "";
    this.drawBar();
    this.composer.draw();
  }

  drawBar() {
    const chat = this.chat;
    const user = store.users.get(this.userId);
    const topic = chat.topics.find((entry) => entry.id === this.threadId);
    const title = this.inGroup ? (topic ? topic.name : store.nameOf(chat)) : this.about?.name ?? store.bot.first_name;
    const face = this.inGroup ? avatar(chat.id, topic ? "#" : store.nameOf(chat), "small") : avatar(store.bot.id, title, "small", "bot");
    this.root.setAttribute("aria-label", `${title}, as ${user.first_name}`);
    this.bar.replaceChildren(
      iconButton("back", "Back to the chats", () => this.frame.back(), { class: "icon-button pane-back", "data-testid": "back" }), face,
      el("div", { class: "pane-title" }, el("h2", {}, title), this.status),
      ...(this.inGroup ? [this.userPicker()] : []), this.languagePicker(),
      iconButton("split", "Open beside", () => this.frame.split(this), { class: "icon-button pane-split", "data-testid": "split" }),
      iconButton("more", "More", (event) => this.openMenu(event.currentTarget), { "aria-haspopup": "menu", "data-testid": "chat-menu" }),
      ...(this.frame.count > 1 ? [iconButton("close", "Close this chat", () => this.frame.close(this), { class: "icon-button pane-close", "data-testid": "close-pane" })] : []));
    this.drawStatus();
  }

  drawStatus() {
    const typing = store.isTyping(this.chatId);
    const members = this.inGroup ? `${store.membersOf(this.chat).length + (this.chat.bot_status === "left" || this.chat.bot_status === "kicked" ? 0 : 1)} members` : `bot · you are ${store.users.get(this.userId).first_name}`;
    this.status.textContent = !store.online ? "connecting…" : typing ? "typing…" : members;
    this.status.classList.toggle("typing", typing && store.online);
  }

  languagePicker() {
    const code = store.users.get(this.userId).language_code ?? "";
    const known = LANGUAGES.some(([value]) => value === code) ? LANGUAGES : [[code, code], ...LANGUAGES];
    const select = el("select", { "data-testid": "language-select", "aria-label": "Language of this person" }, ...known.map(([value, label]) => el("option", { value, selected: value === code }, label)));
    select.addEventListener("change", () => attempt(api.changeUser(this.userId, { language_code: select.value })));
    return el("label", { class: "picker", title: "Language of this person's app" }, icon("globe"), el("span", { class: "picker-code", "aria-hidden": "true" }, code || "–"), select);
  }

  userPicker() {
    const select = el("select", { "data-testid": "acting-user", "aria-label": "Write as" }, ...store.membersOf(this.chat).map((id) => el("option", { value: id, selected: id === this.userId }, store.users.get(id).first_name)));
    select.addEventListener("change", () => this.open({ chatId: this.chatId, userId: Number(select.value), threadId: this.threadId }));
    return el("label", { class: "picker", title: "Write as" }, icon("person"), el("span", { class: "picker-code name", "aria-hidden": "true" }, store.users.get(this.userId).first_name), select);
  }

  drawMessages(freshId = 0) {
    const stick = this.sticky;
    const messages = this.shown;
    const view = { userId: this.userId, inGroup: this.inGroup, actions: this.actions() };
    const nodes = [];
    const kept = new Map();
    // A node is made anew only when its signature changes, so that focus and opened quotes outlive a redraw.
    const add = (key, signature, make) => {
      const old = this.drawn.get(key);
      const node = old?.signature === signature ? old.node : make();
      kept.set(key, { signature, node });
      nodes.push(node);
    };
    messages.forEach((message, index) => {
      const [before, after] = [messages[index - 1], messages[index + 1]];
      const day = dayOf(message.date);
      if (!before || dayOf(before.date) !== day) add(`day ${message.message_id}`, day, () => el("div", { class: "day" }, day));
      const place = { first: !joined(before, message), last: !joined(message, after) };
      add(message.message_id, JSON.stringify([message, place, this.userId]), () => {
        const node = messageElement(message, view, place);
        node.classList.toggle("fresh", message.message_id === freshId);
        return node;
      });
    });
    if (store.isTyping(this.chatId)) add("typing", "", () => typingBubble(this.inGroup));
    if (!messages.length) nodes.push(this.inGroup ? el("div", { class: "nothing" }, "No messages here yet") : this.aboutBot());
    reconcile(this.inner, nodes);
    this.drawn = kept;
    this.inner.classList.toggle("empty", !messages.length);
    for (const [id, data] of this.pressed) this.markWaiting(id, data);
    this.composer.draw();
    if (stick) this.scrollDown();
  }

  aboutBot() {
    const name = this.about?.name ?? store.bot.first_name;
    const text = this.about?.description ?? "";
    return el("div", { class: "about-bot", "data-testid": "about-bot" }, avatar(store.bot.id, name, "", "bot"), el("h3", {}, text ? "What can this bot do?" : name), el("p", {}, text));
  }

  scrollDown(smooth = false) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.sticky = true;
  }

  actions() {
    return {
      press: (message, key, node) => this.press(message, key, node),
      menu: (message, anchor) => this.openMessageMenu(message, anchor),
      show: (id) => this.show(id),
      followLink: (url) => this.followLink(url),
      sendCommand: (text) => this.composer.say(text),
      compose: (text) => this.composer.compose(text),
      copy: (text) => navigator.clipboard?.writeText(text).then(() => toast("Copied"), () => toast(text)) ?? toast(text),
    };
  }

  async press(message, key, node) {
    node.classList.add("waiting");
    const asked = await attempt(api.press(this.chatId, message.message_id, { user_id: this.userId, data: key.callback_data }));
    if (!asked) return node.classList.remove("waiting");
    if (asked.answer) return undefined;
    this.pressed.set(message.message_id, { data: key.callback_data, query: asked.callback_query_id });
    this.markWaiting(message.message_id, { data: key.callback_data });
    return setTimeout(() => this.release(message.message_id), 30000);
  }

  markWaiting(id, { data }) {
    const keys = this.inner.querySelectorAll(`[data-message-id="${id}"] [data-callback]`);
    for (const key of keys) key.classList.toggle("waiting", key.dataset.callback === data);
  }

  release(id) {
    this.pressed.delete(id);
    for (const key of this.inner.querySelectorAll(`[data-message-id="${id}"] .waiting`)) key.classList.remove("waiting");
  }

  answered(event) {
    this.release(event.message_id);
    if (event.user_id !== this.userId) return;
    if (event.text && event.show_alert) alertDialog(this.about?.name ?? store.bot.first_name, event.text);
    else if (event.text) toast(event.text);
    if (event.url) this.followLink(event.url);
  }

  followLink(url) {
    const link = new RegExp(`^(?:https?://)?t\\.me/${store.bot.username}(?:/?\\?start=([A-Za-z0-9_-]+))?$|^tg://resolve\\?domain=${store.bot.username}(?:&start=([A-Za-z0-9_-]+))?$`, "i").exec(url);
    if (!link) return false;
    attempt(api.open(this.userId, link[1] ?? link[2] ?? "")).then(() => this.open({ chatId: this.userId, userId: this.userId }));
    return true;
  }

  show(id) {
    const node = this.inner.querySelector(`[data-message-id="${id}"]`);
    if (!node) return toast("The message is not shown here");
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
    return undefined;
  }

  editLast() {
    const own = this.shown.findLast((message) => message.from?.id === this.userId && message.text && !message.via_bot);
    if (own) this.composer.setContext({ edit: own });
  }

  openMessageMenu(message, anchor) {
    const own = message.from?.id === this.userId;
    popupMenu(anchor, [
      { icon: "reply", label: "Reply", run: () => this.composer.setContext({ reply: message }) },
      message.text !== undefined && { icon: "copy", label: "Copy text", run: () => this.actions().copy(message.text) },
      own && message.text !== undefined && !message.via_bot && { icon: "edit", label: "Edit", run: () => this.composer.setContext({ edit: message }) },
      { icon: "trash", label: "Delete", danger: true, run: () => attempt(api.remove(this.chatId, message.message_id)) },
    ]);
  }

  openMenu(anchor) {
    const blocked = this.chat.bot_status === "kicked";
    const inside = !["left", "kicked"].includes(this.chat.bot_status);
    const member = (status) => attempt(api.member(this.chatId, { bot: true, status }));
    popupMenu(anchor, this.inGroup ? [
      { icon: "bot", label: inside ? "Remove the bot" : "Add the bot", run: () => member(inside ? "kicked" : "member") },
      inside && { icon: "check", label: this.chat.bot_status === "administrator" ? "Take rights from the bot" : "Make the bot administrator", run: () => member(this.chat.bot_status === "administrator" ? "member" : "administrator") },
    ] : [
      { icon: "link", label: "Open a deep link…", run: () => this.askPayload() },
      { icon: "block", label: blocked ? "Unblock the bot" : "Block the bot", danger: !blocked, run: () => attempt(api.block(this.userId, !blocked)) },
    ]);
  }

  askPayload() {
    formDialog("Open a deep link", "deep-link", [{ name: "payload", label: `t.me/${store.bot.username}?start=`, placeholder: "visas", pattern: "[A-Za-z0-9_\\-]{0,64}" }], "Open", ({ payload }) => api.open(this.userId, payload));
  }

  // What a change of the world means for this pane.
  apply(event) {
    if (event.kind === "connection") return this.drawStatus();
    if (event.kind === "bot-refreshed") return void this.refreshBot().then(() => this.isEmpty && this.drawMessages());
    if (event.kind === "user" && event.user.id === this.userId) return void this.refreshBot().then(() => this.drawMessages());
    if (event.chat_id !== this.chatId) return undefined;
    switch (event.kind) {
      case "message": this.sticky ||= event.message.from?.id === this.userId; this.drawMessages(event.message.message_id); return this.drawStatus();
      case "edited_message": case "deleted_messages": return this.drawMessages();
      case "chat_action": case "typing-over": this.drawStatus(); return this.drawMessages();
      case "chat-refreshed": this.drawBar(); return this.drawMessages();
      case "callback_answer": return this.answered(event);
      case "reply_keyboard": return this.composer.draw();
      default: return undefined;
    }
  }
}

const joined = (one, other) => Boolean(one && other && one.from?.id === other.from?.id && Math.abs(other.date - one.date) < 600 && !summaryOnly(one) && !summaryOnly(other) && dayOf(one.date) === dayOf(other.date));
const summaryOnly = (message) => message.text === undefined && summary(message) !== "" && !message.photo && !message.document && !message.sticker && !message.voice && !message.location && !message.contact && !message.poll;

function typingBubble(inGroup) {
  const dots = el("span", { class: "typing-bubble", role: "img", "aria-label": "The bot is typing" }, el("i"), el("i"), el("i"));
  return el("div", { class: `message in last${inGroup ? " with-avatar" : ""}`, "data-testid": "typing" }, inGroup ? avatar(store.bot.id, store.bot.first_name, "tiny", "bot") : null, el("div", { class: "bubble" }, dots));
}
