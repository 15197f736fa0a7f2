import { Backoff } from '../base/clock'
import type { Id } from '../jmap/types'

/** Of ids that are listed together, and of messages whose properties are asked for together. */
const LISTED = 500
const LOOKED_AT = 50
/** Where mail comes as fast as it is worked on, somebody has to end. */
const LISTINGS_MAX = 20
/** After a connection is lost, before it is given up: four minutes or so. */
const ATTEMPTS_MAX = 12
const FIRST_WAIT_MS = 500
const WAIT_MS_MAX = 30_000

/**
 * What became of a message. `done`: nothing was to be done, or another browser was first. `as`: it is another one
 * now. `left`: it cannot be done;
 * `full`: for want of room. `lost`: nobody knows; it is asked again. `ended`: of all.
 */
export type Outcome = 'done' | 'left' | 'full' | 'lost' | 'ended' | { as: Id }

/** `left`: what could not be done, `full` of them for want of room. */
export interface Progress { done: number, all: number, left: number, full: number }

/** The mail of an account, as a pass over all of it needs it. */
export interface Mail<T> {
    /** The next ids behind `after`, the oldest first; `moved`: that one is not there any more. Undefined: no answer. */
    ids(after: Id | undefined, count: number): Promise<Id[] | 'moved' | undefined>
    /** Those of them that are there. Undefined: no answer. */
    get(ids: Id[]): Promise<T[] | undefined>
    work(one: T): Promise<Outcome>
    /** Returns earlier when the pass is stopped. */
    sleep(ms: number): Promise<void>
}

/**
 * Over each message of an account once, while mail comes, moves and is deleted, and another browser does the same.
 * All ids are listed, from
 * message to message and not by numbers, which move; then those are worked on that were not yet, until a listing has
 * no others. It may be
 * stopped at any moment and begun again. Undefined: the server did not answer.
 */
export async function pass<T>(mail: Mail<T>, tell: (progress: Progress) => void, signal: AbortSignal): Promise<Progress | undefined> {
    const progress: Progress = { done: 0, all: 0, left: 0, full: 0 }
    const seen = new Set<Id>()
    for (let listing = 0; listing < LISTINGS_MAX; listing++) {
        const ids = await all(mail, signal)
        if (signal.aborted) return progress
        const fresh = ids?.filter(one => !seen.has(one))
        if (!fresh || fresh.length === 0) return fresh && progress
        progress.all = progress.done + fresh.length
        for (let at = 0; at < fresh.length && !signal.aborted; at += LOOKED_AT) {
            if (!await some(mail, fresh.slice(at, at + LOOKED_AT), seen, progress, tell, signal)) return undefined
        }
    }
    return progress
}

async function some<T>(mail: Mail<T>, ids: Id[], seen: Set<Id>, progress: Progress, tell: (progress: Progress) => void, signal: AbortSignal): Promise<boolean> {
    const got = await again(() => mail.get(ids), one => one === undefined, mail, signal)
    if (!got) return signal.aborted
    for (const one of got) {
        const outcome = await again(() => mail.work(one), it => it === 'lost', mail, signal)
        // what was under way when it was stopped is looked at the next time
        if (signal.aborted) return true
        if (outcome === 'lost' || outcome === 'ended') return false
        if (typeof outcome === 'object') seen.add(outcome.as)
        if (outcome === 'left' || outcome === 'full') progress.left++
        if (outcome === 'full') progress.full++
        progress.done++
        tell({ ...progress })
    }
    progress.done += ids.length - got.length
    ids.forEach(one => seen.add(one))
    return true
}

/** As often as it takes until nobody deletes the message from which it goes on. */
async function all<T>(mail: Mail<T>, signal: AbortSignal): Promise<Id[] | undefined> {
    const ids: Id[] = []
    const before = new Set<Id>()
    while (!signal.aborted) {
        const next = await again(() => mail.ids(ids.at(-1), LISTED), one => one === undefined, mail, signal)
        if (!next) return undefined
        if (next === 'moved') {
            ids.pop()
            continue
        }
        const more = next.filter(one => !before.has(one))
        more.forEach(one => before.add(one))
        ids.push(...more)
        // a server that says the same again has no more
        if (next.length < LISTED || more.length === 0) break
    }
    return ids
}

async function again<R, T>(work: () => Promise<R>, isLost: (result: R) => boolean, mail: Mail<T>, signal: AbortSignal): Promise<R> {
    const backoff = new Backoff(FIRST_WAIT_MS, WAIT_MS_MAX)
    for (let attempt = 1; ; attempt++) {
        const result = await work()
        if (!isLost(result) || attempt === ATTEMPTS_MAX || signal.aborted) return result
        await mail.sleep(backoff.next())
    }
}
