import { fail, ok, type Result } from '../base/result'
import type { Client } from '../jmap/client'
import { VAPID } from '../jmap/types'

/** What the service worker does with a push: src/worker/notices.ts. */
export interface Wish { language: string, inbox: string, shows: boolean }
export type NoticeFailure = 'notHere' | 'notAllowed' | 'notTaken'

const DEVICE = 'sigillo device'
const WISH = 'sigillo notices'
const CACHE = 'sigillo wishes'
/** Of mail that has come, and of nothing else that has changed: RFC 8621 section 1.5. */
const TYPES = ['EmailDelivery']

/** Whether this server and this browser can. */
export function canNotify(client: Client): boolean {
    return VAPID in client.session.capabilities && globalThis.PushManager !== undefined && globalThis.Notification !== undefined
}

export async function wishNow(): Promise<Wish | undefined> {
    const kept = await caches.match(WISH, { cacheName: CACHE })
    return kept ? await kept.json() as Wish : undefined
}

/**
 * Asks the browser, has its push service give an address, and tells the server: RFC 8620 section 7.2. The worker
 * answers with the code.
 */
export async function switchOn(client: Client, wish: Wish): Promise<Result<undefined, NoticeFailure>> {
    if (!canNotify(client)) return fail('notHere')
    if (await Notification.requestPermission() !== 'granted') return fail('notAllowed')
    await keep(wish)
    const { applicationServerKey } = client.session.capabilities[VAPID] as { applicationServerKey: string }
    try {
        const registration = await navigator.serviceWorker.ready
        const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
        const { endpoint, keys } = subscription.toJSON()
        await forgetOld(client)
        const set = await client.call('PushSubscription/set', { create: { here: { deviceClientId: device(), url: endpoint, keys, types: TYPES } } }).answer
        if (set.ok && set.value.created?.['here']) return ok(undefined)
        await subscription.unsubscribe()
    } catch {
        // a browser whose push service cannot be reached
    }
    await keep(undefined)
    return fail('notTaken')
}

export async function change(wish: Wish): Promise<void> { await keep(wish) }

/** At signing out too: nothing is told to who is not here any more. */
export async function switchOff(client: Client): Promise<void> {
    if (!await wishNow()) return
    await keep(undefined)
    await Promise.all([forgetOld(client), navigator.serviceWorker?.getRegistration('./')
        .then(async one => (await one?.pushManager?.getSubscription())?.unsubscribe())])
}

/** A subscription lasts some days: each visit makes it last on. One that the server has given up is made anew. */
export async function renew(client: Client): Promise<void> {
    const wish = await wishNow()
    if (!wish || !canNotify(client) || Notification.permission !== 'granted') return
    const got = await client.call('PushSubscription/get', { ids: null }).answer
    if (!got.ok) return
    const mine = got.value.list.find(one => one.deviceClientId === device())
    if (!mine) return void await switchOn(client, wish)
    await client.call('PushSubscription/set', { update: { [mine.id]: { expires: null } } }).answer
}

async function forgetOld(client: Client): Promise<void> {
    const got = await client.call('PushSubscription/get', { ids: null }).answer
    const old = got.ok ? got.value.list.filter(one => one.deviceClientId === device()).map(one => one.id) : []
    if (old.length > 0) await client.call('PushSubscription/set', { destroy: old }).answer
}

async function keep(wish: Wish | undefined): Promise<void> {
    const cache = await caches.open(CACHE)
    if (wish) await cache.put(WISH, new Response(JSON.stringify(wish)))
    else await cache.delete(WISH)
}

/** Of this browser, for the server to know it again; nothing of the person. */
function device(): string {
    const there = localStorage.getItem(DEVICE) ?? crypto.randomUUID()
    localStorage.setItem(DEVICE, there)
    return there
}
