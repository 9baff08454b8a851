import { byId, element } from "./dom.js";
import { count, usd } from "./format.js";

let shown = "";

function availability(ledger) {
  const work = ledger.measured.find(part => part.part === "new work");
  const row = (name, value, note) => element("div", {}, element("dt", {}, name), element("dd", {}, value, element("small", {}, note)));
  return element("dl", { class: "ledger" },
    row("contract", ledger.contractPercent === null ? "none" : `${ledger.contractPercent.toFixed(2)} %`, ledger.contractPercent === null ? "a vendor owes nothing" : "what vendors owe"),
    row("estimate", ledger.expected[1], `${ledger.expected[0]} to ${ledger.expected[2]}; weakest: ${ledger.weakestLink}`),
    row("measured", work ? work.atLeast : "nothing yet", work ? `of ${count(work.samples, "sample", "samples")}, 95 % sure` : "each verification is a sample"));
}

function cost(ledger) {
  const most = Math.max(ledger.monthly.high, ledger.budget) * 1.05;
  const bar = element("div", { class: "budget", "aria-hidden": "true" }, element("i", { class: "range" }), element("i", { class: "likely" }), element("i", { class: "limit" }));
  bar.children[0].style.left = `${ledger.monthly.low / most * 100}%`;
  bar.children[0].style.right = `${100 - ledger.monthly.high / most * 100}%`;
  bar.children[1].style.left = `${ledger.monthly.likely / most * 100}%`;
  bar.children[2].style.left = `${ledger.budget / most * 100}%`;
  return element("div", { class: "cost" },
    element("p", {}, element("b", {}, usd(ledger.monthly.likely)), ` a month, ${usd(ledger.monthly.low)} to ${usd(ledger.monthly.high)}; budget ${usd(ledger.budget)}`), bar);
}

export function renderLedger({ ledger }) {
  if (!ledger) return;
  const now = JSON.stringify(ledger);
  if (now === shown) return;
  shown = now;
  byId("ledger-body").replaceChildren(availability(ledger), cost(ledger));
}
