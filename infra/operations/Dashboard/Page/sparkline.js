import { svg } from "./dom.js";

const width = 240;
const height = 48;

/** A line with the area below it; nulls are gaps. It says nothing that is not also said as text. */
export function sparkline(values, top) {
  const most = Math.max(top ?? 0, ...values.map(value => value ?? 0), 1e-9);
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const y = value => height - 1 - value / most * (height - 6);
  let line = "";
  let area = "";
  let start = null;
  values.forEach((value, index) => {
    const x = (index * step).toFixed(1);
    if (value === null) {
      if (start !== null) area += `L${((index - 1) * step).toFixed(1)} ${height}L${start} ${height}Z`;
      start = null;
      return;
    }
    const point = `${x} ${y(value).toFixed(1)}`;
    line += `${start === null ? "M" : "L"}${point}`;
    area += `${start === null ? "M" : "L"}${point}`;
    if (start === null) start = x;
  });
  if (start !== null) area += `L${((values.length - 1) * step).toFixed(1)} ${height}L${start} ${height}Z`;
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true", class: "sparkline" },
    svg("path", { class: "area", d: area || "M0 0" }), svg("path", { class: "line", d: line || "M0 0" }));
}

/** Puts a sparkline into a node, unless it shows these values already. */
export function renderSparkline(node, values, top) {
  const shown = JSON.stringify([values, top]);
  if (node.shownValues === shown) return;
  node.shownValues = shown;
  node.replaceChildren(sparkline(values, top));
}
