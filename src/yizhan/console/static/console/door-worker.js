// Keeps the door's page and its files at hand: asks the network first, and what was last seen without one.
const CACHE = "yizhan-door";
const kept = (url) => url.origin === location.origin && (/\/door\/\d+\/$/.test(url.pathname) || url.pathname.startsWith("/static/"));

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && kept(new URL(event.request.url))) event.respondWith(answer(event.request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  const seen = () => cache.match(request, { ignoreSearch: true, ignoreVary: true });
  if (!navigator.onLine) return (await seen()) || fetch(request);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await cache.put(request, fresh.clone());
    return fresh;
  } catch (failure) {
    const last = await seen();
    if (last) return last;
    throw failure;
  }
}
