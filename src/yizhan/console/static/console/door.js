// Counts at the door, with or without a network.
//
// Each opened page is a counter of its own with two numbers that only grow (came, corrected). They lie in the
// browser's storage until the server has them; merging keeps the larger of each, so that nothing is lost or
// counted twice however often and in whatever order pages send.

const root = document.querySelector("[data-door]");
const facts = JSON.parse(document.getElementById("door").textContent);
const find = (name) => root.querySelector(`[data-${name}]`);
const PREFIX = `yizhan-door:${facts.session}:`;
const SERVER = `${PREFIX}server`;
const KEPT_DAYS = 3;
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const device = hex(crypto.getRandomValues(new Uint8Array(16)));
const own = { came: 0, corrected: 0, arrivals: {} };
let sending = false, soon = 0, problem = "";

const read = (key, otherwise) => { try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; } };
const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));

function local() {
  const found = {};
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && key !== SERVER) found[key.slice(PREFIX.length)] = read(key, own);
  found[device] = own;
  return found;
}

function everything() {
  // Which is newer, the page (it may come from the shelf) or the last answer, does not matter: both only grow.
  const known = read(SERVER, facts.known);
  const devices = { ...known.devices }, arrivals = { ...facts.known.arrivals, ...known.arrivals };
  for (const [name, [came, corrected]] of Object.entries(facts.known.devices)) {
    const [c, x] = devices[name] ?? [0, 0];
    devices[name] = [Math.max(came, c), Math.max(corrected, x)];
  }
  let waiting = 0;
  for (const [name, one] of Object.entries(local())) {
    const [came, corrected] = devices[name] ?? [0, 0];
    waiting += Math.max(0, one.came - came) + Math.max(0, one.corrected - corrected);
    devices[name] = [Math.max(came, one.came), Math.max(corrected, one.corrected)];
    for (const [booking, size] of Object.entries(one.arrivals)) if (!(booking in arrivals)) { arrivals[booking] = size; waiting += 1; }
  }
  const counted = Object.values(devices).reduce((sum, [came, corrected]) => sum + came - corrected, 0);
  const shown = Object.values(arrivals).reduce((sum, size) => sum + size, 0);
  return { devices, arrivals, waiting, people: Math.max(0, counted) + shown };
}

function draw() {
  const { people, waiting } = everything();
  find("people").textContent = people;
  const words = root.dataset;
  const state = problem || (!navigator.onLine ? words.offline : waiting ? words.waiting : words.sent);
  find("status").textContent = waiting ? `${state} (${waiting})` : state;
  root.dataset.unsent = waiting;
}

function save() {
  write(PREFIX + device, own);
  draw();
  clearTimeout(soon);
  soon = setTimeout(send, 600);
}

async function send() {
  const mine = local();
  const { waiting } = everything();
  if (sending || !navigator.onLine) return draw();
  sending = true;
  root.dataset.sending = "yes";
  const devices = {}, arrivals = {};
  for (const [name, one] of Object.entries(mine)) {
    if (one.came || one.corrected) devices[name] = [one.came, one.corrected];
    Object.assign(arrivals, one.arrivals);
  }
  try {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(root.dataset.merge, {
      method: "POST", redirect: "manual", headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
      body: JSON.stringify({ devices, arrivals }),
    });
    if (answer.ok) { problem = ""; settle(await answer.json(), mine); }
    else if (answer.status === 400) problem = (await answer.json()).sentence;
    else problem = root.dataset.signin;
  } catch { /* no network after all: it stays here */ }
  sending = false;
  root.dataset.sending = "no";
  draw();
  if (waiting && !problem && everything().waiting) soon = setTimeout(send, 3000);
}

