import { Notices, type Wish } from './notices'
import { type Build, Shell } from './shell'

/** Both are put in by the build. `WORKER_IS_OFF`: this one takes itself away, and what it keeps. */
declare const BUILD: Build
declare const WORKER_IS_OFF: boolean
declare const self: ServiceWorkerGlobalScope

const scope = new URL(self.registration.scope).pathname
/** Where the page has put what it wants of notices; no file of the program. */
const WISH = 'sigillo notices'
const shell = new Shell(scope, BUILD, caches, (url, init) => fetch(url, init))

self.addEventListener('install', event => {
    if (WORKER_IS_OFF) void self.skipWaiting()
    else event.waitUntil(shell.install())
})

self.addEventListener('activate', event => {
    event.waitUntil(WORKER_IS_OFF ? shell.erase().then(() => self.registration.unregister())
        // the page that brought it may ask for a part of the program when the connection has gone
        : Promise.all([shell.tidy(), self.clients.claim()]))
})

self.addEventListener('message', event => {
    // the page says when: never by itself, since somebody may be writing
    if (event.data === 'take over') void self.skipWaiting()
})

self.addEventListener('push', event => {
    event.waitUntil(pushed(event.data))
})

self.addEventListener('notificationclick', event => {
    event.notification.close()
    event.waitUntil(show((event.notification.data as { emailId?: string } | null)?.emailId))
})

async function pushed(data: PushMessageData | null): Promise<void> {
    const wish = await wished()
    const notice = await new Notices((url, init) => fetch(url, init), self.location.origin).of(parsed(data), wish)
    if (!notice) return
    const { title, body, emailId } = notice
    await self.registration.showNotification(title, { body, icon: 'icon-192.png', badge: 'icon-192.png', tag: 'mail', lang: wish.language, data: { emailId } })
}

async function wished(): Promise<Wish> {
    const kept = await caches.match(WISH, { cacheName: 'sigillo wishes' }).catch(() => undefined)
    return kept ? await kept.json() as Wish : { language: 'en', inbox: '', shows: false }
}

function parsed(data: PushMessageData | null): unknown {
    try {
        return data?.json()
    } catch {
        return undefined
    }
}

/** In a page that is open, else in a new one. */
async function show(emailId: string | undefined): Promise<void> {
    const [there] = await self.clients.matchAll({ type: 'window' })
    if (!there) return void await self.clients.openWindow(emailId === undefined ? scope : `${scope}?open=${encodeURIComponent(emailId)}`)
    there.postMessage({ open: emailId })
    await there.focus()
}

self.addEventListener('fetch', event => {
    const url = new URL(event.request.url)
    if (WORKER_IS_OFF || event.request.method !== 'GET' || url.origin !== self.location.origin || !shell.has(url.pathname)) return
    event.respondWith(shell.answer(url.pathname).then(kept => kept ?? fetch(event.request)))
})
