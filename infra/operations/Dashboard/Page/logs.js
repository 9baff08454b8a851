import { byId, element, mark } from "./dom.js";
import { clock } from "./format.js";

const kept = 200;
const state = line => ["warning"].includes(line.severity) ? "warning" : ["error", "critical"].includes(line.severity) ? "alarm" : "note";

let names = new Map();

/** Machines are named as in the table, where they are in it. */
export function nameMachines(status) {
  names = new Map(status.apps.flatMap(app => (app.machines ?? []).map(machine => [machine.id, machine.name])));
}

function row(line) {
  return element("li", { "data-severity": state(line) },
    element("time", { datetime: line.at }, clock(line.at)), mark(state(line)),
    element("span", { class: "from" }, names.get(line.machine) ?? `${line.region} ${line.machine}`), element("span", { class: "said" }, line.text));
}

/** The newest line stays in sight where it was. */
export function addLogs(lines) {
  const list = byId("logs-list");
  const box = list.parentElement;
  const follows = box.scrollTop + box.clientHeight >= box.scrollHeight - 24;
  byId("logs-none").hidden = true;
  list.append(...lines.map(row));
  while (list.children.length > kept) list.firstChild.remove();
  if (follows) box.scrollTop = box.scrollHeight;
}

export function setLogs(lines) {
  byId("logs-list").replaceChildren();
  byId("logs-none").hidden = lines.length > 0;
  if (lines.length > 0) addLogs(lines);
}

export function watchFilter() {
  const box = byId("logs-warnings");
  const apply = () => byId("logs-list").classList.toggle("warnings", box.checked);
  box.addEventListener("change", apply);
  apply();
}
