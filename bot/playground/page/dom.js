// Building elements: text goes in as text nodes only, never as markup. Icons are drawn from path data.

const PATHS = {
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M16 4.5v5M8 14.5v5",
  search: "M11 18a7 7 0 1 1 0-14 7 7 0 0 1 0 14zM20 20l-4-4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-4 3.8-5.5 7.5-5.5s6.7 1.5 7.5 5.5",
  group: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.6-3.5 3-5 6.5-5s5.9 1.5 6.5 5M16 5a3.3 3.3 0 0 1 0 6.3M18 14.8c2 .6 3.2 2.2 3.6 4.7",
  back: "M15 5l-7 7 7 7",
  send: "M4 12l16.5-7.5L15 20l-4-5.5zM11 14.5l9-9.5",
  attach: "M19 11.5l-7.5 7.5a5 5 0 0 1-7-7L12.5 4a3.3 3.3 0 0 1 4.7 4.7l-8 8a1.7 1.7 0 0 1-2.4-2.4l7.2-7.2",
  menu: "M5 7h14M5 12h14M5 17h14",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  close: "M6 6l12 12M18 6L6 18",
  split: "M4 5h16v14H4zM12 5v14",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.5 12h17M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18",
  check: "M2 8l4.5 4.5L14 4M10 12l.5.5L18 4",
  chevron: "M6 9l6 6 6-6",
  down: "M6 9l6 6 6-6",
  link: "M9 15L18 6M11 6h7v7",
  inline: "M4 12h14M13 6l6 6-6 6",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  reply: "M10 7L4 12.5 10 18M4.5 12.5H13c4 0 6.5 2 7 6",
  edit: "M4 20l1-4L16 5l3 3L8 19z",
  trash: "M5 7h14M9 7V4.5h6V7M7 7l1 13h8l1-13",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9v.01",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  voice: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 12a6 6 0 0 0 12 0M12 18v3",
  pin: "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  sticker: "M5 4h14v10l-6 6H5zM13 20v-6h6M9 9.5v.01M15 9.5v.01M9 13c1 1 2 1.2 3 1.2",
  poll: "M6 20V11M12 20V4M18 20v-6",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  bot: "M5 9h14v10H5zM12 9V5M9 13.5v.01M15 13.5v.01M9.5 16.5h5",
};

export function icon(name, className = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", name === "check" ? "0 0 20 16" : "0 0 24 24");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.more);
  if (name === "more") path.setAttribute("stroke-width", "3");
  svg.append(path);
  return svg;
}

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}

export function iconButton(name, label, onclick, attributes = {}) {
  return button({ class: "icon-button", "aria-label": label, title: label, onclick, ...attributes }, icon(name));
}

const GRADIENTS = [["#ff885e", "#ff516a"], ["#ffcd6a", "#ffa85c"], ["#82b1ff", "#665fff"], ["#a0de7e", "#54cb68"],
  ["#53edd6", "#28c9b7"], ["#72d5fd", "#2a9ef1"], ["#e0a2f3", "#d669ed"]];
const NAME_COLOURS = ["#e0574b", "#d9822b", "#7c6cf0", "#3fa34d", "#169c90", "#2b8fd6", "#c257d0"];

export function colourOf(id) {
  return NAME_COLOURS[Math.abs(id) % NAME_COLOURS.length];
}

export function avatar(id, name, size = "", iconName = "") {
  const [from, to] = GRADIENTS[Math.abs(id) % GRADIENTS.length];
  const words = name.match(/[\p{L}\p{N}#][\p{L}\p{M}\p{N}]*/gu) ?? [];
  const initials = [words[0], words[1]].map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
  const node = el("span", { class: `avatar ${size}`, "aria-hidden": "true" }, iconName ? icon(iconName) : initials);
  node.style.setProperty("--a1", from);
  node.style.setProperty("--a2", to);
  return node;
}

export function drawIcons(root = document) {
  for (const node of root.querySelectorAll("[data-icon]")) node.replaceChildren(icon(node.dataset.icon));
}

// Makes `nodes` the children of `parent`, touching only what differs; focus on a button passes to its replacement.
export function reconcile(parent, nodes) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const message = focused?.closest("[data-message-id]");
  const at = message ? [...message.querySelectorAll(".key")].indexOf(focused) : -1;
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => { if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null); });
  if (at >= 0 && !focused.isConnected) parent.querySelector(`[data-message-id="${message.dataset.messageId}"]`)?.querySelectorAll(".key")[at]?.focus({ preventScroll: true });
}
