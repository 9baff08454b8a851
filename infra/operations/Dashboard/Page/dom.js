// Small helpers around the DOM: what did not change is not touched.

export const byId = id => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null) continue;
    if (key === "class") node.className = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

const svgNames = "http://www.w3.org/2000/svg";

export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(svgNames, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

export function attribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** A mark by shape and colour; the word beside it says the same. */
export function mark(state) {
  const use = svg("use", { href: `#mark-${state}` });
  return svg("svg", { class: "mark", "data-state": state, "aria-hidden": "true" }, use);
}

export function setMark(node, state) {
  if (node.getAttribute("data-state") === state) return;
  node.setAttribute("data-state", state);
  node.firstChild.setAttribute("href", `#mark-${state}`);
}

/** Makes the children of a list those of the items: one node per key, updated only where what is shown of it differs. */
export function keyed(parent, items, keyOf, create, update) {
  const known = parent.keyedNodes ??= new Map();
  const wanted = new Set();
  let place = parent.firstChild;
  for (const item of items) {
    const key = keyOf(item);
    wanted.add(key);
    let entry = known.get(key);
    if (!entry) known.set(key, entry = { node: create(item), shown: undefined });
    const shown = JSON.stringify(item);
    if (entry.shown !== shown) {
      entry.shown = shown;
      update(entry.node, item);
    }
    if (entry.node === place) place = place.nextSibling;
    else parent.insertBefore(entry.node, place);
  }
  for (const [key, entry] of known) {
    if (wanted.has(key)) continue;
    entry.node.remove();
    known.delete(key);
  }
}