// What the server has in full need not stay here; this page's own counter stays as long as the page.
function settle(known, sent) {
  write(SERVER, known);
  for (const [name, one] of Object.entries(sent)) {
    const [came, corrected] = known.devices[name] ?? [0, 0];
    const seen = Object.keys(one.arrivals).every((booking) => booking in known.arrivals);
    if (name !== device && seen && one.came <= came && one.corrected <= corrected) localStorage.removeItem(PREFIX + name);
  }
}

function tap(step) {
  if (step > 0) own.came += 1; else if (everything().people > 0) own.corrected += 1;
  navigator.vibrate?.(15);
  save();
}

// The codes of RFC 6238 (SHA-256, six digits), as in rounds/rules/door_codes.py.
const keys = new Map();
async function codeAt(key, window) {
  if (!keys.has(key)) {
    const raw = Uint8Array.from(key.match(/../g), (pair) => parseInt(pair, 16));
    keys.set(key, await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]));
  }
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(window));
  const digest = new DataView(await crypto.subtle.sign("HMAC", keys.get(key), counter.buffer));
  const number = digest.getUint32(digest.getUint8(31) & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, "0");
}

async function take(text) {
  const typed = text.replace(/\s/g, "");
  const present = Math.floor(Date.now() / 1000 / facts.seconds);
  for (const [booking, key, size] of facts.verifiers) {
    for (let window = present - facts.earlier; window <= present + facts.later; window += 1) {
      if ((await codeAt(key, window)) !== typed) continue;
      if (booking in everything().arrivals) return say(root.dataset.again);
      own.arrivals[booking] = size;
      save();
      return say(`✓ ${root.dataset.good} ${size}`);
    }
  }
  return say(`× ${root.dataset.bad}`);
}

function say(words) { find("verdict").textContent = words; }

async function scan() {
  const video = find("video"), detector = new BarcodeDetector({ formats: ["qr_code"] });
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.hidden = false;
  await video.play();
  let last = "";
  setInterval(async () => {
    const [seen] = await detector.detect(video).catch(() => []);
    if (seen && seen.rawValue !== last) { last = seen.rawValue; take(last); }
  }, 400);
}

// Sessions long over, and sent, leave nothing behind.
async function tidy() {
  const ends = { ...read("yizhan-doors", {}), [facts.session]: facts.ends };
  const old = Object.keys(ends).filter((one) => ends[one] * 1000 < Date.now() - KEPT_DAYS * 86400000 && one !== String(facts.session));
  const cache = "caches" in window ? await caches.open("yizhan-door") : null;
  for (const one of old) {
    const keysOf = Object.keys(localStorage).filter((key) => key.startsWith(`yizhan-door:${one}:`));
    if (keysOf.some((key) => !key.endsWith(":server"))) continue;
    keysOf.forEach((key) => localStorage.removeItem(key));
    delete ends[one];
    for (const request of (await cache?.keys()) ?? []) if (request.url.endsWith(`/door/${one}/`)) await cache.delete(request);
  }
  write("yizhan-doors", ends);
}

async function keepAtHand() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(root.dataset.worker);
  if (!navigator.onLine) return;
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((part) => part.href);
  const cache = await caches.open("yizhan-door");
  await cache.addAll([location.pathname, ...parts, ...[...document.scripts].map((script) => script.src).filter(Boolean)]);
  root.dataset.ready = "yes";
}

find("taps").hidden = false;
root.querySelectorAll("[data-tap]").forEach((button) => button.addEventListener("click", () => tap(Number(button.dataset.tap))));
const form = find("code");
if (form && crypto.subtle) form.addEventListener("submit", (event) => { event.preventDefault(); take(form.elements.code.value); form.elements.code.value = ""; });
if (form && crypto.subtle && "BarcodeDetector" in window) { find("camera").hidden = false; find("camera").addEventListener("click", scan); }
["online", "offline", "storage"].forEach((kind) => addEventListener(kind, () => { draw(); if (kind === "online") send(); }));
document.addEventListener("visibilitychange", send);
setInterval(send, 20000);
tidy();
keepAtHand();
draw();
send();
