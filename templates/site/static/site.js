/* Large type, printing, and the search; every page can be read without. */
(function () {
  "use strict";
  var page = document, html = page.documentElement;

  function kept(key) { try { return localStorage.getItem(key); } catch (e) { return null; } }
  function keep(key, value) { try { localStorage.setItem(key, value); } catch (e) { /* private window */ } }

  var large = page.getElementById("large"), on = kept("powerctl-size") === "large";
  function size() {
    if (on) html.setAttribute("data-size", "large"); else html.removeAttribute("data-size");
    large.setAttribute("aria-pressed", String(on));
  }
  if (large) {
    size();
    large.hidden = false;
    large.addEventListener("click", function () { on = !on; keep("powerctl-size", on ? "large" : ""); size(); });
  }
  var print = page.getElementById("print");
  if (print) { print.hidden = false; print.addEventListener("click", function () { window.print(); }); }

  var form = page.getElementById("search");
  if (!form) return;
  var input = form.querySelector("input"), list = page.getElementById("hits"), count = page.getElementById("count");
  var SHOWN = 20;
  var root = form.getAttribute("data-root"), folder = form.getAttribute("data-index"), waiting, loaded = {};

  /* The words of a text: pairs of Han characters, whole words of letters and digits; one lone character stands for itself. */
  function grams(text) {
    var found = [];
    (text.toLowerCase().match(/[\u3400-\u9fff]+|[a-z0-9]+/g) || []).forEach(function (run) {
      if (/[a-z0-9]/.test(run) || run.length < 2) found.push(run);
      else for (var i = 0; i < run.length - 1; i++) found.push(run.substr(i, 2));
    });
    return found;
  }
  function script(name, done) {
    if (loaded[name]) { if (loaded[name] === true) done(); else loaded[name].push(done); return; }
    loaded[name] = [done];
    var tag = page.createElement("script");
    tag.src = folder + name + ".js";
    tag.onload = tag.onerror = function () { var all = loaded[name]; loaded[name] = true; all.forEach(function (f) { f(); }); };
    page.head.appendChild(tag);
  }
  function all(names, done) {
    var left = names.length;
    if (!left) return done();
    names.forEach(function (name) { script(name, function () { left -= 1; if (!left) done(); }); });
  }
  /* window.POWERS = {shards, block, docs: {number: [path, title, about]}, grams: {gram: "in names;elsewhere"}}, numbers as
     steps in base 36; block: titles a file. */
  function shard(gram) {
    var sum = 0;
    for (var i = 0; i < gram.length; i++) sum = (sum * 31 + gram.charCodeAt(i)) % 65521;
    return sum % window.POWERS.shards;
  }
  function posts(gram) {
    return (window.POWERS.grams[gram] || "").split(";").map(function (text) {
      var at = 0;
      return text ? text.split(",").map(function (step) { return (at += parseInt(step, 36)); }) : [];
    });
  }
  function show(wanted, query) {
    var times = {}, score = {}, need = Math.max(1, Math.ceil(wanted.length * 0.6)), blocks = {};
    wanted.forEach(function (gram) {
      posts(gram).forEach(function (ids, kind) {
        ids.forEach(function (id) { times[id] = (times[id] || 0) + 1; score[id] = (score[id] || 0) + (kind ? 1 : 4); });
      });
    });
    var found = Object.keys(score).filter(function (id) { return times[id] >= need; });
    found.sort(function (a, b) { return score[b] - score[a] || a - b; });
    var first = found.slice(0, SHOWN);
    first.forEach(function (id) { blocks["d" + Math.floor(id / window.POWERS.block)] = 1; });
    all(Object.keys(blocks), function () {
      answered();
      var rows = first.filter(function (id) { return window.POWERS.docs[id]; }).map(function (id) {
        return { id: +id, score: score[id], doc: window.POWERS.docs[id] };
      });
      rows.forEach(function (row) {
        if (row.doc[1].indexOf(query) >= 0) row.score += row.doc[1] === query ? 200 : 100;
      });
      rows.sort(function (a, b) { return b.score - a.score || a.doc[1].length - b.doc[1].length || a.id - b.id; });
      if (input.value.trim() !== query) return;
      list.textContent = "";
      count.textContent = found.length ? form.getAttribute("data-found").replace("#", found.length) : form.getAttribute("data-none");
      rows.forEach(function (row) {
        var item = page.createElement("li"), link = page.createElement("a"), about = page.createElement("small");
        link.href = root + row.doc[0]; link.textContent = row.doc[1]; about.textContent = row.doc[2];
        item.appendChild(link); item.appendChild(about); list.appendChild(item);
      });
    });
  }
  /* A page that was opened with a question is shown below it once the answer is there, a frame later, so that nothing jumps. */
  function answered() {
    requestAnimationFrame(function () { requestAnimationFrame(function () { html.removeAttribute("data-asked"); }); });
  }
  function run() {
    var query = input.value.trim();
    list.textContent = ""; count.textContent = "";
    if (!query) return answered();
    script("index", function () {
      if (!window.POWERS) return answered();
      var wanted = grams(query), shards = {};
      wanted.forEach(function (gram) { shards["g" + shard(gram)] = 1; });
      all(Object.keys(shards), function () { show(wanted, query); });
    });
  }
  input.addEventListener("focus", function () { script("index", function () {}); }, { once: true });
  input.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(run, 120); });
  form.addEventListener("submit", function (event) { event.preventDefault(); run(); });
  var asked = location.search.match(/[?&]q=([^&]*)/);
  if (asked) { html.setAttribute("data-asked", ""); input.value = decodeURIComponent(asked[1].replace(/\+/g, " ")); run(); }
})();
