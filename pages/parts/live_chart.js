const CHART = `<div class="live-chart-plot" role="figure"></div>
<p role="alert" hidden><span></span> <button>Try again</button></p>`;

function loadPlotly(path) {
  const streamlit = document.querySelector('script[src*="static/js/"]').src;
  const load = async () => {
    const answer = await fetch(new URL(`../../${path}`, streamlit), { cache: "force-cache" });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const script = document.createElement("script");
    script.src = URL.createObjectURL(await answer.blob());
    await new Promise((resolve, reject) => {
      Object.assign(script, { onload: resolve, onerror: reject });
      document.head.append(script);
    });
    URL.revokeObjectURL(script.src);
    return window.Plotly;
  };
  window.liveChartPlotly ??= load().catch((error) => {
    delete window.liveChartPlotly;
    throw error;
  });
  return window.liveChartPlotly;
}

// A copy, for Plotly writes into what it is given; rows of numbers, which are most of it, are copied in one go.
function withColors(value, color) {
  if (typeof value === "string") return value.startsWith("var(--") ? color(value.slice(4, -1)) : value;
  if (value === null || typeof value !== "object") return value;
  if (!Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withColors(part, color)]));
  }
  const isNumbers = typeof value[0] === "number" && typeof value.at(-1) === "number";
  return isNumbers ? value.slice() : value.map((part) => withColors(part, color));
}

function themed(figure, node) {
  const style = getComputedStyle(node);
  const color = (name) => style.getPropertyValue(name).trim();
  const { data, layout } = withColors(figure, color);
  const grid = color("--st-border-color-light");
  const [text, border, clear] = [color("--st-text-color"), color("--st-border-color"), "transparent"];
  const font = { family: color("--st-font"), size: Math.max(14, 0.875 * parseFloat(style.fontSize)), color: text };
  const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: border, ticklabelstandoff: 4, title: { font } };
  layout.template = { layout: {
    font, paper_bgcolor: clear, plot_bgcolor: clear, xaxis: axis, yaxis: axis,
    hoverlabel: { bgcolor: color("--st-background-color"), bordercolor: border, font },
    modebar: { bgcolor: clear, color: color("--st-gray-color"), activecolor: text },
  } };
  return { data, layout };
}

// Plotly keeps a zoom only while the figure asks for the same range, and the axis of a live figure grows.
function keepZoom(layout, node) {
  node.asked ??= {};
  for (const name of ["xaxis", "yaxis"]) {
    const { range, uirevision } = layout[name] ?? {};
    if (!range) continue;
    const before = node.asked[name], shown = node.layout?.[name]?.range;
    const zoomed = before?.uirevision === uirevision && shown && String(shown) !== String(before.range);
    if (zoomed) layout[name].range = [...before.range];
    else node.asked[name] = { range: [...range], uirevision };
  }
}

// A chart as low as this has small margins and no dashed lines in its legend (their names stand on them): room for the curves.
const LOW = 250;
const LOW_MARGIN = { t: 54, b: 40 };
const touch = matchMedia("(pointer: coarse)").matches;
const config = {
  displayModeBar: touch ? false : "hover",
  displaylogo: false,
  doubleClick: "reset",
  modeBarButtons: [["resetScale2d"]],
};

// Where nothing can be zoomed there is nothing to reset: no button that Tab would have to pass.
function configOf({ layout }) {
  const isFixed = ["xaxis", "yaxis"].every((name) => layout[name]?.fixedrange);
  return isFixed ? { ...config, displayModeBar: false } : config;
}

function readyToDraw(node) {
  const { data, layout } = themed(node.figure, node);
  Object.assign(layout, { width: node.clientWidth, height: node.clientHeight });
  keepZoom(layout, node);
  if (touch) layout.dragmode = false; // or a finger could not scroll past the chart
  if (node.clientHeight < LOW) {
    for (const side in LOW_MARGIN) layout.margin[side] = Math.min(layout.margin[side] ?? Infinity, LOW_MARGIN[side]);
    for (const trace of data.filter(({ line }) => line?.dash)) {
      trace.showlegend = false;
      if (trace.text) trace.mode = "lines+text";
    }
  }
  return [data, layout];
}

