// The rotating code of RFC 6238 (SHA-256, six digits), computed in the page so that it also works without a network.
const root = document.querySelector("[data-doorcode]");
const digits = root.querySelector("[data-digits]"), drawing = root.querySelector("[data-drawing]");
const seconds = Number(root.dataset.seconds);
let shown = Math.floor(Date.now() / 1000 / seconds);

async function codeAt(window) {
  const raw = Uint8Array.from(root.dataset.key.match(/../g), (pair) => parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(window));
  const digest = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  const number = digest.getUint32(digest.getUint8(31) & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, "0");
}

async function turn() {
  const present = Math.floor(Date.now() / 1000 / seconds);
  if (present === shown) return;
  shown = present;
  if (!crypto.subtle) { location.reload(); return; }
  digits.textContent = await codeAt(present);
  // The square code is drawn by the server; without a network only the digits are true.
  drawing.hidden = true;
  if (!navigator.onLine) return;
  const answer = await fetch(root.dataset.picture).catch(() => null);
  if (answer?.ok) { drawing.innerHTML = await answer.text(); drawing.hidden = false; }
}
setInterval(turn, 1000);
