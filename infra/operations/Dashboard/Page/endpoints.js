import { attribute, byId, element, keyed, mark, setMark, text } from "./dom.js";
import { milliseconds } from "./format.js";
import { renderSparkline } from "./sparkline.js";

function create(endpoint) {
  const trend = element("span", { class: "trend" });
  return element("li", {}, mark("idle"), element("span", { class: "what" }, endpoint.name), trend, element("span", { class: "value" }));
}

function update(node, endpoint) {
  setMark(node.firstChild, endpoint.works ? "ok" : "alarm");
  attribute(node, "title", endpoint.address);
  renderSparkline(node.querySelector(".trend"), endpoint.history, 20);
  text(node.lastChild, endpoint.works ? milliseconds(endpoint.latency) : endpoint.code ? `answers ${endpoint.code}` : "no answer");
}

export function renderEndpoints({ endpoints }) {
  keyed(byId("latency-list"), endpoints, endpoint => endpoint.name, create, update);
}
