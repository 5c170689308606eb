// The map beside the list: it repeats what the list says, and the list stands without it.
const box = document.querySelector("[data-map]");
const words = box ? JSON.parse(document.getElementById("map-words").textContent) : {};
const round = (degrees) => (Math.round(degrees / 0.0005) * 0.0005).toFixed(4); // about 50 m
const FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"];

function style(english) {
  const label = english
    ? ["case", ["!=", ["get", "name_en"], ""], ["get", "name_en"], ["get", "name_zh"]]
    : ["case", ["!=", ["get", "name_zh"], ""], ["get", "name_zh"], ["get", "name_en"]];
  const width = (extra) => ["interpolate", ["exponential", 1.6], ["zoom"],
    12, ["match", ["get", "rank"], 1, 1.6 + extra, 2, 1.2 + extra, 3, 0.9 + extra, 0.5 + extra],
    18, ["match", ["get", "rank"], 1, 22 + extra, 2, 17 + extra, 3, 13 + extra, 9 + extra]];
  const names = (id, ranks, minzoom, size) => ({
    id, type: "symbol", source: "streets", minzoom,
    filter: ["in", ["get", "rank"], ["literal", ranks]],
    layout: { "text-field": label, "text-font": FONTS, "symbol-placement": "line", "text-size": size,
      "symbol-spacing": 300, "text-max-angle": 40, "text-padding": 6, "text-letter-spacing": english ? 0 : 0.12 },
    paint: { "text-color": "#3a4046", "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
  });
  const roads = { "line-cap": "round", "line-join": "round", "line-sort-key": ["-", 0, ["get", "rank"]] };
  return {
    version: 8,
    sources: {
      streets: { type: "geojson", data: box.dataset.streets, attribution: box.dataset.attribution },
      area: { type: "geojson", data: box.dataset.area },
      route: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": "#ece8de" } },
      { id: "area", type: "fill", source: "area", paint: { "fill-color": "#f8f5ee" } },
      { id: "casing", type: "line", source: "streets", layout: roads,
        paint: { "line-color": "#cfc6b4", "line-width": width(1.6) } },
      { id: "roads", type: "line", source: "streets", layout: roads,
        paint: { "line-width": width(0),
          "line-color": ["match", ["get", "rank"], 1, "#ffe3a8", 2, "#fff3d2", "#ffffff"] } },
      { id: "outline", type: "line", source: "area",
        paint: { "line-color": "#9c2b20", "line-width": 1.6, "line-dasharray": [4, 2.5], "line-opacity": 0.75 } },
      { id: "route", type: "line", source: "route", layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": "#12507a", "line-width": 5, "line-dasharray": [0.2, 1.6] } },
      names("names-small", [3, 4], 14.5, 12), names("names-main", [1, 2], 11, 12.5),
    ],
  };
}

function pin(card, place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = card.dataset.open ? "pin open" : "pin";
  button.setAttribute("aria-label", `${place.number} ${card.dataset.name}, ${card.dataset.state}`);
  button.innerHTML = "<span><b></b></span>";
  button.querySelector("b").textContent = place.number;
  return button;
}

function popupContent(card) {
  const content = document.createElement("div");
  for (const part of card.querySelectorAll("[data-popup]")) {
    const line = document.createElement("p");
    // A pair of a list keeps its answer only: outside its list the question has no meaning.
    line.append(...(part.querySelector("dd") ?? part).cloneNode(true).childNodes);
    content.append(line);
  }
  return content;
}

function addPins(lib, map, cards) {
  const seen = new Map();
  const pins = cards.map((card, index) => {
    const where = [Number(card.dataset.lon), Number(card.dataset.lat)];
    const same = seen.get(where.join()) ?? 0;
    seen.set(where.join(), same + 1);
    const element = pin(card, { number: card.dataset.number ?? String(index + 1) });
    const popup = new lib.Popup({ offset: 18, maxWidth: "17rem", closeButton: true, focusAfterOpen: true,
      locale: words }).setDOMContent(popupContent(card));
    // Points inside a station share its doorstep: set them side by side.
    const marker = new lib.Marker({ element, offset: [same * 30, 0], anchor: "center" })
      .setLngLat(where).setPopup(popup).addTo(map);
    const choose = (on) => { card.classList.toggle("chosen", on); element.classList.toggle("chosen", on); };
    popup.on("open", () => choose(true));
    popup.on("close", () => choose(false));
    for (const event of ["mouseenter", "focusin"]) card.addEventListener(event, () => element.classList.add("chosen"));
    for (const event of ["mouseleave", "focusout"]) {
      card.addEventListener(event, () => { if (!popup.isOpen()) element.classList.remove("chosen"); });
    }
    element.addEventListener("click", () => { element.setAttribute("aria-expanded", String(!popup.isOpen())); });
    return { card, marker, popup, where };
  });
  return pins;
}

function offerToShow(map, pins) {
  for (const { card, marker, popup, where } of pins) {
    const place = card.querySelector("[data-show]");
    if (!place) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.show;
    button.addEventListener("click", () => {
      pins.forEach((other) => { if (other.popup.isOpen()) other.marker.togglePopup(); });
      map.jumpTo({ center: where, zoom: Math.max(map.getZoom(), 15.5) });
      marker.togglePopup();
      box.scrollIntoView({ block: "nearest" });
    });
    place.append(button);
  }
}

function offerToStart(lib, map) {
  map.on("click", (event) => {
    if (event.originalEvent.target !== map.getCanvas()) return; // a pin was meant
    const address = new URL(window.location.href);
    address.searchParams.set("from", `${round(event.lngLat.lng)},${round(event.lngLat.lat)}`);
    address.hash = "";
    const link = document.createElement("a");
    link.href = address.href;
    link.textContent = words.start;
    new lib.Popup({ maxWidth: "14rem", locale: words }).setLngLat(event.lngLat).setDOMContent(link).addTo(map);
  });
}

function addStart(lib, map) {
  if (!box.dataset.from) return;
  const [lon, lat] = box.dataset.from.split(",").map(Number);
  const mark = document.createElement("div");
  mark.className = "pin start";
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", words.from);
  mark.innerHTML = "<span><b>⚑</b></span>";
  new lib.Marker({ element: mark }).setLngLat([lon, lat]).addTo(map);
}

function fit(lib, map, cards) {
  const bounds = new lib.LngLatBounds();
  for (const card of cards) bounds.extend([Number(card.dataset.lon), Number(card.dataset.lat)]);
  if (box.dataset.from) bounds.extend(box.dataset.from.split(",").map(Number));
  for (const position of routeLine()) bounds.extend(position);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: { top: 40, bottom: 44, left: 40, right: 76 }, maxZoom: 16, animate: false });
}

