// The planner's map: it shows what the table below says, place by place; the table stands without it.
const box = document.querySelector("[data-map]");
const words = JSON.parse(document.getElementById("map-words")?.textContent ?? "{}");
const status = document.querySelector("[data-status]");
const choose = Object.fromEntries(
  ["plan", "window", "minutes", "speed"].map((name) => [name, document.querySelector(`[data-${name}]`)]));
const FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"];
const nothing = () => ({ type: "FeatureCollection", features: [] });
const point = (lon, lat, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } });
const figure = (number) => Math.round(number).toLocaleString("en");

function style() {
  const english = document.documentElement.lang === "en";
  const label = english
    ? ["case", ["!=", ["get", "name_en"], ""], ["get", "name_en"], ["get", "name_zh"]]
    : ["case", ["!=", ["get", "name_zh"], ""], ["get", "name_zh"], ["get", "name_en"]];
  const width = (extra) => ["interpolate", ["exponential", 1.6], ["zoom"],
    12, ["match", ["get", "rank"], 1, 1.6 + extra, 2, 1.2 + extra, 3, 0.9 + extra, 0.5 + extra],
    18, ["match", ["get", "rank"], 1, 22 + extra, 2, 17 + extra, 3, 13 + extra, 9 + extra]];
  const names = (id, ranks, minzoom) => ({
    id, type: "symbol", source: "streets", minzoom, filter: ["in", ["get", "rank"], ["literal", ranks]],
    layout: { "text-field": label, "text-font": FONTS, "symbol-placement": "line", "text-size": 12, "symbol-spacing": 300,
      "text-max-angle": 40, "text-padding": 6 },
    paint: { "text-color": "#4e585d", "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
  });
  const roads = { "line-cap": "round", "line-join": "round" };
  const size = ["interpolate", ["exponential", 2], ["zoom"], 12, ["*", 0.42, ["get", "radius"]], 16, ["*", 2.2, ["get", "radius"]]];
  const reached = ["get", "reached"];
  return {
    version: 8,
    sources: {
      streets: { type: "geojson", data: box.dataset.streets, attribution: box.dataset.attribution },
      area: { type: "geojson", data: nothing() }, catchments: { type: "geojson", data: nothing() },
      demand: { type: "geojson", data: nothing() }, candidates: { type: "geojson", data: nothing() },
    },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": "#ece8de" } },
      { id: "area", type: "fill", source: "area", paint: { "fill-color": "#f8f5ee" } },
      { id: "casing", type: "line", source: "streets", layout: roads, paint: { "line-color": "#cfc6b4", "line-width": width(1.6) } },
      { id: "roads", type: "line", source: "streets", layout: roads, paint: { "line-width": width(0), "line-color": "#ffffff" } },
      { id: "outline", type: "line", source: "area", paint: { "line-color": "#9c2b20", "line-width": 1.6, "line-dasharray": [4, 2.5], "line-opacity": 0.75 } },
      { id: "catchments", type: "fill", source: "catchments", paint: { "fill-color": "#17633a", "fill-opacity": 0.09 } },
      { id: "catchment-edges", type: "line", source: "catchments", paint: { "line-color": "#17633a", "line-width": 1.6, "line-dasharray": [2, 1.5] } },
      names("names-small", [3, 4], 15), names("names-main", [1, 2], 13),
      { id: "reached", type: "circle", source: "demand", filter: reached,
        paint: { "circle-radius": size, "circle-color": "#12507a", "circle-opacity": 0.38, "circle-stroke-width": 1, "circle-stroke-color": "#12507a" } },
      { id: "unreached", type: "circle", source: "demand", filter: ["!", reached],
        paint: { "circle-radius": size, "circle-color": "#ffffff", "circle-opacity": 0.65, "circle-stroke-width": 3, "circle-stroke-color": "#b34700" } },
      { id: "candidates", type: "symbol", source: "candidates", layout: { "icon-image": "square", "icon-allow-overlap": true } },
    ],
  };
}

function square() {
  const side = 24, data = new Uint8ClampedArray(side * side * 4);
  for (let y = 0; y < side; y += 1) for (let x = 0; x < side; x += 1) {
    const edge = Math.min(x, y, side - 1 - x, side - 1 - y) < 5;
    data.set(edge ? [90, 81, 72, 255] : [255, 255, 255, 230], (y * side + x) * 4);
  }
  return { width: side, height: side, data };
}

function demandNow(content) {
  const time = choose.window.value;
  const left = content.plans[choose.plan.value]?.uncovered;
  const most = Math.max(1, ...content.demand.map((row) => row[time]));
  let people = 0, alone = 0;
  const features = content.demand.filter((row) => row[time] > 0).map((row) => {
    const out = Boolean(left?.[row.label]?.people[time]);
    people += row[time];
    if (out) alone += row[time];
    return point(row.lon, row.lat, { label: row.label, neighbourhood: row.neighbourhood, people: row[time],
      radius: 2.5 + 10 * Math.sqrt(row[time] / most), reached: !out, nearest: left?.[row.label]?.nearest ?? null });
  });
  const sentence = left ? words.total : words.totalUnknown;
  status.textContent = sentence.replace("{people}", figure(people)).replace("{left}", figure(alone));
  return { type: "FeatureCollection", features };
}

