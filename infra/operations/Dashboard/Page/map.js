import { byId, element, keyed, mark, setMark, svg, text } from "./dom.js";
import { land } from "./land.js";
import { places } from "./regions.js";

let shownCodes = "";
let view;
let shownStatus;

/** The region's state by the worst of its apps: every declared machine healthy, fewer, or none. */
export function regions(status) {
  const found = new Map();
  for (const app of status.apps) {
    for (const code of app.regions) {
      const declared = app.declared[code] ?? 0;
      const there = (app.machines ?? []).filter(machine => machine.region === code);
      const healthy = there.filter(machine => machine.healthy).length;
      const region = found.get(code) ?? { code, apps: [], state: "idle", isPrimary: code === status.primaryRegion };
      const state = app.machines === null ? "idle" : declared === 0 ? (healthy > 0 ? "ok" : "idle")
        : healthy >= declared ? "ok" : healthy > 0 ? "warning" : "alarm";
      if (["idle", "ok", "warning", "alarm"].indexOf(state) > ["idle", "ok", "warning", "alarm"].indexOf(region.state)) region.state = state;
      region.apps.push({
        role: app.role, healthy, declared, isKnown: app.machines !== null,
        standby: there.filter(machine => machine.isReachable && machine.state !== "started").length,
      });
      found.set(code, region);
    }
  }
  return [...found.values()].sort((one, other) => one.code < other.code ? -1 : 1);
}

/** What is shown of the world: all regions, with room around them. */
function fit(codes, aspect) {
  const known = codes.map(code => places[code]).filter(place => place);
  if (known.length === 0) known.push(["", 20, 0], ["", 60, -120], ["", -30, 140]);
  const [south, north] = [Math.min(...known.map(place => place[1])), Math.max(...known.map(place => place[1]))];
  const [west, east] = [Math.min(...known.map(place => place[2])), Math.max(...known.map(place => place[2]))];
  const squeeze = Math.cos((south + north) / 2 * Math.PI / 180);
  const height = Math.max((north - south) * 1.9, Math.max((east - west) * squeeze * 1.5, 44) / aspect);
  const width = height * aspect;
  return { west: (west + east) / 2 * squeeze - width / 2, north: (south + north) / 2 + height / 2, width, height, squeeze };
}

function draw(codes) {
  const node = byId("land");
  view = fit(codes, node.clientWidth / Math.max(node.clientHeight, 1));
  node.setAttribute("viewBox", `${view.west} ${-view.north} ${view.width} ${view.height}`);
  const transform = `scale(${view.squeeze} 1)`;
  node.replaceChildren(svg("path", { d: land, transform, class: "coast" }), svg("path", { d: graticule(), transform, class: "grid" }));
}

function create(region) {
  const name = places[region.code]?.[0] ?? "";
  const node = element("li", { class: "region" },
    element("span", { class: "pin" }, mark("idle")),
    element("span", { class: "label" },
      element("strong", {}, region.code), element("span", { class: "place" }, name), element("span", { class: "lines" })));
  const [x, y] = position(region.code);
  node.style.left = `${x * 100}%`;
  node.style.top = `${y * 100}%`;
  return node;
}

/** Shares of the map's width and height. */
function position(code) {
  const place = places[code] ?? [code, 0, 0];
  return [(place[2] * view.squeeze - view.west) / view.width, (view.north - place[1]) / view.height];
}

const gap = 14;

// Where a label may be, beside its pin: the first place is the best.
const sides = [
  (width, height) => [gap, -12], (width, height) => [-gap - width, -12], (width, height) => [gap, 8 - height],
  (width, height) => [-gap - width, 8 - height], (width, height) => [-width / 2, gap], (width, height) => [-width / 2, -gap - height],
];

/** Gives each label the first place where it hides no pin and no other label, and is on the map. */
function arrange(list) {
  const [mapWidth, mapHeight] = [list.clientWidth, list.clientHeight];
  const nodes = [...list.children];
  const pins = nodes.map(node => [node.offsetLeft - 9, node.offsetTop - 9, 18, 18]);
  const labels = nodes.map(node => node.querySelector(".label"));
  const sizes = labels.map(label => [label.offsetWidth, label.offsetHeight]);
  const placed = [];
  const overlap = (one, other) => Math.max(0, Math.min(one[0] + one[2], other[0] + other[2]) - Math.max(one[0], other[0]))
    * Math.max(0, Math.min(one[1] + one[3], other[1] + other[3]) - Math.max(one[1], other[1]));
  nodes.forEach((node, index) => {
    const [width, height] = sizes[index];
    let best = null;
    for (const side of sides) {
      const [x, y] = side(width, height);
      const box = [node.offsetLeft + x, node.offsetTop + y, width, height];
      const hidden = [...placed, ...pins.filter((pin, other) => other !== index)].reduce((sum, other) => sum + overlap(box, other), 0);
      const outside = width * height - overlap(box, [4, 4, mapWidth - 8, mapHeight - 8]);
      if (!best || hidden + outside < best.cost) best = { cost: hidden + outside, x, y, box };
      if (best.cost === 0) break;
    }
    placed.push(best.box);
    labels[index].style.transform = `translate(${Math.round(best.x)}px, ${Math.round(best.y)}px)`;
  });
}

/** A line each ten degrees. */
function graticule() {
  let lines = "";
  for (let east = -180; east <= 180; east += 10) lines += `M${east} -85V85`;
  for (let south = -80; south <= 80; south += 10) lines += `M-180 ${south}H180`;
  return lines;
}

/** Those of a role, as one counts them. */
export const crew = role => role === "parsing" ? "parsers" : role;

const words = { ok: "healthy", warning: "fewer than declared", alarm: "none left", idle: "not known" };

function update(node, region) {
  node.dataset.state = region.state;
  setMark(node.querySelector(".mark"), region.state);
  const place = places[region.code]?.[0] ?? "";
  text(node.querySelector(".place"), region.isPrimary ? `${place}, primary` : place);
  node.querySelector(".lines").replaceChildren(...region.apps.map(app => element("span", {},
    app.isKnown ? `${app.healthy} of ${app.declared} ${crew(app.role)}${app.standby > 0 ? `, ${app.standby} standing by` : ""}` : `${app.role}: not read yet`)));
  node.setAttribute("aria-label", `${region.code}, ${place}: ${words[region.state]}`);
}

export function renderMap(status) {
  shownStatus = status;
  const shown = regions(status);
  const codes = shown.map(region => region.code).join();
  const list = byId("regions");
  if (codes !== shownCodes) {
    shownCodes = codes;
    draw(shown.map(region => region.code));
    list.replaceChildren();
    list.keyedNodes = undefined;
  }
  const said = JSON.stringify(shown);
  if (list.said === said && list.firstChild) return;
  list.said = said;
  keyed(list, shown, region => region.code, create, update);
  arrange(list);
}

/** What fits depends on the panel's shape. */
export function watchMap() {
  new ResizeObserver(() => {
    shownCodes = "";
    if (shownStatus) renderMap(shownStatus);
  }).observe(byId("land"));
}
