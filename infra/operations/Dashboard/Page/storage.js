import { byId, element, keyed, mark, setMark, text } from "./dom.js";
import { ago, duration } from "./format.js";

let written = "";

function create(replica) {
  return element("li", {}, mark("idle"), element("span", { class: "what" }, replica.region), element("span", { class: "value" }));
}

function update(node, replica) {
  setMark(node.firstChild, replica.state);
  text(node.lastChild, replica.value);
}

export function renderCopies({ replication }) {
  if (!replication) return;
  written = replication.key ? replication.writtenAt : "";
  const rows = !replication.key ? [] : [
    { region: replication.writtenIn, state: replication.status === "FAILED" ? "alarm" : "ok", value: `written here${replication.status ? `, ${replication.status.toLowerCase()}` : ""}` },
    ...replication.replicas.map(replica => ({
      region: replica.region, state: replica.isThere ? "ok" : "warning",
      value: replica.isThere ? `there within ${duration(Math.max(replica.lag, 1))}` : `missing for ${duration(replica.lag)}`,
    })),
  ];
  keyed(byId("copies-list"), rows, row => row.region, create, update);
  byId("copies-key").dataset.key = replication.key;
  tickCopies();
}

export function tickCopies() {
  const node = byId("copies-key");
  text(node, written ? `${node.dataset.key}, ${ago(written)}` : "No document yet.");
}
