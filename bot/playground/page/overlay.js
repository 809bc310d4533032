// What floats above the chat: toasts, alerts, forms, menus.

import { button, el, icon } from "./dom.js";

const TOAST_MS = 3500;

export function toast(text) {
  document.querySelector(".toast")?.remove();
  const box = document.querySelector(".pane.active")?.getBoundingClientRect();
  const node = el("div", { class: "toast", "data-testid": "toast", popover: "manual" }, text);
  node.style.left = `${box?.width ? box.left + box.width / 2 : innerWidth / 2}px`;
  document.body.append(node);
  node.showPopover();
  document.getElementById("live").textContent = text;
  setTimeout(() => node.remove(), TOAST_MS);
}

export function attempt(promise) {
  return promise.catch((error) => { toast(error.message); });
}

function openDialog(title, testId, ...content) {
  const heading = el("h3", { id: `${testId}-title` }, title);
  const dialog = el("dialog", { "data-testid": testId, "aria-labelledby": `${testId}-title` }, heading, ...content);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function alertDialog(title, text) {
  const close = button({ onclick: () => dialog.close(), "data-testid": "alert-ok" }, "OK");
  const dialog = openDialog(title, "alert", el("p", {}, text), el("div", { class: "dialog-buttons" }, close));
}

// `fields` are {name, label, value, placeholder, options: [[value, label]]}; `submit` gets an object of their values.
export function formDialog(title, testId, fields, submitLabel, submit) {
  const inputs = fields.map((field) => [field, input(field)]);
  const form = el("form", { method: "dialog" },
    ...inputs.map(([field, node]) => el("label", { class: "field" }, field.label, node)),
    el("div", { class: "dialog-buttons" }, button({ onclick: () => dialog.close() }, "Cancel"), el("button", { type: "submit", "data-testid": `${testId}-submit` }, submitLabel)));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(inputs.map(([field, node]) => [field.name, node.value.trim()]));
    try { await submit(values); dialog.close(); } catch (error) { toast(error.message); }
  });
  const dialog = openDialog(title, testId, form);
  inputs[0]?.[1].focus();
}

function input(field) {
  if (!field.options) return el("input", { name: field.name, value: field.value ?? "", placeholder: field.placeholder ?? "", required: field.required, pattern: field.pattern, autocomplete: "off" });
  return el("select", { name: field.name }, ...field.options.map(([value, label]) => el("option", { value, selected: value === field.value }, label)));
}

// `switches` are {label, note, checked, change(checked)}; `facts` are [name, value] pairs.
export function switchDialog(title, testId, switches, facts) {
  const rows = switches.map(({ label, note, checked, change }) => {
    const box = el("input", { type: "checkbox", role: "switch", checked });
    box.addEventListener("change", () => attempt(change(box.checked)));
    return el("label", { class: "switch" }, el("span", {}, label, el("small", {}, note)), box);
  });
  const list = el("dl", { class: "facts" }, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  const close = button({ onclick: () => dialog.close() }, "Close");
  const dialog = openDialog(title, testId, ...rows, list, el("div", { class: "dialog-buttons" }, close));
}

// `items` are {icon, label, danger, run}; the menu opens beside `anchor` and closes on any choice, Escape or click elsewhere.
export function popupMenu(anchor, items) {
  document.querySelector(".popup")?.dispatchEvent(new Event("dismiss"));
  const entries = items.filter(Boolean).map((item) => button({ role: "menuitem", class: item.danger ? "danger" : undefined, onclick: () => { close(); item.run(); } }, icon(item.icon), item.label));
  const menu = el("div", { class: "popup", role: "menu" }, ...entries);
  const outside = (event) => { if (!menu.contains(event.target)) close(false); };
  function close(refocus = true) {
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (refocus) anchor.focus({ preventScroll: true });
  }
  menu.addEventListener("dismiss", () => close(false));
  menu.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement);
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); event.stopPropagation(); close(); }
    if (event.key === "ArrowDown") { event.preventDefault(); entries[(at + 1) % entries.length].focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); entries[(at - 1 + entries.length) % entries.length].focus(); }
  });
  document.body.append(menu);
  place(menu, anchor.getBoundingClientRect());
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  entries[0]?.focus();
}

function place(menu, box) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = box.left + width > innerWidth - 8 ? box.right - width : box.left;
  const below = box.bottom + 6 + height < innerHeight - 8;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${below ? box.bottom + 6 : Math.max(8, box.top - height - 6)}px`;
}
