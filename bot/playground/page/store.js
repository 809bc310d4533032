// What the page knows of the world: people, chats, messages. Applies events and tells listeners what changed.

import { api, watch } from "./api.js";

const TYPING_MS = 5500;

export const store = {
  bot: null,
  users: new Map(),
  chats: new Map(),
  messages: new Map(),
  unread: new Map(),
  typing: new Map(),
  online: true,
  listeners: new Set(),

  async load() {
    const state = await api.state();
    this.bot = state.bot;
    for (const user of state.users) this.users.set(user.id, user);
    for (const chat of state.chats) this.chats.set(chat.id, chat);
    this.stream = watch(state.seq, (event) => this.apply(event), (online) => {
      this.online = online;
      this.tell({ kind: "connection" });
    });
  },

  onChange(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  },

  tell(event) {
    for (const listener of [...this.listeners]) listener(event);
  },

  async messagesOf(chatId) {
    if (!this.messages.has(chatId)) {
      this.messages.set(chatId, new Map());
      for (const message of await api.messages(chatId)) this.messages.get(chatId).set(message.message_id, message);
    }
    return this.messages.get(chatId);
  },

  async refreshChat(chatId) {
    this.chats.set(chatId, await api.chat(chatId));
    this.tell({ kind: "chat-refreshed", chat_id: chatId });
  },

  apply(event) {
    const handler = handlers[event.kind];
    if (handler) handler(this, event);
    this.tell(event);
  },

  isTyping(chatId) {
    return (this.typing.get(chatId) ?? 0) > Date.now();
  },

  nameOf(chat) {
    return chat.title ?? [chat.first_name, chat.last_name].filter(Boolean).join(" ");
  },

  membersOf(chat) {
    return Object.keys(chat.members).map(Number).filter((id) => this.users.has(id) && !["left", "kicked"].includes(chat.members[id]));
  },
};

const handlers = {
  message(store, event) {
    store.messages.get(event.chat_id)?.set(event.message.message_id, event.message);
    const chat = store.chats.get(event.chat_id);
    if (!chat) return void store.refreshChat(event.chat_id);
    chat.last_message = event.message;
    chat.started = true;
    if (event.message.from?.id === store.bot.id) store.typing.delete(event.chat_id);
  },
  edited_message(store, event) {
    store.messages.get(event.chat_id)?.set(event.message.message_id, event.message);
    const chat = store.chats.get(event.chat_id);
    if (chat?.last_message?.message_id === event.message.message_id) chat.last_message = event.message;
  },
  deleted_messages(store, event) {
    const messages = store.messages.get(event.chat_id);
    for (const id of event.message_ids) messages?.delete(id);
    store.refreshChat(event.chat_id);
  },
  reply_keyboard(store, event) {
    const chat = store.chats.get(event.chat_id);
    if (chat) chat.reply_keyboard = event.reply_keyboard;
  },
  chat_action(store, event) {
    store.typing.set(event.chat_id, Date.now() + TYPING_MS);
    setTimeout(() => store.tell({ kind: "typing-over", chat_id: event.chat_id }), TYPING_MS + 50);
  },
  user(store, event) {
    store.users.set(event.user.id, event.user);
    store.refreshChat(event.user.id);
  },
  chat(store, event) {
    store.refreshChat(event.chat_id);
  },
  bot(store) {
    api.state().then((state) => { store.bot = state.bot; store.tell({ kind: "bot-refreshed" }); });
  },
};