function startOver(Plotly, node) {
  Plotly.purge(node);
  node.replaceChildren();
  delete node.asked;
  delete node.listening;
}

async function drawWith(Plotly, node) {
  const react = () => Plotly.react(node, ...readyToDraw(node), configOf(node.figure));
  const room = node._fullLayout?._size.t;
  await react();
  // Plotly places a legend by the room it had before: one of other rows, in a window of another width, lies elsewhere.
  if (room !== undefined && room !== node._fullLayout._size.t) await react();
  // The words of the figure stand for the picture; its one button stays within reach.
  for (const picture of node.querySelectorAll("svg.main-svg")) picture.setAttribute("aria-hidden", "true");
  // A double click goes back to the range asked for before a zoom; the figure may ask for another one by now.
  if (node.listening) return;
  node.listening = true;
  node.on("plotly_relayout", () => draw([node]));
  node.on("plotly_click", ({ points }) => node.pick?.(String(points[0].y)));
}

async function drawOne(Plotly, node) {
  try {
    await drawWith(Plotly, node).catch((error) => {
      console.info("live chart, drawn anew:", error);
      startOver(Plotly, node);
      return drawWith(Plotly, node);
    });
    say(node, "");
  } catch (error) {
    console.warn("live chart:", error);
    startOver(Plotly, node);
    say(node, "The chart could not be drawn.");
  }
}

function say(node, problem) {
  const message = node.nextElementSibling;
  message.hidden = !problem;
  message.firstChild.textContent = problem;
}

async function drawWhileStale(Plotly, node) {
  if (node.drawing) return;
  node.drawing = true;
  while (node.stale && node.isConnected && node.clientWidth) {
    node.stale = false;
    await drawOne(Plotly, node);
  }
  node.drawing = false;
}

function isInSight(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

// The charts in sight are drawn before the browser paints, the others after that, one by one: who moves a slider waits
// for what can be seen only. One that is still being drawn, or hidden, follows a little later.
async function draw(nodes) {
  for (const node of nodes) node.stale = true;
  let Plotly;
  try {
    Plotly = await loadPlotly(nodes[0].plotly);
  } catch (error) {
    console.warn("live chart:", error);
    for (const node of nodes) say(node, "The chart could not be loaded.");
    return;
  }
  const inSight = nodes.filter(isInSight);
  await Promise.all(inSight.map((node) => drawWhileStale(Plotly, node)));
  for (const node of nodes.filter((node) => !inSight.includes(node))) {
    await new Promise((resume) => setTimeout(resume));
    await drawWhileStale(Plotly, node);
  }
}

function added(root) {
  const chart = Object.assign(document.createElement("div"), { className: "live-chart", innerHTML: CHART });
  const node = chart.firstChild;
  root.append(chart);
  // Also when a hidden chart, which is not drawn, comes into view.
  node.observer = new ResizeObserver(() => {
    const { width, height } = node._fullLayout ?? {};
    if (node.stale || node.clientWidth !== width || node.clientHeight !== height) draw([node]);
  });
  node.observer.observe(node);
  chart.querySelector("button").onclick = () => draw([...root.querySelectorAll(".live-chart-plot")]);
  return chart;
}

function forget(node) {
  node.observer.disconnect();
  window.Plotly?.purge(node);
}

// Streamlit calls the default export for every figure and every change of theme. It may call the clean-up of a call
// that a newer one has overtaken, so only nodes that have left the page are cleaned up.
export default function ({ data, parentElement, setTriggerValue }) {
  const pick = data.picks && ((row) => setTriggerValue("picked", row));
  const root = parentElement.querySelector(".live-charts");
  while (root.children.length > data.charts.length) {
    forget(root.lastChild.firstChild);
    root.lastChild.remove();
  }
  const nodes = data.charts.map(({ figure, label, height }, place) => {
    const node = (root.children[place] ?? added(root)).firstChild;
    node.setAttribute("aria-label", `${label}. ${figure.words}`);
    node.style.height = `${height}px`;
    return Object.assign(node, { figure, pick, plotly: data.plotly });
  });
  draw(nodes);
  return () => setTimeout(() => nodes.forEach((node) => node.isConnected || forget(node)));
}
