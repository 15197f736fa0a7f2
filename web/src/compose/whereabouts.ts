import { fail, ok, type Result } from '../base/result'
import type { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import type { Email, Id } from '../jmap/types'
import type { Boxes } from './composer'

/** `gone`: perhaps another is in its place. `unknown`: it could not be asked. */
export type Fate = 'draft' | 'sent' | 'gone' | 'unknown'

/** What became of a draft that was saved: another window, or another program, may have sent or replaced it since. */
export async function fateOf(client: Client, id: Id): Promise<Fate> {
    const got = await client.get<Email>('Email/get', [id], { properties: ['keywords'] })
    if (!got.ok) return 'unknown'
    const [one] = got.value.list
    return !one ? 'gone' : one.keywords['$draft'] ? 'draft' : 'sent'
}

/** Where a message is, if it came to the server: among the drafts, or sent. `but`: not this one. */
export async function sought(client: Client, messageId: string, boxes: Boxes, but?: Id):
    Promise<Result<{ id: Id, isDraft: boolean } | undefined, Failure>> {
    const { accountId } = client
    const places = { operator: 'OR' as const, conditions: [{ inMailbox: boxes.drafts }, { inMailbox: boxes.sent }] }
    const filter = { operator: 'AND' as const, conditions: [places, { header: ['Message-ID', messageId] }] }
    const query = client.call('Email/query', { accountId, filter, limit: but === undefined ? 1 : 2 })
    const got = client.call('Email/get', { accountId, '#ids': query.ref('/ids'), properties: ['id', 'keywords'] })
    const [found, rows] = await Promise.all([query.answer, got.answer])
    if (!found.ok) return fail(found.error)
    if (!rows.ok) return fail(rows.error)
    const one = rows.value.list.find(other => other.id !== but)
    return ok(one && { id: one.id, isDraft: Boolean(one.keywords['$draft']) })
}
