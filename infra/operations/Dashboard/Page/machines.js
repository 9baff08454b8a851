import { byId, element, keyed, mark, setMark, text } from "./dom.js";
import { ago, count } from "./format.js";
import { places } from "./regions.js";

/** The word for what a machine is at, and its mark. */
export function condition(machine) {
  if (!machine.isReachable) return ["alarm", "unreachable"];
  if (machine.healthy) return ["ok", machine.isCordoned ? "cordoned" : "healthy"];
  if (machine.state === "started") return ["warning", machine.checksTotal === 0 ? "no checks" : "unhealthy"];
  return ["idle", machine.state];
}

function createGroup() {
  const head = element("th", { scope: "rowgroup", colspan: "8" });
  return element("tbody", {}, element("tr", { class: "group" }, head));
}

function createRow() {
  return element("tr", {},
    element("td", { class: "state" }, mark("idle"), element("span")),
    element("th", { scope: "row" }, element("span"), element("small")),
    element("td", { class: "number" }), element("td", { class: "mono wide" }), element("td", { class: "mono wide" }),
    element("td"), element("td", { class: "number wide" }), element("td", { class: "wide" }));
}

function updateRow(row, { machine, role, polls }) {
  const [state, word] = condition(machine);
  const [stateCell, name, checks, image, version, polling, restarts, last] = row.children;
  row.dataset.state = state;
  setMark(stateCell.firstChild, state);
  text(stateCell.lastChild, word);
  text(name.firstChild, machine.name);
  text(name.lastChild, ` ${machine.id}`);
  text(checks, machine.checksTotal === 0 ? "–" : `${machine.checksPassing}/${machine.checksTotal}`);
  text(image, machine.image || "–");
  text(version, machine.version ? machine.version.slice(-6) : "–");
  version.title = machine.version;
  text(polling, role !== "workers" || machine.state !== "started" ? "–" : polls ? "yes" : "no");
  text(restarts, String(machine.restarts));
  last.dataset.at = machine.last?.at ?? "";
  last.dataset.type = machine.last?.type ?? "";
  text(last, machine.last ? `${machine.last.type} ${ago(machine.last.at)}` : "–");
}

function updateGroup(group, region) {
  const place = places[region.code]?.[0];
  text(group.firstChild.firstChild, `${region.code}${place ? ` ${place}` : ""}`);
}

export function renderMachines(status) {
  const pollers = new Set((status.queue?.pollers ?? []).map(poller => poller.machine));
  const groups = new Map();
  for (const app of status.apps)
    for (const machine of app.machines ?? [])
      (groups.get(machine.region) ?? groups.set(machine.region, []).get(machine.region))
        .push({ machine, role: app.role, polls: pollers.has(machine.id) });
  const table = document.querySelector("#machines table");
  const body = table.keyedBody ??= table;
  const regions = [...groups.keys()].sort().map(code => ({ code }));
  keyedBodies(body, regions, groups);
  const all = [...groups.values()].flat();
  const healthy = all.filter(one => one.machine.healthy).length;
  text(byId("machines-sum"), all.length === 0 ? "" : `${healthy} healthy of ${count(all.length, "machine", "machines")}`);
}

/** The table's head stays where it is: groups come after it. */
function keyedBodies(table, regions, groups) {
  const known = table.groups ??= new Map();
  for (const region of regions) {
    let group = known.get(region.code);
    if (!group) {
      group = createGroup();
      known.set(region.code, group);
      updateGroup(group, region);
      const next = [...known.keys()].filter(code => code > region.code).sort()[0];
      table.insertBefore(group, next ? known.get(next) : null);
    }
    const rows = group.rowList ??= { get firstChild() { return group.children[1] ?? null; }, insertBefore: (node, place) => group.insertBefore(node, place) };
    keyed(rows, groups.get(region.code), one => one.machine.id, createRow, updateRow);
  }
  for (const [code, group] of known) {
    if (groups.has(code)) continue;
    group.remove();
    known.delete(code);
  }
}

/** Ages go on without a reading. */
export function tickMachines() {
  for (const cell of document.querySelectorAll("#machines td[data-at]:not([data-at=''])")) text(cell, `${cell.dataset.type} ${ago(cell.dataset.at)}`);
}
