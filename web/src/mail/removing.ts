import type { Client } from '../jmap/client'
import type { Id } from '../jmap/types'

/** What was in a mailbox when the person was asked whether it may go. */
export interface Counted { emails: string, query: string, total: number }
/** `came`: something that nobody was asked about lies in it now. */
export type Removed = 'done' | 'came' | 'failed'

/** Mail that goes on coming into it. */
const TRIES_MAX = 3
const NEWEST = [{ property: 'receivedAt', isAscending: false }]

export async function counted(client: Client, id: Id): Promise<Counted | undefined> {
    const { accountId } = client
    const emails = client.call('Email/get', { accountId, ids: [], properties: ['id'] })
    const query = client.call('Email/query', { accountId, filter: { inMailbox: id }, sort: NEWEST, limit: 1, calculateTotal: true })
    const [state, got] = await Promise.all([emails.answer, query.answer])
    return state.ok && got.ok ? { emails: state.value.state, query: got.value.queryState, total: got.value.total ?? 0 } : undefined
}

/** The mailbox with its mail, for good, unless mail came into it since; RFC 8620 section 5.3, `ifInState`: up to that very moment. */
export async function removeAsCounted(client: Client, id: Id, before: Counted): Promise<Removed> {
    const { accountId } = client
    for (let i = 0; i < TRIES_MAX; i++) {
        const boxes = await client.call('Mailbox/get', { accountId, ids: [], properties: ['id'] }).answer
        const came = await hasCome(client, id, before)
        if (!boxes.ok || came === undefined) return 'failed'
        if (came) return 'came'
        const set = await client.call('Mailbox/set', { accountId, ifInState: boxes.value.state, destroy: [id], onDestroyRemoveEmails: true }).answer
        if (set.ok) return set.value.notDestroyed?.[id] === undefined ? 'done' : 'failed'
        if (set.error.kind !== 'method' || set.error.error.type !== 'stateMismatch') return 'failed'
    }
    return 'failed'
}

/** What changed in a mailbox may be what was there (RFC 8620 section 5.6); what was made since was not. */
async function hasCome(client: Client, id: Id, before: Counted): Promise<boolean | undefined> {
    const { accountId } = client
    const changes = client.call('Email/changes', { accountId, sinceState: before.emails })
    const query = client.call('Email/queryChanges', { accountId, filter: { inMailbox: id }, sort: NEWEST, sinceQueryState: before.query, calculateTotal: true })
    const [made, now] = await Promise.all([changes.answer, query.answer])
    if (!made.ok || !now.ok) return undefined
    if (made.value.hasMoreChanges || (now.value.total ?? 0) > before.total) return true
    const there = new Set(now.value.added.map(one => one.id))
    return made.value.created.some(one => there.has(one))
}
