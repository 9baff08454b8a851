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
        standby: there.filter(machine => !machine.healthy && machine.state !== "started").length,
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
  node.replaceChildren(svg("path", { d: land, transform: `scale(${view.squeeze} 1)` }));
}

function create(region) {
  const name = places[region.code]?.[0] ?? "";
  const node = element("li", { class: "region" },
    element("span", { class: "pin" }, mark("idle")),
    element("span", { class: "label" },
      element("strong", {}, region.code), element("span", { class: "place" }, name), element("span", { class: "lines" })));
  const place = places[region.code] ?? [region.code, 0, 0];
  node.style.left = `${(place[2] * view.squeeze - view.west) / view.width * 100}%`;
  node.style.top = `${(view.north - place[1]) / view.height * 100}%`;
  if (place[2] * view.squeeze > view.west + view.width * 0.72) node.classList.add("leftward");
  return node;
}

const words = { ok: "healthy", warning: "fewer than declared", alarm: "none left", idle: "not known" };

function update(node, region) {
  node.dataset.state = region.state;
  setMark(node.querySelector(".mark"), region.state);
  const place = places[region.code]?.[0] ?? "";
  text(node.querySelector(".place"), region.isPrimary ? `${place}, primary` : place);
  node.querySelector(".lines").replaceChildren(...region.apps.map(app => element("span", {},
    app.isKnown ? `${app.healthy} of ${app.declared} ${app.role}${app.standby > 0 ? `, ${app.standby} standing by` : ""}` : `${app.role}: not read yet`)));
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
  keyed(list, shown, region => region.code, create, update);
}

/** What fits depends on the panel's shape. */
export function watchMap() {
  new ResizeObserver(() => {
    shownCodes = "";
    if (shownStatus) renderMap(shownStatus);
  }).observe(byId("land"));
}
