import type { Session } from '../login/account'
import { deleteDatabase } from '../base/idb'
import { type Keeping, keepings, Keys, remember } from '../login/keeping'
import { type Cache, LateCache } from '../store/cache'
import { databaseOf, IndexedCache } from '../store/indexed-cache'
import { SealedCache } from '../store/sealed-cache'

const TABS = 'sigillo'

/**
 * What this browser keeps of an account. `isFirst`: this page writes what waits; others only read what never changes.
 * `isFresh`: nothing was kept before.
 */
export interface Kept { cache: Cache, isFirst: boolean, isFresh?: boolean, close: () => void, erase: () => Promise<void> }

const keys = new Keys()

/** `keeping`: it opens what was kept; else it is a fresh one. */
interface Known { key: CryptoKey, keeping?: Keeping, sealed?: string }

/** The key of who was here last, or a fresh one; asked for beside all else at the start. */
export async function before(): Promise<Known | undefined> {
    try {
        return await of(keepings()[0]) ?? await keys.sealed()
    } catch (error) {
        console.info(error)
        return undefined
    }
}

/**
 * Of who is signed in: what was kept, or a fresh place. Undefined where the browser keeps nothing: all works without.
 * A fresh place is opened while the server is asked already, since there is nothing in it that a page would wait for.
 */
export async function keptFor(session: Session, accountId: string, known: Known | undefined): Promise<Kept | undefined> {
    if (keepings().some(one => one.accountId === accountId)) return opened(session, accountId, known)
    const opening = opened(session, accountId, known)
    return { cache: new LateCache(opening.then(one => one?.isFirst ? one.cache : null)), isFirst: true, isFresh: true,
        close: () => void opening.then(one => one?.close()), erase: async () => (await opening)?.erase() }
}

async function opened(session: Session, accountId: string, known: Known | undefined): Promise<Kept | undefined> {
    try {
        const there = known?.keeping?.accountId === accountId ? known : await of(keepings().find(one => one.accountId === accountId))
        const isKnown = there?.keeping?.level === session.level
        const made = known?.sealed === undefined ? undefined : { key: known.key, sealed: known.sealed }
        const { key, keeping } = isKnown ? there : await keys.fresh(session, accountId, made) ?? {}
        if (!key || !keeping) return undefined
        const kept = await open(accountId, key, !isKnown)
        for (const one of remember(keeping)) await Promise.all([deleteDatabase(databaseOf(one.accountId)), keys.forget(one.accountId)])
        return kept
    } catch (error) {
        console.info(error)
        return undefined
    }
}

async function of(keeping: Keeping | undefined): Promise<Known | undefined> {
    const key = keeping && await keys.known(keeping)
    return key && { keeping, key }
}

/** Without the server: of an account that needs none to be opened. */
export async function keptOffline(known: Awaited<ReturnType<typeof before>>): Promise<Kept | undefined> {
    try {
        return known?.keeping?.level === 'L0' ? await open(known.keeping.accountId, known.key, false) : undefined
    } catch (error) {
        console.info(error)
        return undefined
    }
}

/** Tells the other pages of this browser that somebody has signed in or out. */
export function tellTabs(): void { channel?.postMessage('session') }

export function whenTold(look: () => void): void { channel?.addEventListener('message', look) }

const channel = globalThis.BroadcastChannel ? new BroadcastChannel(TABS) : undefined

async function open(accountId: string, key: CryptoKey, isFresh: boolean): Promise<Kept> {
    const inner = await IndexedCache.open(accountId)
    const cache = new SealedCache(inner, key)
    // of another key: nobody will ever open it
    if (isFresh) await inner.empty()
    const { isFirst, release } = await lock(accountId)
    return { cache, isFirst, close: release, erase: async () => {
        release()
        await inner.erase()
        await keys.forget(accountId)
    } }
}

/** One page at a time sends what waits in the browser, so that nothing is done by two. */
async function lock(accountId: string): Promise<{ isFirst: boolean, release: () => void }> {
    if (!navigator.locks) return { isFirst: true, release: () => undefined }
    return new Promise(resolve => {
        void navigator.locks.request(`sigillo ${accountId}`, { ifAvailable: true }, got => new Promise<void>(release => {
            resolve({ isFirst: got !== null, release: () => release() })
            if (got === null) release()
        }))
    })
}
