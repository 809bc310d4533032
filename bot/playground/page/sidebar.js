// The list of simulated people and chats, and the dialogs that add to it.

import { api } from "./api.js";
import { clock, serviceText, summary } from "./bubble.js";
import { avatar, button, el } from "./dom.js";
import { formDialog, switchDialog } from "./overlay.js";
import { LANGUAGES } from "./pane.js";
import { store } from "./store.js";

const MAX_SHOWN = 200;

export class Sidebar {
  // `open` is called with {chatId, userId, threadId}; `current` gives the place of the active pane.
  constructor(open, current) {
    this.openPlace = open;
    this.current = current;
    this.list = document.getElementById("chat-list");
    this.filter = document.getElementById("chat-filter");
    this.filter.addEventListener("input", () => this.draw());
    document.getElementById("add-user").addEventListener("click", () => this.addUser());
    document.getElementById("add-group").addEventListener("click", () => this.addGroup());
    document.getElementById("menu-toggle").addEventListener("click", () => this.openSettings());
    this.list.addEventListener("keydown", (event) => this.keyPressed(event));
  }

  draw() {
    const wanted = this.filter.value.trim().toLowerCase();
    const chats = [...store.chats.values()].filter((chat) => chat.migrated_to === null && store.nameOf(chat).toLowerCase().includes(wanted));
    const people = chats.filter((chat) => chat.type === "private").slice(0, MAX_SHOWN);
    const groups = chats.filter((chat) => chat.type !== "private").slice(0, MAX_SHOWN);
    const focused = document.activeElement?.dataset?.place;
    this.list.replaceChildren(
      ...(people.length ? [el("h2", { class: "list-title" }, "People")] : []), ...people.map((chat) => this.item(chat, chat.id)),
      ...(groups.length ? [el("h2", { class: "list-title" }, "Groups and channels")] : []), ...groups.flatMap((chat) => this.groupItems(chat)));
    if (focused) this.list.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
  }

  groupItems(chat) {
    const current = this.current();
    const members = store.membersOf(chat);
    const userId = members.includes(current?.userId) ? current.userId : members[0];
    if (userId === undefined) return [];
    return [this.item(chat, userId), ...chat.topics.map((topic) => this.item(chat, userId, topic))];
  }

  item(chat, userId, topic) {
    const current = this.current();
    const name = topic?.name ?? store.nameOf(chat);
    const isCurrent = current?.chatId === chat.id && (current.threadId || 0) === (topic?.id ?? 0);
    const user = chat.type === "private" ? store.users.get(chat.id) : null;
    const unread = topic ? 0 : store.unread.get(chat.id) ?? 0;
    const tag = user ? el("span", { class: "language-tag" }, user.language_code || "–") : null;
    const last = chat.last_message;
    const head = el("span", { class: "chat-line" }, el("span", { class: "chat-name" }, name), tag, topic || !last ? null : el("span", { class: "chat-time" }, clock(last.date)));
    const body = topic ? null : el("span", { class: "chat-line" }, this.preview(chat), unread ? el("span", { class: "unread", "aria-label": `${unread} unread` }, String(unread)) : null);
    return button({
      class: `chat-item${topic ? " topic" : ""}`, "data-testid": "chat-item", "data-chat-id": chat.id, "data-thread-id": topic?.id, "data-place": `${chat.id}/${topic?.id ?? 0}`,
      "aria-current": isCurrent ? "true" : undefined, onclick: () => this.openPlace({ chatId: chat.id, userId, threadId: topic?.id ?? 0 }),
    }, avatar(topic?.id ?? chat.id, topic ? "#" : name), el("span", {}, head, body));
  }

  preview(chat) {
    const last = chat.last_message;
    if (!last) return el("span", { class: "chat-preview" }, chat.type === "private" ? "has not started the bot" : "no messages yet");
    const sender = serviceText(last) ? "" : chat.type === "private" ? (last.from?.is_bot ? "" : "You: ") : last.from ? `${last.from.first_name}: ` : "";
    return el("span", { class: "chat-preview" }, sender ? el("b", {}, sender) : null, summary(last));
  }

  keyPressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...this.list.querySelectorAll(".chat-item")];
    items[Math.min(Math.max(items.indexOf(document.activeElement) + step, 0), items.length - 1)]?.focus();
  }

  addUser() {
    const fields = [{ name: "first_name", label: "First name", required: true }, { name: "username", label: "Username (optional)", pattern: "[A-Za-z0-9_]{0,32}" }, { name: "language_code", label: "Language", value: "en", options: LANGUAGES }];
    formDialog("Add person", "add-user-dialog", fields, "Add", async (values) => {
      const user = await api.addUser(values);
      store.users.set(user.id, user);
      await store.refreshChat(user.id);
      this.openPlace({ chatId: user.id, userId: user.id });
    });
  }

  addGroup() {
    const kinds = [["group", "Group"], ["supergroup", "Supergroup"], ["forum", "Forum with topics"], ["channel", "Channel"]];
    formDialog("Add group", "add-group-dialog", [{ name: "title", label: "Title", required: true }, { name: "kind", label: "Kind", value: "group", options: kinds }], "Add", async ({ title, kind }) => {
      const body = { title, type: kind === "forum" ? "supergroup" : kind, is_forum: kind === "forum", members: [...store.users.keys()].slice(0, 20) };
      const chat = await api.addChat(body);
      await store.refreshChat(chat.id);
      this.openPlace({ chatId: chat.id, userId: body.members[0] });
    });
  }

  async openSettings() {
    const [settings, flood, faults, rejected] = await Promise.all([api.settings(), api.flood(), api.faults(), api.rejected()]);
    const rule = { kind: "502", probability: 0.2 };
    switchDialog("This Telegram", "settings", [
      { label: "Privacy mode", note: "In groups the bot sees only what is addressed to it", checked: settings.privacy_mode, change: (on) => api.settings({ privacy_mode: on }) },
      { label: "Inline mode", note: `Type @${store.bot.username} and a question in any chat`, checked: settings.inline_mode, change: (on) => api.settings({ inline_mode: on }) },
      { label: "Flood control", note: "Telegram's limits on how fast a bot may send", checked: flood.on, change: (on) => api.flood({ on }) },
      { label: "Unreliable servers", note: "Every fifth call of the bot fails with 502", checked: faults.rules.length > 0, change: (on) => api.faults(on ? { rules: [rule] } : {}) },
    ], [["Bot", `@${store.bot.username}`], ["Refused calls", rejected.length ? `${rejected.length}, last: ${rejected.at(-1).method}: ${rejected.at(-1).description}` : "none"]]);
  }
}
