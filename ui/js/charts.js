// Time charts on uPlot. What is shown is decided in Rust and comes in as a frame: points, ranges, ticks. Here is what
// needs a canvas: drawing, colours of the theme, the pointer, and the cursor that charts of a group share.
import uPlot from "uplot";

const DASHES = [[], [6, 3], [2, 3], [10, 3, 2, 3], [4, 2], [12, 4], [1, 2], [8, 2, 2, 2]];
const groups = new Map();

/** Colours are read from the variables of the page, so that they follow theme and contrast. */
function palette(host) {
  const style = getComputedStyle(host);
  const forced = matchMedia("(forced-colors: active)").matches;
  const read = (name) => style.getPropertyValue(name).trim();
  const soft = (colour, alpha) => (colour.endsWith(")") ? colour.replace(/\)$/, ` / ${alpha})`) : colour);
  const series = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => read(`--series-${n}`));
  return {
    series: (index) => series[index] ?? read("--unknown"),
    fill: (index) => soft(series[index] ?? read("--unknown"), 0.16),
    band: (index) => soft(series[index] ?? read("--unknown"), 0.24),
    axis: forced ? "CanvasText" : read("--ink-3"),
    grid: forced ? "CanvasText" : read("--line-subtle"),
    surface: read("--surface"),
    line: { warning: read("--warning"), critical: read("--critical") },
    text: { warning: read("--warning-text"), critical: read("--critical-text") },
    area: { warning: soft(read("--warning-soft"), 0.4), critical: soft(read("--critical-soft"), 0.4) },
    font: `${Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.6875)}px ${style.fontFamily}`,
  };
}

const PATHS = {
  line: () => uPlot.paths.linear(),
  area: () => uPlot.paths.linear(),
  bars: () => uPlot.paths.bars({ size: [0.7, 48], align: 0 }),
  steps: () => uPlot.paths.stepped({ align: 1 }),
};

/** Points that have no neighbour to be joined to: without a dot nobody would see them. */
function lonely(plot, index) {
  const values = plot.data[index];
  const found = [];
  for (let at = 0; at < values.length; at++) {
    if (values[at] != null && values[at - 1] == null && values[at + 1] == null) found.push(at);
  }
  return found;
}

/**
 * A chart in `host`. `spec`: { height, log, group, series: [{ kind }], bands: [[upper, lower]] }. `events`: pointed(x),
 * left(), echoed(x), zoomed(from, to), resized(width).
 */
