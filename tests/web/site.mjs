// Opens pages of a site in a real browser: node site.mjs look BASE PAGE... | use BASE WORD PAGE | search BASE WORD... | print BASE FILE PAGE → JSON.
// look: axe, width and requests of each page at two widths, light and dark; use: what a citizen does; print: a PDF.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const AXE = require.resolve("axe-core/axe.min.js");
const WIDTHS = [390, 1280];
const [task, base, ...rest] = process.argv.slice(2);

async function opened(browser, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", (dialog) => (asked.push(`dialog ${dialog.message()}`), dialog.dismiss()));
  page.on("pageerror", (error) => asked.push(`error ${error.message}`));
  return { context, page, asked };
}

const away = (asked) => asked.filter((url) => !url.startsWith(base) && !url.startsWith("data:"));

async function axe(page) {
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
}

async function look(browser) {
  const found = [];
  for (const width of WIDTHS) {
    for (const colorScheme of ["light", "dark"]) {
      const { context, page, asked } = await opened(browser, { viewport: { width, height: 900 }, colorScheme });
      for (const path of rest) {
        await page.goto(base + path);
        const violations = await axe(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        found.push({
          path, width, colorScheme, overflow: Math.max(0, overflow), violations,
        });
      }
      found.push({ away: away(asked) });
      await context.close();
    }
  }
  return found;
}

// Types a word into the search of the first page, follows the first hit, goes along with the keyboard, asks for large type.
async function use(browser) {
  const [word, powerPage] = rest;
  const { page, asked } = await opened(browser);
  await page.goto(`${base}index.html`);
  const before = asked.length;
  await page.fill("#q", word);
  await page.waitForSelector("#hits a");
  const searched = { title: await page.textContent("#hits a"), status: await page.textContent("#count") };
  const loaded = asked.slice(before);
  await page.press("#q", "Enter");
  await page.click("#hits a");
  await page.waitForSelector("h1");
  const followed = await page.textContent("h1");
  await page.goto(`${base}index.html?q=${encodeURIComponent(word)}`);
  await page.waitForSelector("#hits a");
  const linked = await page.textContent("#hits a");

  await page.goto(base + powerPage);
  const keys = [];
  for (let at = 0; at < 14; at += 1) {
    await page.keyboard.press("Tab");
    keys.push(await page.evaluate(() => {
      const one = document.activeElement;
      const part = ["main", "header", "nav", "footer"].find((name) => one.closest(name)) || "body";
      return `${part} ${one.className === "skip" ? "skip" : one.tagName.toLowerCase()}`;
    }));
  }
  await page.goto(base + powerPage);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const skipped = new URL(page.url()).hash;

  const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  const sizes = [await size()];
  await page.click("#large");
  sizes.push(await size());
  await page.goto(`${base}units.html`);
  sizes.push(await size());
  const pressed = await page.getAttribute("#large", "aria-pressed");
  return { searched, loaded, followed, linked, keys, skipped, sizes, pressed, away: away(asked) };
}

// What each word loads in a browser that has seen nothing yet, and what it finds.
async function search(browser) {
  const found = [];
  for (const word of rest) {
    const { context, page } = await opened(browser);
    const bodies = [];
    page.on("response", (response) => response.url().includes("/search/") && bodies.push(response.body()));
    await page.goto(`${base}index.html?q=${encodeURIComponent(word)}`);
    await page.waitForFunction(() => document.querySelector("#count").textContent && !document.querySelector("[data-asked]"));
    const size = (await Promise.all(bodies)).reduce((sum, body) => sum + body.length, 0);
    found.push({ word, size, titles: await page.$$eval("#hits a", (all) => all.map((one) => one.textContent)) });
    await context.close();
  }
  return found;
}

// A preview on which a file is edited: the bar before, the list opened, the bar and the page after, what axe says of both.
async function follow(browser) {
  const [path, file, from, to] = rest;
  const { page, asked } = await opened(browser, { viewport: { width: 390, height: 844 } });
  await page.goto(base + path);
  const bar = async () => ({
    text: (await page.innerText("#powerctl-bar")).split("\n").filter(Boolean),
    type: await page.textContent(".meta span"),
    covered: await page.evaluate(() => {
      window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
      const last = [...document.querySelectorAll("footer p")].pop().getBoundingClientRect();
      return last.bottom > document.querySelector("#powerctl-bar summary, #powerctl-bar p").getBoundingClientRect().top;
    }),
    violations: await axe(page),
  });
  const states = [await bar()];
  const edit = async (before, after) => {
    const loaded = page.waitForEvent("load");
    await writeFile(file, (await readFile(file, "utf-8")).replace(before, after));
    await loaded;
    await page.waitForSelector("#powerctl-bar");
  };
  await edit(from, to);
  states.push(await bar());
  await page.click("#powerctl-bar summary");
  await page.waitForFunction(() => sessionStorage.getItem("powerctl-bar") === "open");
  await edit(to, `${to}-2`);
  states.push(await bar());
  return { states, away: away(asked) };
}

// Without scripts every page can be reached from the map and nothing that needs them is shown.
async function plain(browser) {
  const { page, asked } = await opened(browser, { javaScriptEnabled: false });
  await page.goto(`${base}index.html`);
  const hidden = !(await page.isVisible("#large")) && !(await page.isVisible("#print"));
  await page.click("noscript a");
  const links = await page.$$eval("main a", (all) => all.map((one) => one.getAttribute("href")));
  return { hidden, links, away: away(asked) };
}

async function print(browser) {
  const [file, path] = rest;
  const { page } = await opened(browser);
  await page.goto(base + path);
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: false });
  return {};
}

// Whatever the texts of a page hold, nothing runs: what was asked for, said or changed by them.
async function inert(browser) {
  const { page, asked } = await opened(browser);
  const found = [];
  for (const path of rest) {
    await page.goto(base + path);
    found.push(...(await page.evaluate(() => {
      const bad = "iframe, object, embed, img, base, form[action^='javascript'], a[href^='javascript' i], [onload], [onerror], [onclick], [onmouseover], [onfocus]";
      const scripts = [...document.scripts].filter((one) => one.type !== "application/ld+json" && !/static\/(site|search\/\w+)\.js$/.test(one.src));
      return [...document.querySelectorAll(bad), ...scripts].map((one) => one.outerHTML.slice(0, 200));
    })).map((one) => `${path}: ${one}`));
  }
  return { found, away: away(asked) };
}

const TASKS = { look, use, search, follow, plain, print, inert };
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const result = await TASKS[task](browser);
await browser.close();
process.stdout.write(JSON.stringify(result));
