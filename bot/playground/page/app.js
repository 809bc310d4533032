// Where the page starts: theme, panes side by side, and the store's events passed on.

import { drawIcons, icon } from "./dom.js";
import { Pane } from "./pane.js";
import { Sidebar } from "./sidebar.js";
import { store } from "./store.js";

const MAX_PANES = 3;
const DOODLES = "<svg xmlns='http://www.w3.org/2000/svg' width='320' height='320' fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>"
  + "<path d='M30 52l44-16-9 36-14-10-8 8-2-12z'/><circle cx='150' cy='48' r='14'/><path d='M150 24v-6M150 78v-6M126 48h-6M180 48h-6M133 31l-4-4M171 69l-4-4M133 65l-4 4M171 27l-4 4'/>"
  + "<path d='M226 66l22-36 14 22 8-12 18 26z'/><path d='M20 150c8-10 16-10 24 0s16 10 24 0 16-10 24 0M20 164c8-10 16-10 24 0s16 10 24 0 16-10 24 0'/>"
  + "<path d='M150 130v44M126 174h48M132 142h36M138 130h24M136 142v32M164 142v32'/><path d='M232 132c14 0 26 10 26 22h-52c0-12 12-22 26-22zM206 154v18h52v-18M226 172v-10h12v10'/>"
  + "<circle cx='52' cy='248' r='20'/><path d='M52 228v40M32 248h40M38 234c10 8 18 8 28 0M38 262c10-8 18-8 28 0'/><path d='M150 228c6 8 6 14 0 20-6-6-6-12 0-20zM150 248v30M150 262c-10 0-14-6-14-12 8 0 14 4 14 12zM150 270c10 0 14-6 14-12-8 0-14 4-14 12z'/>"
  + "<path d='M228 232h40v28h-22l-10 10v-10h-8zM238 242h20M238 250h12'/><path d='M290 196l3 7 7 1-5 5 1 7-6-4-6 4 1-7-5-5 7-1zM100 206l2 5 5 1-4 3 1 5-4-3-4 3 1-5-4-3 5-1zM296 110l2 5 5 1-4 3 1 5-4-3-4 3 1-5-4-3 5-1zM92 104l2 4 4 1-3 3 1 4-4-2-4 2 1-4-3-3 4-1zM196 296l2 5 5 1-4 3 1 5-4-3-4 3 1-5-4-3 5-1z'/></svg>";

const app = document.getElementById("app");
const panes = [];
let active = null;

const frame = {
  get count() { return panes.length; },
  activate(pane) {
    if (active === pane) return;
    active = pane;
    for (const each of panes) each.root.classList.toggle("active", each === pane);
    sidebar.draw();
  },
  split(from) {
    if (panes.length >= MAX_PANES) return;
    const pane = addPane();
    const others = [...store.users.keys()].filter((id) => !panes.some((each) => each.userId === id));
    const userId = from.inGroup ? store.membersOf(from.chat).find((id) => id !== from.userId) ?? from.userId : others[0] ?? from.userId;
    frame.open({ chatId: from.inGroup ? from.chatId : userId, userId, threadId: from.threadId }, pane);
  },
  close(pane) {
    panes.splice(panes.indexOf(pane), 1);
    pane.root.remove();
    arrange();
    frame.activate(panes[0]);
  },
  back() {
    app.classList.remove("chat-open");
    sidebar.list.querySelector("[aria-current]")?.focus();
  },
  async open(place, pane = active) {
    app.classList.add("chat-open");
    store.unread.delete(place.chatId);
    frame.activate(pane);
    await pane.open(place);
    sidebar.draw();
    if (matchMedia("(hover: hover)").matches) pane.composer.input.focus({ preventScroll: true });
    history.replaceState(null, "", `#${place.chatId}/${place.userId}/${place.threadId ?? 0}`);
  },
};

const sidebar = new Sidebar((place) => frame.open(place), () => active);

function addPane() {
  const pane = new Pane(frame);
  panes.push(pane);
  document.getElementById("panes").append(pane.root);
  arrange();
  return pane;
}

function arrange() {
  document.getElementById("panes").classList.toggle("many", panes.length > 1);
  for (const pane of panes) if (pane.chatId) pane.drawBar();
}

function onEvent(event) {
  if (event.kind === "message" && event.message.from?.is_bot && !panes.some((pane) => pane.chatId === event.chat_id && !document.hidden)) {
    store.unread.set(event.chat_id, (store.unread.get(event.chat_id) ?? 0) + 1);
  }
  for (const pane of panes) if (pane.chatId) pane.apply(event);
  sidebar.draw();
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.getElementById("theme-toggle").replaceChildren(icon(theme === "dark" ? "sun" : "moon"));
}

function startTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem("playground-theme");
  const current = () => chosen() ?? (system.matches ? "dark" : "light");
  system.addEventListener("change", () => setTheme(current()));
  document.getElementById("theme-toggle").addEventListener("click", () => {
    localStorage.setItem("playground-theme", current() === "dark" ? "light" : "dark");
    setTheme(current());
  });
  setTheme(current());
}

async function start() {
  drawIcons();
  startTheme();
  document.documentElement.style.setProperty("--doodles", `url("data:image/svg+xml,${encodeURIComponent(DOODLES)}")`);
  await store.load();
  document.title = `${store.bot.first_name} · playground`;
  store.onChange(onEvent);
  active = addPane();
  active.root.classList.add("active");
  const [chatId, userId, threadId] = location.hash.slice(1).split("/").map(Number);
  const first = store.users.keys().next().value;
  const linked = store.chats.has(chatId) && store.users.has(userId);
  if (linked || matchMedia("(min-width: 761px)").matches) await frame.open(linked ? { chatId, userId, threadId } : { chatId: first, userId: first });
  else { await active.open({ chatId: first, userId: first }); sidebar.draw(); }
}

start();
