// Opens charts in a real browser: node charts.mjs KIND FILE... → JSON, what each became.
// KIND is mermaid (rendered) or bpmn (opened by bpmn-js, checked by bpmnlint).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const [kind, ...files] = process.argv.slice(2);

const MERMAID = async (text) => {
  window.mermaid.initialize({ startOnLoad: false });
  const { svg } = await window.mermaid.render(`m${Math.random().toString(36).slice(2)}`, text);
  const page = new DOMParser().parseFromString(svg, "text/html");
  const labels = [...page.querySelectorAll(".nodeLabel, .edgeLabel, .cluster-label, .flowchartTitleText")];
  return {
    text: labels.map((label) => label.textContent).join("\n"),
    nodes: page.querySelectorAll("g.node").length,
    forbidden: page.querySelectorAll("script, iframe, object, embed, img, a[href], [onmouseover], [onclick]").length,
  };
};

const BPMN = async (text) => {
  document.body.innerHTML = '<div id="canvas" style="width:1600px;height:1200px"></div>';
  const viewer = new window.BpmnJS({ container: "#canvas" });
  const { warnings } = await viewer.importXML(text);
  const shapes = viewer.get("elementRegistry").getAll().filter((element) => !element.waypoints && element.parent);
  return {
    warnings: warnings.map((warning) => warning.message),
    shapes: shapes.filter((shape) => shape.type !== "label").length,
    text: shapes.map((shape) => shape.businessObject.name || "").join("\n"),
    forbidden: document.querySelectorAll("#canvas script, #canvas iframe, [onmouseover], [onclick]").length,
  };
};

async function lint(text) {
  const { BpmnModdle } = await import("bpmn-moddle");
  const { Linter } = require("bpmnlint");
  const NodeResolver = require("bpmnlint/lib/resolver/node-resolver");
  // A step that several ways lead to is gone through once for each: that is what an exclusive course means.
  // A line from a step may say when it is gone ("after the papers were completed").
  const config = { extends: "bpmnlint:recommended", rules: { "fake-join": "off", "superfluous-label": "off" } };
  const linter = new Linter({ config, resolver: new NodeResolver({ require }) });
  const { rootElement, warnings } = await new BpmnModdle().fromXML(text);
  const found = Object.entries(await linter.lint(rootElement)).flatMap(([rule, reports]) =>
    reports.map((report) => `${rule} ${report.id}: ${report.message}`),
  );
  return [...found, ...warnings.map((warning) => warning.message)];
}

const SCRIPTS = { mermaid: "mermaid/dist/mermaid.min.js", bpmn: "bpmn-js/dist/bpmn-viewer.production.min.js" };
const OPEN = { mermaid: MERMAID, bpmn: BPMN };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
const asked = [];
page.on("request", (request) => asked.push(request.url()));
page.on("dialog", (dialog) => (asked.push(`dialog ${dialog.message()}`), dialog.dismiss()));
await page.setContent("<!doctype html><body></body>");
await page.addScriptTag({ path: require.resolve(SCRIPTS[kind]) });
const results = [];
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const result = await page.evaluate(OPEN[kind], text);
  results.push({ ...result, lint: kind === "bpmn" ? await lint(text) : [] });
}
await browser.close();
process.stdout.write(JSON.stringify({ results, asked: asked.filter((url) => !url.startsWith("blob:")) }));
