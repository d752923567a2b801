// Draws the charts of a page with Vega, without eval: its expressions are interpreted. The figures stand in a table
// below each chart, which opens by itself where a chart cannot be drawn.

const locale = document.documentElement.lang;
const isDark = matchMedia("(prefers-color-scheme: dark)");
let loading = null;

function vega(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onerror: reject });
    script.onload = () => resolve(window.vegaEmbed);
    document.head.append(script);
  });
  return loading;
}

function readerNumber(value, format) {
  if (typeof value !== "number") return String(value);
  const style = format?.includes?.("%") ? { style: "percent" } : Math.abs(value) >= 100_000 ? { notation: "compact" } : {};
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2, ...style }).format(value);
}

async function draw(figure) {
  const { spec, light, dark, vega: address } = figure.dataset;
  const embed = await vega(address);
  const given = JSON.parse(spec);
  const drawn = await embed(figure.querySelector(".plot"), given, {
    mode: "vega-lite",
    renderer: "svg",
    ast: true,
    actions: false,
    defaultStyle: false,
    tooltip: (_handler, _event, item, value) => showValue(figure, item, value),
    config: JSON.parse(isDark.matches ? dark : light),
    expressionFunctions: { readerNumber },
  });
  figure.classList.add("drawn");
  return drawn;
}

// The words of a tooltip stand beside the chart's title, where they cover nothing.
function showValue(figure, _item, value) {
  const said = value && typeof value === "object" ? Object.values(value).join(" · ") : (value ?? "");
  figure.querySelector(".value").textContent = said;
}

export function enhance(within) {
  for (const figure of within.querySelectorAll("[data-chart]:not(.drawn, .failed)")) {
    draw(figure).catch((error) => {
      console.warn(error);
      figure.classList.add("failed");
      figure.querySelector("details").open = true;
    });
  }
}

isDark.addEventListener("change", () => document.querySelectorAll("[data-chart].drawn").forEach(draw));
