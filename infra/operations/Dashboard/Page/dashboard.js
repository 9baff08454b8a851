// The page: takes server-sent events, and draws at most once per frame.
import { byId, text } from "./dom.js";
import { clock } from "./format.js";
import { renderEndpoints } from "./endpoints.js";
import { addEvents, setEvents } from "./events.js";
import { setDrill, tickDrill } from "./drill.js";
import { renderLedger } from "./ledger.js";
import { addLogs, nameMachines, setLogs, watchFilter } from "./logs.js";
import { renderMachines, tickMachines } from "./machines.js";
import { renderMap, watchMap } from "./map.js";
import { renderQueue } from "./queue.js";
import { renderCopies, tickCopies } from "./storage.js";
import { renderHeader, renderSources, renderVerdict, tickSources } from "./verdict.js";

const known = { status: null, problems: [], events: [], drill: null };
let isDue = false;
let newEvents = [];
let newLines = [];

function draw() {
  isDue = false;
  const { status, problems } = known;
  drawNews();
  renderHeader(status);
  renderVerdict(status, problems);
  renderMap(status);
  renderQueue(status);
  renderCopies(status);
  renderEndpoints(status);
  renderMachines(status);
  renderLedger(status);
  renderSources(status);
}

function drawSoon() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(draw);
}

function drawNews() {
  if (newEvents.length > 0) addEvents(newEvents);
  if (newEvents.length > 0 && known.drill) drawDrill();
  if (newLines.length > 0) addLogs(newLines);
  newEvents = [];
  newLines = [];
}

function drawDrill() {
  setDrill(known.drill, known.status?.stack ?? "", known.events);
}

function linked(state, words) {
  document.documentElement.dataset.link = state;
  text(byId("link"), words);
}

function listen() {
  const source = new EventSource("/events");
  const on = (kind, take) => source.addEventListener(kind, message => {
    linked("live", "Live");
    take(JSON.parse(message.data));
  });
  on("snapshot", all => {
    Object.assign(known, { status: all.status, problems: all.problems, events: all.events, drill: all.drill });
    newEvents = [];
    newLines = [];
    nameMachines(all.status);
    setEvents(all.events);
    setLogs(all.logs);
    drawDrill();
    drawSoon();
  });
  on("status", ({ status, problems }) => {
    Object.assign(known, { status, problems });
    nameMachines(status);
    drawSoon();
  });
  on("event", happened => {
    known.events = [...known.events.slice(-99), happened];
    newEvents.push(happened);
    drawSoon();
  });
  on("logs", lines => {
    newLines.push(...lines);
    drawSoon();
  });
  on("drill", drill => {
    known.drill = drill;
    drawDrill();
  });
  source.addEventListener("error", () => linked("lost", "Not connected: what is shown is old"));
}

function tick() {
  text(byId("clock"), `${clock(new Date())} UTC`);
  tickMachines();
  tickCopies();
  tickSources();
  tickDrill();
}

watchFilter();
watchMap();
drawDrill();
tick();
setInterval(tick, 1000);
listen();
