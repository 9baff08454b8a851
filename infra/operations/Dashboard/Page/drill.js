import { byId, element, mark, text } from "./dom.js";
import { clock, duration } from "./format.js";

let drill = null;

const seconds = at => (Date.parse(at) - Date.parse(drill.since)) / 1000;

function line(after, state, ...words) {
  return element("li", {}, element("span", { class: "after" }, `+${after}`), mark(state), element("span", {}, ...words));
}

export function setDrill(next, stack, events) {
  drill = next;
  const body = byId("drill-body");
  if (!drill) {
    body.replaceChildren(element("p", { class: "small" }, "None has run since this dashboard began to look. ", element("code", {}, `./pipai drill region --stack ${stack}`)));
    return;
  }
  const until = drill.until ? Date.parse(drill.until) : Infinity;
  const since = Date.parse(drill.since);
  const seen = events.filter(happened => Date.parse(happened.at) >= since && Date.parse(happened.at) <= until + 60000).slice(-12);
  body.replaceChildren(
    element("p", {}, mark(drill.until ? "note" : "warning"), ` ${drill.kind} `, element("strong", {}, drill.subject), element("span", { id: "drill-age", class: "aside" })),
    element("ol", { class: "timeline" }, line("0 s", "alarm", "the fault is set"),
      ...seen.map(happened => line(duration(seconds(happened.at)), happened.severity, element("strong", {}, happened.subject), ` ${happened.text}`)),
      ...(drill.until ? [line(duration(seconds(drill.until)), "ok", "the fault is taken back")] : [])));
  tickDrill();
}

export function tickDrill() {
  const age = byId("drill-age");
  if (!age || !drill) return;
  text(age, drill.until ? ` ended at ${clock(drill.until)}` : ` runs for ${duration(Math.max(0, (Date.now() - Date.parse(drill.since)) / 1000))}`);
}
