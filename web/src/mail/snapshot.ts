import type { EmailRow, Id, Mailbox, Session, Thread } from '../jmap/types'
import type { Cache } from '../store/cache'

const SPACE = 'snapshot'
const KEY = 'now'
/** What is older says too little of how things are. */
const AGE_MS_MAX = 14 * 86_400_000
/** Of one list; the newest. */
export const LISTED_MAX = 200
/** Lists: those that were looked at last. */
export const LISTS_MAX = 8

/** How mail was when it was looked at last: what a page needs to be there at once, and without the server. */
export interface Snapshot {
    at: number
    session: Session
    states: Record<string, string>
    mailboxes: Mailbox[]
    emails: EmailRow[]
    threads: Thread[]
    lists: [Id, { ids: Id[], length: number }][]
}

export async function readSnapshot(cache: Cache, now: number): Promise<Snapshot | undefined> {
    const [one] = await cache.read(SPACE, [KEY]) as (Snapshot | undefined)[]
    return one && now - one.at < AGE_MS_MAX ? one : undefined
}

export function writeSnapshot(cache: Cache, snapshot: Snapshot): Promise<void> { return cache.write([{ space: SPACE, key: KEY, value: snapshot }]) }
