import { byId, element, mark } from "./dom.js";
import { clock } from "./format.js";

const kept = 100;
const words = { note: "Note", warning: "Warning", alarm: "Alarm" };

function row(happened) {
  return element("li", { "data-severity": happened.severity },
    element("time", { datetime: happened.at }, clock(happened.at)), mark(happened.severity),
    element("span", {}, element("span", { class: "hidden" }, `${words[happened.severity]}: `), element("strong", {}, happened.subject), ` ${happened.text}`));
}

/** Adds events, oldest first: the newest is shown first. */
export function addEvents(happened) {
  const list = byId("events-list");
  byId("events-none").hidden = true;
  list.prepend(...happened.map(row).reverse());
  while (list.children.length > kept) list.lastChild.remove();
}

export function setEvents(events) {
  byId("events-none").hidden = events.length > 0;
  byId("events-list").replaceChildren(...events.map(row).reverse());
}