export function createChart(host, spec, events) {
  let frame = null;
  let plot = null;
  let colours = palette(host);
  let highlighted = -1;
  let width = 0;
  const group = spec.group && (groups.get(spec.group) ?? new Set());
  const self = { echo: (x) => events.echoed(x) };
  if (group) {
    groups.set(spec.group, group);
    group.add(self);
  }
  const others = (x) => {
    for (const chart of group ?? []) if (chart !== self) chart.echo(x);
  };

  const line = document.createElement("div");
  line.className = "plot-line";
  line.hidden = true;
  const dots = spec.series.map((_, index) => {
    const dot = document.createElement("div");
    dot.className = "plot-dot";
    dot.hidden = true;
    dot.dataset.series = index;
    return dot;
  });

  const faded = (index) => highlighted >= 0 && highlighted !== index;
  const stroke = (_, at) => (faded(at - 1) ? colours.grid : colours.series(at - 1));

  function thresholds(u) {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    const marks = [...frame.thresholds].sort((a, b) => a.value - b.value);
    marks.forEach(({ value, level }, at) => {
      const y = u.valToPos(value, "y", true);
      const above = at + 1 < marks.length ? u.valToPos(marks[at + 1].value, "y", true) : bbox.top;
      ctx.fillStyle = colours.area[level];
      ctx.fillRect(bbox.left, above, bbox.width, y - above);
      ctx.strokeStyle = colours.line[level];
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash([5, 4].map((length) => length * devicePixelRatio));
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    });
    ctx.restore();
  }

  function words(u) {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.font = colours.font.replace(/^\d+/, (size) => size * devicePixelRatio);
    ctx.textAlign = "right";
    ctx.textBaseline = "bottom";
    for (const { value, level, label } of frame.thresholds) {
      const y = u.valToPos(value, "y", true);
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      ctx.fillStyle = colours.text[level];
      ctx.fillText(label, bbox.left + bbox.width - 4 * devicePixelRatio, y - 2 * devicePixelRatio);
    }
    ctx.restore();
  }

  const axis = (scale, ticks, more) => ({
    scale,
    stroke: () => colours.axis,
    font: colours.font,
    grid: { stroke: () => colours.grid, width: 1 },
    ticks: { show: false },
    gap: 6,
    filter: (_, splits) => splits,
    splits: () => frame[ticks].map((tick) => tick.at),
    values: () => frame[ticks].map((tick) => tick.label),
    ...more,
  });

  function build() {
    const options = {
      width,
      height: spec.height,
      padding: [8, frame.right, 0, 0],
      legend: { show: false },
      cursor: { x: false, y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      scales: {
        x: { time: false, auto: false, range: () => frame.x },
        y: { auto: false, range: () => frame.y, distr: spec.log ? 3 : 1 },
      },
      axes: [axis("x", "xTicks", { size: 24 }), axis("y", "yTicks", { size: () => frame.left })],
      series: [
        {},
        ...spec.series.map(({ kind }, index) => ({
          scale: "y",
          stroke,
          width: 1.5,
          dash: kind === "bars" ? undefined : DASHES[index % DASHES.length],
          fill: kind === "area" ? () => colours.fill(index) : kind === "bars" ? stroke : undefined,
          paths: PATHS[kind](),
          points: { show: kind !== "bars", filter: lonely, size: 5, stroke, fill: stroke },
        })),
      ],
      bands: spec.bands.map(([upper, lower]) => ({
        series: [upper + 1, lower + 1],
        fill: () => colours.band(upper),
      })),
      hooks: {
        drawAxes: [thresholds],
        draw: [words],
        setSelect: [
          (u) => {
            if (u.select.width < 4) return;
            const [from, to] = [u.select.left, u.select.left + u.select.width].map((left) => u.posToVal(left, "x"));
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            events.zoomed(from, to);
          },
        ],
      },
    };
    plot = new uPlot(options, null, host);
    show();
    plot.over.append(line, ...dots);
    plot.over.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch" && event.buttons === 0) return;
      const x = plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x");
      events.pointed(x);
      others(x);
    });
    plot.over.addEventListener("pointerleave", () => {
      events.left();
      others(undefined);
    });
  }

  /** NaN is how Rust says that there is no value; uPlot says null. */
  function show() {
    const none = frame.times.length === 0;
    const times = none ? frame.x : frame.times;
    const gaps = (value) => (Number.isNaN(value) ? null : value);
    const values = frame.values.map((values, at) =>
      none || !frame.shown[at] ? new Array(times.length).fill(null) : Array.from(values, gaps),
    );
    plot.batch(() => {
      plot.setData([times, ...values], false);
      plot.setScale("x", { min: frame.x[0], max: frame.x[1] });
      plot.setScale("y", { min: frame.y[0], max: frame.y[1] });
    });
  }

  const resizing = new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now > 0 && now !== width) {
      width = now;
      events.resized(now);
    }
  });
  resizing.observe(host);

  const repaint = () => {
    colours = palette(host);
    plot?.redraw(false, true);
  };
  const theme = new MutationObserver(repaint);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme", "data-contrast"] });
  document.fonts?.ready.then(() => plot && repaint());

  return {
    /** Shows these points: { left, right, x, y, xTicks, yTicks, times, values, shown, thresholds }. */
    update(next) {
      frame = next;
      if (width === 0) return;
      if (!plot) return build();
      if (plot.width !== width) plot.setSize({ width, height: spec.height });
      show();
    },
    /** Puts the cursor on a moment and marks the values there; undefined takes it away. */
    mark(x, values) {
      if (!plot) return;
      line.hidden = x === undefined;
      if (x !== undefined) line.style.transform = `translateX(${Math.round(plot.valToPos(x, "x"))}px)`;
      dots.forEach((dot, index) => {
        const value = values?.[index];
        dot.hidden = x === undefined || value === undefined || Number.isNaN(value) || !frame.shown[index];
        if (dot.hidden) return;
        dot.style.transform = `translate(${plot.valToPos(x, "x")}px, ${plot.valToPos(value, "y")}px)`;
      });
    },
    /** Tells the other charts of the group. */
    echo: others,
    /** Draws the others pale; -1 draws all alike. */
    highlight(index) {
      highlighted = index;
      plot?.redraw(false, false);
    },
    destroy() {
      resizing.disconnect();
      theme.disconnect();
      group?.delete(self);
      if (group?.size === 0) groups.delete(spec.group);
      plot?.destroy();
      plot = null;
    },
  };
}