function routeLine() {
  const route = document.getElementById("route");
  return route ? JSON.parse(route.textContent) : [];
}

function drawRoute(map) {
  const line = routeLine();
  if (line.length > 1) {
    map.getSource("route").setData({ type: "Feature", properties: {},
      geometry: { type: "LineString", coordinates: line } });
  }
}

function standAlone(reason) {
  document.querySelector("[data-map-section]").hidden = true;
  document.querySelector("[data-beside]")?.classList.remove("beside");
  const note = document.querySelector("[data-map-note]");
  if (note) note.hidden = false;
  console.info("The list stands alone:", reason);
}

async function show() {
  const lib = await import(box.dataset.library);
  const cards = [...document.querySelectorAll("[data-lon]")];
  const english = document.documentElement.lang === "en";
  const map = new lib.Map({
    container: box, style: style(english), center: box.dataset.centre.split(",").map(Number), zoom: 13.5,
    minZoom: 11, maxZoom: 18, localIdeographFontFamily: FONTS.join(", "), attributionControl: false,
    cooperativeGestures: true, locale: words, dragRotate: false, pitchWithRotate: false, fadeDuration: 0,
    collectResourceTiming: false,
  });
  window.yizhanMap = map; // for the tests, and for whoever is curious
  map.touchZoomRotate.disableRotation();
  map.addControl(new lib.AttributionControl({ compact: false }));
  map.addControl(new lib.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new lib.ScaleControl({ maxWidth: 110 }), "bottom-left");
  const pins = addPins(lib, map, cards);
  addStart(lib, map);
  offerToShow(map, pins);
  if (box.dataset.start === "yes") offerToStart(lib, map);
  fit(lib, map, cards);
  map.on("load", () => { drawRoute(map); box.dataset.drawn = "yes"; });
}

function drawsWebGL() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

if (box) {
  if (!drawsWebGL()) standAlone("no WebGL");
  else {
    document.querySelector("[data-map-section]").hidden = false;
    document.querySelector("[data-beside]")?.classList.add("beside");
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      show().catch(standAlone);
    }, { rootMargin: "200px" });
    watcher.observe(box);
  }
}
