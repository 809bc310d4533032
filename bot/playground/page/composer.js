// Writing: the input with its context (reply, edit), command and inline completion, attachments, START and UNBLOCK.

import { api } from "./api.js";
import { summary } from "./bubble.js";
import { button, el, icon, iconButton } from "./dom.js";
import { completionList } from "./completion.js";
import { attempt, popupMenu } from "./overlay.js";
import { store } from "./store.js";

const KINDS = [["photo", "photo", "Photo"], ["document", "file", "File"], ["voice", "voice", "Voice message"], ["sticker", "sticker", "Sticker"],
  ["location", "pin", "Location"], ["contact", "person", "Contact"], ["poll", "poll", "Poll"]];

export class Composer {
  // `pane` has chatId, userId, threadId and chat.
  constructor(pane) {
    this.pane = pane;
    this.context = null;
    this.commands = [];
    this.root = el("div", { class: "composer" });
    this.input = el("textarea", { class: "composer-input", "data-testid": "composer-input", rows: 1, placeholder: "Message", "aria-label": "Message", enterkeyhint: "send" });
    this.send = button({ class: "send", "data-testid": "composer-send", "aria-label": "Send", onclick: () => this.submit() }, icon("send"));
    this.menuButton = button({ class: "menu-button", "data-testid": "menu-button", "aria-label": "Commands", onclick: () => this.completion.toggleCommands() }, icon("menu"), el("span", {}, "Menu"));
    this.attach = iconButton("attach", "Attach", (event) => this.openAttachments(event.currentTarget), { "aria-haspopup": "menu" });
    this.contextBar = el("div", { class: "context", hidden: true });
    this.contextBar.style.display = "none";
    this.box = el("div", { class: "composer-box" }, this.contextBar, el("div", { class: "composer-line" }, this.menuButton, this.input, this.attach));
    this.row = el("div", { class: "composer-row" }, this.box, this.send);
    this.replyKeyboard = el("div", { class: "reply-keyboard" });
    this.completion = completionList(this);
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.keyPressed(event));
    this.root.append(this.completion.node, this.row, this.replyKeyboard);
    this.changed();
  }

  async refresh() {
    const { chatId, userId } = this.pane;
    const bot = await api.bot(userId, chatId);
    if (chatId !== this.pane.chatId || userId !== this.pane.userId) return bot;
    this.commands = bot.commands;
    this.menuButton.hidden = !this.commands.length || this.pane.chat.type !== "private";
    this.menuButton.style.display = this.menuButton.hidden ? "none" : "";
    this.completion.update();
    return bot;
  }

  // Shows START for a fresh chat, UNBLOCK for a blocked bot, otherwise the input.
  draw() {
    const { chat, userId, isEmpty } = this.pane;
    const isPrivate = chat.type === "private";
    const blocked = isPrivate && chat.bot_status === "kicked";
    const fresh = isPrivate && isEmpty;
    let first = this.row;
    if (blocked) first = button({ class: "wide-button", "data-testid": "unblock-button", onclick: () => attempt(api.block(userId, false)) }, "UNBLOCK");
    else if (fresh) first = button({ class: "wide-button", "data-testid": "start-button", onclick: () => attempt(api.open(userId)) }, "START");
    if (this.root.children[1] !== first) this.root.children[1].replaceWith(first);
    this.drawReplyKeyboard(blocked || fresh ? null : chat.reply_keyboard);
    const writable = chat.migrated_to === null && !chat.deleted;
    this.input.disabled = !writable;
    this.input.placeholder = writable ? "Message" : "This chat is closed";
  }

  drawReplyKeyboard(markup) {
    const rows = (markup?.keyboard ?? []).map((row) => el("div", { class: "key-row" }, ...row.map((key) => {
      const text = typeof key === "string" ? key : key.text;
      return button({ class: "key", "data-testid": "reply-keyboard-button", onclick: () => this.say(text) }, text);
    })));
    this.replyKeyboard.replaceChildren(...rows);
    this.replyKeyboard.style.display = rows.length ? "" : "none";
  }

  changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 180)}px`;
    this.send.disabled = !this.input.value.trim();
    this.completion.update();
  }

  keyPressed(event) {
    if (this.completion.handleKey(event)) return;
    if (event.key === "Escape" && this.context) { event.preventDefault(); this.setContext(null); }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    else if (event.key === "ArrowUp" && !this.input.value) this.pane.editLast();
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const context = this.context;
    this.write("");
    this.setContext(null);
    const { chatId, userId } = this.pane;
    if (context?.edit) await attempt(api.edit(chatId, context.edit.message_id, { user_id: userId, text }));
    else await this.say(text, context?.reply?.message_id);
  }

  say(text, replyTo) {
    const { chatId, userId, threadId } = this.pane;
    return attempt(api.say(chatId, { user_id: userId, text, thread_id: threadId || undefined, reply_to: replyTo }));
  }

  write(text) {
    this.input.value = text;
    this.changed();
  }

  compose(text) {
    this.write(text);
    this.input.focus();
  }

  // `context` is {reply: message}, {edit: message} or null.
  setContext(context) {
    if (this.context?.edit && !context) this.write("");
    this.context = context;
    this.contextBar.style.display = context ? "" : "none";
    if (!context) return;
    const message = context.reply ?? context.edit;
    const title = context.edit ? "Edit message" : `Reply to ${message.from?.first_name ?? "post"}`;
    this.contextBar.replaceChildren(icon(context.edit ? "edit" : "reply"), el("div", {}, el("b", {}, title), el("span", {}, summary(message))),
      iconButton("close", "Cancel", () => this.setContext(null)));
    if (context.edit) this.write(message.text ?? "");
    this.input.focus();
  }

  openAttachments(anchor) {
    const { chatId, userId, threadId } = this.pane;
    const caption = this.input.value.trim() || undefined;
    popupMenu(anchor, KINDS.map(([kind, name, label]) => ({
      icon: name, label,
      run: () => { this.write(""); attempt(api.say(chatId, { user_id: userId, kind, caption, thread_id: threadId || undefined })); },
    })));
  }
}
