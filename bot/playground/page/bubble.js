// One message as elements: service line, or bubble with reply, media, text, time, and its inline keyboard.

import { api } from "./api.js";
import { avatar, button, colourOf, el, icon } from "./dom.js";
import { richText } from "./richtext.js";
import { store } from "./store.js";

const CLOCK = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hour12: false });
const DAY = new Intl.DateTimeFormat([], { day: "numeric", month: "long" });

export const clock = (seconds) => CLOCK.format(new Date(seconds * 1000));

export function dayOf(seconds) {
  const date = new Date(seconds * 1000);
  return date.toDateString() === new Date().toDateString() ? "Today" : DAY.format(date);
}

const person = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");

export function serviceText(message) {
  const who = message.from ? person(message.from) : "";
  if (message.new_chat_members) return `${who} added ${message.new_chat_members.map(person).join(", ")}`;
  if (message.left_chat_member) return `${person(message.left_chat_member)} left the group`;
  if (message.forum_topic_created) return `${who} created the topic “${message.forum_topic_created.name}”`;
  if (message.forum_topic_closed) return `${who} closed the topic`;
  if (message.forum_topic_reopened) return `${who} reopened the topic`;
  if (message.migrate_to_chat_id) return "The group became a supergroup";
  if (message.migrate_from_chat_id) return "The group was upgraded to a supergroup";
  return "";
}

export function summary(message) {
  const kinds = { photo: "🖼 Photo", sticker: "Sticker", voice: "🎤 Voice message", document: "📎 File", location: "📍 Location", contact: "👤 Contact", poll: "📊 Poll" };
  const kind = Object.keys(kinds).find((name) => message[name]);
  const words = message.text ?? message.caption ?? "";
  if (!kind) return words.replace(/\s+/g, " ") || serviceText(message);
  if (kind === "sticker") return `${message.sticker.emoji ?? ""} Sticker`;
  if (kind === "document") return `📎 ${message.document.file_name}`;
  return words ? `${kinds[kind].split(" ")[0]} ${words}` : kinds[kind];
}

// `view` is who looks on (userId, inGroup) and the actions; `place` says how the message stands among its neighbours.
export function messageElement(message, view, place) {
  const service = serviceText(message);
  if (service) return el("div", { class: "service", "data-message-id": message.message_id }, service);
  const out = message.from?.id === view.userId;
  const withAvatar = view.inGroup && !out;
  const node = el("article", {
    class: ["message", out ? "out" : "in", place.last && "last", withAvatar && "with-avatar", message.reply_markup && "has-keyboard"].filter(Boolean).join(" "),
    "data-testid": "message", "data-message-id": message.message_id, "data-from": message.from?.id ?? message.sender_chat?.id,
    "data-side": out ? "out" : "in", tabindex: -1, "aria-label": `${message.from ? person(message.from) : ""}, ${clock(message.date)}`,
  });
  node.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, .key") || !getSelection().isCollapsed) return;
    event.preventDefault();
    view.actions.menu(message, node.querySelector(".actions-button"));
  });
  if (withAvatar && place.last) node.append(senderAvatar(message));
  node.append(bubble(message, view, place, out));
  if (message.reply_markup) node.append(keyboard(message, view));
  return node;
}

function senderAvatar(message) {
  const sender = message.from ?? message.sender_chat;
  return avatar(sender.id, sender.title ?? person(sender), "tiny", sender.is_bot ? "bot" : "");
}

function bubble(message, view, place, out) {
  const parts = [];
  if (view.inGroup && !out && place.first) parts.push(senderName(message));
  if (message.via_bot) parts.push(el("span", { class: "via" }, `via @${message.via_bot.username}`));
  if (message.forward_origin) parts.push(el("span", { class: "forwarded" }, `Forwarded from ${origin(message.forward_origin)}`));
  if (message.reply_to_message && !message.reply_to_message.forum_topic_created) parts.push(replyQuote(message.reply_to_message, view));
  const attachment = media(message);
  if (attachment) parts.push(attachment);
  const words = message.text ?? message.caption;
  if (words !== undefined) parts.push(richText(words, message.entities ?? message.caption_entities, view.actions));
  parts.push(meta(message, out));
  const mediaOnly = message.photo && words === undefined;
  const more = button({ class: "actions-button", "aria-label": "Message actions", "aria-haspopup": "menu", onclick: (event) => view.actions.menu(message, event.currentTarget) }, icon("chevron"));
  return el("div", { class: `bubble${mediaOnly ? " media-only" : ""}${message.sticker ? " bare" : ""}` }, ...parts, more);
}

