import { byId, text } from "./dom.js";
import { count, duration, rate } from "./format.js";
import { renderSparkline } from "./sparkline.js";

export function renderQueue({ queue }) {
  if (!queue) return;
  text(byId("queue-name"), queue.name);
  text(byId("queue-backlog"), queue.backlog.toLocaleString("en-US"));
  text(byId("queue-age"), duration(queue.age));
  text(byId("queue-pollers"), String(queue.pollers.length));
  renderSparkline(byId("queue-trend"), queue.history.map(point => point.backlog), 10);
  const points = queue.history;
  const span = points.length > 1 ? (Date.parse(points.at(-1).at) - Date.parse(points[0].at)) / 1000 : 0;
  const most = Math.max(...points.map(point => point.backlog));
  text(byId("queue-rates"), `${rate(queue.addedPerSecond)} come, ${rate(queue.dispatchedPerSecond)} are taken`
    + (span > 0 ? `; at most ${count(most, "task", "tasks")} waited in ${duration(span)}` : ""));
}
