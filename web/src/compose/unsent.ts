import { leaving } from '../html/leaving'
import { fail, ok, type Result } from '../base/result'
import type { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import type { Id, Identity } from '../jmap/types'
import { type Cache, UNSENT as SPACE } from '../store/cache'
import { type Boxes, Composer } from './composer'
import type { Draft } from './draft'

/** What waits in one browser; more is written only with a connection. */
const MOST = 100

/**
 * A message that the server does not have as it is now. `messageId`: by which it is known again. `send`: it is to
 * go, perhaps not before a time.
 */
export interface UnsentRow { key: string, draft: Draft, messageId: string, draftId?: Id, send?: { at?: string } }

/** What was written without a connection, until the server has it. */
export class Unsent {
    constructor(private readonly cache: Cache) {}

    async all(): Promise<UnsentRow[]> { return (await this.cache.all(SPACE)).map(([, value]) => value as UnsentRow) }

    /** False where it cannot be kept, or not longer than the page is there. */
    async keep(row: UnsentRow): Promise<boolean> {
        if (await this.cache.lasts === false) return false
        const others = (await this.all()).filter(one => one.key !== row.key)
        if (others.length >= MOST) return false
        try {
            await this.cache.write([{ space: SPACE, key: row.key, value: row }])
            return true
        } catch {
            return false // no room
        }
    }

    drop(key: string): Promise<void> { return this.cache.write([{ space: SPACE, key, value: undefined }]) }
}

/** `later`: there is no connection still. `refused`: it lies among the drafts. */
export type Resent = 'sent' | 'saved' | 'refused' | 'later'

/**
 * `secure`: at level L2, where nothing lies at the server in clear. Brings it to the server, and sends it if that is
 * what was wanted. One whose answer was lost is looked for, so that nothing is sent twice.
 */
export async function resend(client: Client, identities: readonly Identity[], boxes: Boxes, row: UnsentRow,
    secure?: (composer: Composer) => Promise<void>): Promise<Resent> {
    const there = await sought(client, row.messageId, boxes)
    if (!there.ok) return 'later'
    if (there.value && !there.value.isDraft) return 'sent'
    const composer = new Composer(client, identities, boxes, asItLeaves(row.draft),
        there.value?.id ?? row.draftId, row.messageId)
    await secure?.(composer)
    composer.change({})
    if (!row.send) {
        const isSaved = await composer.save()
        composer.end()
        return isSaved ? 'saved' : 'later'
    }
    const sent = await composer.send(row.send.at === undefined ? undefined : new Date(row.send.at))
    composer.end()
    if (sent.ok) return 'sent'
    return sent.error.kind === 'refused' ? 'refused' : 'later'
}

/** Where it is, if it came to the server: among the drafts, or sent. */
async function sought(client: Client, messageId: string, boxes: Boxes): Promise<Result<{ id: Id, isDraft: boolean } | undefined, Failure>> {
    const { accountId } = client
    const filter = { operator: 'AND' as const, conditions: [{ operator: 'OR' as const, conditions: [{ inMailbox: boxes.drafts }, { inMailbox: boxes.sent }] },
        { header: ['Message-ID', messageId] }] }
    const query = client.call('Email/query', { accountId, filter, limit: 1 })
    const got = client.call('Email/get', { accountId, '#ids': query.ref('/ids'), properties: ['id', 'keywords'] })
    const [found, rows] = await Promise.all([query.answer, got.answer])
    if (!found.ok) return fail(found.error)
    if (!rows.ok) return fail(rows.error)
    const [one] = rows.value.list
    return ok(one && { id: one.id, isDraft: Boolean(one.keywords['$draft']) })
}

/** Rows that an earlier release kept have what the page needed to show pictures. */
function asItLeaves({ html, ...draft }: Draft): Draft {
    return html === undefined ? draft : { ...draft, html: leaving(html) }
}