function lines(texts) {
  const content = document.createElement("div");
  texts.filter(Boolean).forEach((text, index) => {
    const line = document.createElement(index ? "p" : "strong");
    line.textContent = text;
    content.append(line);
  });
  return content;
}

function sitesNow(lib, map, content, marks) {
  marks.splice(0).forEach((mark) => mark.remove());
  const opened = new Map((content.plans[choose.plan.value]?.opened ?? []).map((row) => [row.label, row]));
  const existing = choose.plan.value === "existing";
  const rest = [];
  for (const site of content.sites) {
    const row = existing && site.today ? { mark: "●", change: "today", words: `${words.existing}: ${site.today}` } : opened.get(site.label);
    if (!row) { rest.push(point(site.lon, site.lat, { name: site.name })); continue; }
    const button = document.createElement("button");
    button.type = "button";
    button.className = `sitemark ${row.change}`;
    button.setAttribute("aria-label", `${site.name}, ${row.words}`);
    button.innerHTML = "<span><b></b></span>";
    button.querySelector("b").textContent = row.mark;
    const popup = new lib.Popup({ offset: 16, maxWidth: "17rem", locale: words }).setDOMContent(lines([site.name, row.words]));
    marks.push(new lib.Marker({ element: button }).setLngLat([site.lon, site.lat]).setPopup(popup).addTo(map));
  }
  map.getSource("candidates").setData({ type: "FeatureCollection", features: rest });
}

async function catchmentsNow(map) {
  const source = map.getSource("catchments");
  if (!choose.minutes.value) { source.setData(nothing()); return; }
  const address = new URL(box.dataset.catchments, window.location.href);
  for (const name of ["plan", "minutes", "speed"]) address.searchParams.set(name, choose[name].value);
  const answer = await fetch(address);
  if (answer.ok) source.setData(await answer.json());
  else status.textContent = words.failed;
}

function popups(lib, map) {
  for (const layer of ["reached", "unreached"]) {
    map.on("click", layer, (event) => {
      const { label, neighbourhood, people, reached, nearest } = event.features[0].properties;
      const far = typeof nearest === "number" ? `${words.nearest} ${nearest.toFixed(0)} ${words.minutes}` : "";
      new lib.Popup({ maxWidth: "17rem", locale: words }).setLngLat(event.lngLat).setDOMContent(lines(
        [`${label} · ${neighbourhood}`, `${figure(people)} ${words.people}`, reached ? words.reached : words.unreached, far])).addTo(map);
    });
  }
  map.on("click", "candidates", (event) => {
    new lib.Popup({ maxWidth: "17rem", locale: words }).setLngLat(event.lngLat)
      .setDOMContent(lines([event.features[0].properties.name, words.candidate])).addTo(map);
  });
}

async function show() {
  status.textContent = words.loading;
  const [lib, content] = await Promise.all([import(box.dataset.library),
    fetch(box.dataset.content).then((answer) => { if (!answer.ok) throw new Error(answer.status); return answer.json(); })]);
  const map = new lib.Map({
    container: box, style: style(), center: box.dataset.centre.split(",").map(Number), zoom: 13.5, minZoom: 10, maxZoom: 18,
    localIdeographFontFamily: FONTS.join(", "), attributionControl: false, cooperativeGestures: true, locale: words,
    dragRotate: false, pitchWithRotate: false, fadeDuration: 0, collectResourceTiming: false,
  });
  window.yizhanMap = map; // for the tests, and for whoever is curious
  map.touchZoomRotate.disableRotation();
  map.addControl(new lib.AttributionControl({ compact: false }));
  map.addControl(new lib.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new lib.ScaleControl({ maxWidth: 110 }), "bottom-left");
  const bounds = new lib.LngLatBounds();
  for (const row of [...content.demand, ...content.sites]) bounds.extend([row.lon, row.lat]);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 36, maxZoom: 16, animate: false });
  const marks = [];
  const draw = () => { map.getSource("demand").setData(demandNow(content)); sitesNow(lib, map, content, marks); };
  map.on("load", () => {
    map.addImage("square", square(), { pixelRatio: 2 });
    if (content.area) map.getSource("area").setData({ type: "Feature", properties: {}, geometry: content.area });
    draw();
    catchmentsNow(map);
    popups(lib, map);
    for (const name of ["plan", "window"]) choose[name].addEventListener("change", draw);
    for (const name of ["plan", "minutes", "speed"]) choose[name].addEventListener("change", () => catchmentsNow(map));
    box.dataset.drawn = "yes";
  });
}

function standAlone(reason) {
  document.querySelector("[data-map-section]").hidden = true;
  document.querySelector("[data-map-note]").hidden = false;
  console.info("The table stands alone:", reason);
}

if (box) {
  if (!document.createElement("canvas").getContext("webgl2")) standAlone("no WebGL");
  else {
    document.querySelector("[data-map-section]").hidden = false;
    show().catch(standAlone);
  }
}