function senderName(message) {
  const sender = message.from ?? message.sender_chat;
  const node = el("span", { class: "sender" }, sender.title ?? person(sender));
  node.style.setProperty("--name", colourOf(sender.id));
  return node;
}

const origin = (from) => (from.sender_user ? person(from.sender_user) : from.chat?.title ?? "");

function replyQuote(replied, view) {
  const name = replied.from ? person(replied.from) : replied.sender_chat?.title ?? "";
  return button({ class: "reply", onclick: () => view.actions.show(replied.message_id) }, el("b", {}, name), el("span", {}, summary(replied)));
}

function meta(message, out) {
  const edited = message.edit_date ? el("span", { "data-testid": "edited-mark" }, "edited") : null;
  const time = el("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date));
  return el("span", { class: "meta" }, edited, time, out ? icon("check") : null);
}

function media(message) {
  if (message.photo) {
    const size = message.photo.at(-1);
    return el("img", { class: "photo", src: api.file(size.file_id), width: size.width, height: size.height, alt: message.caption ?? "Photo", loading: "lazy" });
  }
  if (message.sticker) return el("div", { class: "sticker", role: "img", "aria-label": `Sticker ${message.sticker.emoji}` }, message.sticker.emoji ?? "🙂");
  if (message.document) return attachmentRow("file", message.document.file_name, bytes(message.document.file_size), api.file(message.document.file_id));
  if (message.voice) return attachmentRow("voice", "Voice message", `0:0${message.voice.duration}`);
  if (message.location) return attachmentRow("pin", "Location", `${message.location.latitude}, ${message.location.longitude}`);
  if (message.contact) return attachmentRow("person", message.contact.first_name, message.contact.phone_number);
  if (message.poll) return poll(message.poll);
  return null;
}

function attachmentRow(name, title, note, href) {
  const content = [el("span", { class: "disc" }, icon(name)), el("span", {}, el("b", {}, title), el("small", {}, note))];
  return href ? el("a", { class: "attachment", href, target: "_blank", download: title }, ...content) : el("div", { class: "attachment" }, ...content);
}

const bytes = (count) => (count < 1024 ? `${count} B` : count < 1048576 ? `${(count / 1024).toFixed(1)} KB` : `${(count / 1048576).toFixed(1)} MB`);

function poll(source) {
  return el("div", { class: "poll" }, el("b", {}, source.question), el("small", {}, "Anonymous poll"), ...source.options.map((option) => el("div", {}, el("i"), option.text)));
}

function keyboard(message, view) {
  const rows = message.reply_markup.inline_keyboard.map((row) => el("div", { class: "key-row" }, ...row.map((key) => keyElement(key, message, view))));
  return el("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...rows);
}

function keyElement(key, message, view) {
  const attributes = { class: `key${key.style ? ` style-${key.style}` : ""}`, "data-testid": "inline-button" };
  if (key.url) {
    const node = el("a", { ...attributes, href: /^(https?|tg):/.test(key.url) ? key.url : "#", target: "_blank", rel: "noopener noreferrer", title: key.url }, key.text, icon("link", "icon corner"));
    node.addEventListener("click", (event) => { if (view.actions.followLink(key.url)) event.preventDefault(); });
    return node;
  }
  if (key.copy_text) return button({ ...attributes, onclick: () => view.actions.copy(key.copy_text.text) }, key.text, icon("copy", "icon corner"));
  const inline = key.switch_inline_query_current_chat ?? key.switch_inline_query;
  if (inline !== undefined) return button({ ...attributes, onclick: () => view.actions.compose(`@${store.bot.username} ${inline}`) }, key.text, icon("inline", "icon corner"));
  return button({ ...attributes, "data-callback": key.callback_data, onclick: (event) => view.actions.press(message, key, event.currentTarget) }, key.text);
}
