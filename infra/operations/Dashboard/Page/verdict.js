import { byId, element, keyed, mark, setMark, text } from "./dom.js";
import { ago, count } from "./format.js";
import { crew } from "./map.js";

function create() {
  return element("li", {}, mark("note"), element("span"));
}

function update(node, problem) {
  setMark(node.firstChild, problem.severity);
  text(node.lastChild, problem.text);
}

function sum(status) {
  const parts = [];
  for (const app of status.apps) {
    if (!app.machines) continue;
    const declared = Object.values(app.declared).reduce((all, one) => all + one, 0);
    parts.push(`${app.machines.filter(machine => machine.healthy).length} of ${declared} ${crew(app.role)} healthy`);
  }
  if (status.queue) parts.push(status.queue.backlog === 0 ? "no task waits" : `${count(status.queue.backlog, "task waits", "tasks wait")}`);
  if (status.replication?.key) parts.push(status.replication.isEverywhere ? "the newest document is in every region" : "the newest document is on its way");
  return parts.length === 0 ? "" : `${parts.join(", ")}.`;
}

export function renderVerdict(status, problems) {
  const unread = status.sources.some(source => source.readAt === null && source.failingSince === null);
  const worst = problems[0]?.severity ?? (unread ? "idle" : "ok");
  byId("verdict").dataset.state = worst;
  text(byId("verdict-text"), problems.length > 0 ? (problems.length === 1 ? "One thing is not as it should be" : `${problems.length} things are not as they should be`)
    : unread ? "Reading the platform" : "All is well");
  text(byId("verdict-sum"), sum(status));
  keyed(byId("problems"), problems, problem => problem.text, create, update);
  document.title = `${problems.length > 0 ? `(${problems.length}) ` : ""}PIP AI ${status.stack}`;
}

export function renderHeader(status) {
  text(byId("stack"), status.stack);
  const where = byId("where");
  where.hidden = false;
  text(where, status.where);
  where.dataset.where = status.where;
}

export function renderSources(status) {
  keyed(byId("sources"), status.sources, source => source.name,
    source => element("li", {}, mark("idle"), element("span", { class: "what" }, source.name), element("span", { class: "age" })),
    (node, source) => {
      setMark(node.firstChild, source.failingSince ? "warning" : source.readAt ? "ok" : "idle");
      node.dataset.at = source.readAt ?? "";
      node.dataset.failing = source.failingSince ?? "";
      node.title = source.error ?? "";
    });
  tickSources();
}

export function tickSources() {
  for (const node of byId("sources").children) {
    const { at, failing } = node.dataset;
    text(node.lastChild, failing ? `fails, since ${ago(failing)}` : at ? ago(at) : "not read yet");
  }
}
