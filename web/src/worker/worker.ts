import { type Build, Shell } from './shell'

/** Both are put in by the build. `WORKER_IS_OFF`: this one takes itself away, and what it keeps. */
declare const BUILD: Build
declare const WORKER_IS_OFF: boolean
declare const self: ServiceWorkerGlobalScope

const scope = new URL(self.registration.scope).pathname
const shell = new Shell(scope, BUILD, caches, (url, init) => fetch(url, init))

self.addEventListener('install', event => {
    if (WORKER_IS_OFF) void self.skipWaiting()
    else event.waitUntil(shell.install())
})

self.addEventListener('activate', event => {
    event.waitUntil(WORKER_IS_OFF ? shell.erase().then(() => self.registration.unregister()) : shell.tidy())
})

self.addEventListener('message', event => {
    // the page says when: never by itself, since somebody may be writing
    if (event.data === 'take over') void self.skipWaiting()
})

self.addEventListener('fetch', event => {
    const url = new URL(event.request.url)
    if (WORKER_IS_OFF || event.request.method !== 'GET' || url.origin !== self.location.origin || !shell.has(url.pathname)) return
    event.respondWith(shell.answer(url.pathname).then(kept => kept ?? fetch(event.request)))
})
