/* Volume by year: bars with their interval where figures are exact, cells where they are bands.

   Reads the JSON beside it: {unit, years: [{year, low, high, text, precision, low_band, high_band}],
   bands: [label, ...]} (templates/components/volume_chart.html). */
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, CustomChart, LineChart, GridComponent, SVGRenderer, TooltipComponent]);

const DARK = "#17756d";
const PALE = "#8dbdb8";
const INK = "#14302d";
const WIDE = matchMedia("(min-width: 48rem)");

const language = document.documentElement.lang || "nb";
const figures = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

function frame(chart) {
  const text = { color: INK, fontFamily: "Inter Variable, sans-serif", fontSize: 13 };
  return {
    animation: false,
    grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
    textStyle: text,
    tooltip: {
      renderMode: "richText",
      formatter: ({ dataIndex }) => `${chart.years[dataIndex].year}: ${chart.years[dataIndex].text}`,
    },
    xAxis: {
      type: "category",
      data: chart.years.map(({ year }) => String(year)),
      axisLabel: text,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: "#8b938f" } },
    },
  };
}

function lineAt(shape) {
  return { type: "line", shape, style: { stroke: INK, lineWidth: 1.5 } };
}

/** The interval of a year: a line from low to high with a short line across each end. */
function drawInterval(_, api) {
  const [x, low] = api.coord([api.value(0), api.value(1)]);
  const high = api.coord([api.value(0), api.value(2)])[1];
  const across = (y) => lineAt({ x1: x - 6, y1: y, x2: x + 6, y2: y });
  return {
    type: "group",
    children: [lineAt({ x1: x, y1: low, x2: x, y2: high }), across(low), across(high)],
  };
}

function middle({ low, high }) {
  if (low === null || high === null) return low ?? high;
  return (low + high) / 2;
}

function bounded(year) {
  return [year.low ?? year.high, year.high ?? year.low];
}

function exactOptions(chart) {
  return {
    ...frame(chart),
    yAxis: {
      type: "value",
      axisLabel: { formatter: (value) => figures.format(value) },
      splitLine: { lineStyle: { color: "#e0ddd4" } },
    },
    series: [
      {
        type: "bar",
        barMaxWidth: 46,
        itemStyle: { color: DARK, borderRadius: [2, 2, 0, 0] },
        data: chart.years.map(middle),
      },
      {
        type: "custom",
        silent: true,
        renderItem: drawInterval,
        data: chart.years.map((year, place) => [place, ...bounded(year)]),
      },
      highestLabels(chart),
    ],
  };
}

/** What the year says, above its interval and never across it. */
function highestLabels(chart) {
  return {
    type: "line",
    silent: true,
    symbol: "none",
    lineStyle: { opacity: 0 },
    label: { show: true, position: "top", color: INK, formatter: ({ dataIndex }) => figures.format(middle(chart.years[dataIndex])) },
    data: chart.years.map((year) => bounded(year)[1]),
  };
}

/** The run of bands a year touches, as one cell with dark ends. */
function drawBands(_, api) {
  const [width, height] = api.size([1, 1]);
  const [x, y] = api.coord([api.value(0), api.value(2)]);
  const bands = api.value(2) - api.value(1) + 1;
  const left = x - width * 0.36;
  const top = y - height / 2 + 1;
  const right = left + width * 0.72;
  const bottom = top + height * bands - 2;
  const rule = (at) => ({ ...lineAt({ x1: left, y1: at, x2: right, y2: at }), style: { stroke: DARK, lineWidth: 2 } });
  const cell = { x: left, y: top, width: right - left, height: bottom - top };
  return {
    type: "group",
    children: [{ type: "rect", shape: cell, style: { fill: PALE } }, rule(top), rule(bottom)],
  };
}

function bandOptions(chart) {
  return {
    ...frame(chart),
    yAxis: {
      type: "category",
      data: chart.bands,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: "#e0ddd4" } },
    },
    series: [
      {
        type: "custom",
        renderItem: drawBands,
        encode: { x: 0, y: [1, 2] },
        data: chart.years.map((year, place) => [place, year.low_band, year.high_band]),
      },
    ],
  };
}

function draw(figure) {
  const chart = JSON.parse(document.getElementById(figure.dataset.volumeChart).textContent);
  const picture = echarts.init(figure.querySelector(".volume-chart__picture"), null, { renderer: "svg" });
  picture.setOption(chart.bands?.length ? bandOptions(chart) : exactOptions(chart));
  new ResizeObserver(() => picture.resize()).observe(figure);
}

/** Draws the charts that are not drawn yet; on a phone the table is enough. */
export function showVolumeCharts() {
  if (!WIDE.matches) return;
  for (const figure of document.querySelectorAll("[data-volume-chart]:not([data-drawn])")) {
    figure.dataset.drawn = "";
    draw(figure);
  }
}

WIDE.addEventListener("change", showVolumeCharts);
