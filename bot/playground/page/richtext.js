// Formatted text: Telegram's entities (UTF-16 offsets, which are JavaScript's own) as nested elements.

import { button, el, icon } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

// `actions` has followLink(url), sendCommand(text) and copy(text).
export function richText(text, entities = [], actions) {
  const root = el("span", { class: "text" });
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(root, text, 0, text.length, ordered, actions);
  return root;
}

function fill(parent, text, start, end, entities, actions) {
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const begin = Math.max(entity.offset, at);
    const stop = Math.min(entity.offset + entity.length, end);
    index += 1;
    if (stop <= begin) continue;
    const inner = [];
    while (index < entities.length && entities[index].offset < stop) inner.push(entities[index++]);
    const crossing = inner.filter((later) => later.offset + later.length > stop);
    entities.splice(index, 0, ...crossing);
    parent.append(text.slice(at, begin));
    const { outside, inside } = element(entity, text.slice(begin, stop), actions);
    fill(inside, text, begin, stop, inner, actions);
    parent.append(outside);
    at = stop;
    const block = ["pre", "blockquote", "expandable_blockquote"].includes(entity.type);
    if (block && text[at] === "\n") at += 1;
  }
  parent.append(text.slice(at, end));
}

function element(entity, text, actions) {
  const tag = TAGS[entity.type];
  if (tag) {
    const node = el(tag, entity.type === "code" ? { title: "Copy", onclick: () => actions.copy(text) } : {});
    return { outside: node, inside: node };
  }
  switch (entity.type) {
    case "text_link": return link(entity.url, actions);
    case "url": return link(/^[a-z]+:/i.test(text) ? text : `http://${text}`, actions);
    case "email": return link(`mailto:${text}`, actions);
    case "bot_command": return act(() => actions.sendCommand(text));
    case "spoiler": return spoiler();
    case "blockquote": case "expandable_blockquote": return quote(entity.type !== "blockquote");
    default: {
      const node = el("span", ["mention", "hashtag", "cashtag", "text_mention"].includes(entity.type) ? { class: "linklike" } : {});
      return { outside: node, inside: node };
    }
  }
}

function link(url, actions) {
  const safe = /^(https?|mailto|tg):/i.test(url) ? url : "#";
  const node = el("a", { href: safe, target: "_blank", rel: "noopener noreferrer", title: url });
  node.addEventListener("click", (event) => { if (actions.followLink(url)) event.preventDefault(); });
  return { outside: node, inside: node };
}

function act(onclick) {
  const node = button({ class: "linklike", onclick });
  return { outside: node, inside: node };
}

function spoiler() {
  const node = el("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Hidden text, press to show" });
  const show = () => {
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(); } });
  return { outside: node, inside: node };
}

function quote(expandable) {
  const inside = el("span", { class: "quote-text" });
  const outside = el("span", { class: "quote", role: "blockquote" }, inside);
  if (!expandable) return { outside, inside };
  outside.classList.add("expandable");
  const toggle = button({ class: "quote-toggle", "aria-expanded": "false", "aria-label": "Show the whole quote", "data-testid": "quote-toggle" }, icon("chevron"));
  const flip = () => {
    const open = outside.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? "Fold the quote" : "Show the whole quote");
  };
  outside.addEventListener("click", (event) => { if (!event.target.closest("a, .linklike")) flip(); });
  outside.append(toggle);
  new ResizeObserver((_, observer) => {
    if (!outside.isConnected) return observer.disconnect();
    if (!outside.classList.contains("open")) outside.classList.toggle("short", inside.scrollHeight <= inside.clientHeight + 1);
  }).observe(inside);
  return { outside, inside };
}
