import { leaving } from '../html/leaving'
import type { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import type { Id, Identity, SetError } from '../jmap/types'
import { ofBase64, toBase64 } from '../contacts/pins'
import { type Cache, UNSENT as SPACE } from '../store/cache'
import { type Boxes, Composer, type Sent } from './composer'
import type { Attached, Draft } from './draft'
import { sought } from './whereabouts'

/** What waits in one browser; more is written only with a connection. */
const MOST = 100
/** Of the files of one that have not come up. In octets. */
const FILES_OCTETS_MAX = 60_000_000

/**
 * A message that the server does not have as it is now. `messageId`: by which it is known again. `send`: it is to
 * go, perhaps not before a time. `refused`: why the server does not take it as it is; it waits for who has written it
 * to change it, and nothing waits for it.
 */
export interface UnsentRow { key: string, draft: Draft, messageId: string, draftId?: Id, send?: { at?: string }, refused?: string }

/** What was written without a connection, until the server has it. */
export class Unsent {
    constructor(private readonly cache: Cache) {}

    async all(): Promise<UnsentRow[]> {
        return (await this.cache.all(SPACE)).map(([, value]) => {
            const row = value as UnsentRow
            return { ...row, draft: { ...row.draft, attachments: row.draft.attachments.map(unpacked) } }
        })
    }

    /** False where it cannot be kept, or not longer than the page is there. */
    async keep(row: UnsentRow): Promise<boolean> {
        if (await this.cache.lasts === false) return false
        const octets = row.draft.attachments.reduce((sum, one) => sum + (one.local?.size ?? 0), 0)
        if (octets > FILES_OCTETS_MAX) return false
        const others = (await this.all()).filter(one => one.key !== row.key)
        if (others.length >= MOST) return false
        try {
            const attachments = octets === 0 ? row.draft.attachments : await Promise.all(row.draft.attachments.map(packed))
            await this.cache.write([{ space: SPACE, key: row.key, value: { ...row, draft: { ...row.draft, attachments } } }])
            return true
        } catch {
            return false // no room
        }
    }

    drop(key: string): Promise<void> { return this.cache.write([{ space: SPACE, key, value: undefined }]) }
}

/** As it is kept: as JSON, in which there is no Blob. `octets`: in base64. */
interface PackedFile extends Omit<Attached, 'local'> { octets?: string }

async function packed({ local, ...one }: Attached): Promise<PackedFile> {
    return local ? { ...one, octets: toBase64(new Uint8Array(await local.arrayBuffer())) } : one
}

function unpacked({ octets, ...one }: PackedFile): Attached {
    return octets === undefined ? one : { ...one, local: new Blob([ofBase64(octets)], { type: one.type }) }
}

/**
 * `away`: there is no connection still. `later`: the server cannot do it now. `refused`: it lies among the drafts.
 * `never`: the server does not even take it as a draft, and will not: why.
 */
export type Resent = 'sent' | 'saved' | 'refused' | 'away' | 'later' | { never: string } | Sent

/**
 * `secure`: at level L2, where nothing lies at the server in clear. Brings it to the server, and sends it if that is
 * what was wanted; what was sent now can be taken back for a while. One whose answer was lost is looked for, so that nothing is sent twice.
 */
export async function resend(client: Client, identities: readonly Identity[], boxes: Boxes, row: UnsentRow,
    secure?: (composer: Composer) => Promise<void>): Promise<Resent> {
    const there = await sought(client, row.messageId, boxes)
    if (!there.ok) return untold(there.error)
    if (there.value && !there.value.isDraft) return 'sent'
    const composer = new Composer(client, identities, boxes, asItLeaves(row.draft),
        there.value?.id ?? row.draftId, row.messageId)
    await secure?.(composer)
    composer.change({})
    if (!row.send) {
        const isSaved = await composer.save()
        composer.end()
        return isSaved ? 'saved' : untold(composer.whyNotStored)
    }
    const at = row.send.at === undefined ? undefined : new Date(row.send.at)
    const first = await composer.send(at)
    // what another window has made of the draft stays beside it
    const isApart = !first.ok && first.error.kind === 'elsewhere' && composer.elsewhere.value === 'changed'
    const sent = isApart ? await composer.send(at) : first
    composer.end()
    if (sent.ok) return sent.value
    if (sent.error.kind === 'elsewhere') return 'sent'
    if (sent.error.kind === 'missing' && composer.draft.value.attachments.every(one => one.blobId !== undefined || !one.local)) {
        // what is not there any more can never come up
        composer.change({})
        return await composer.save() ? 'refused' : untold(composer.whyNotStored)
    }
    if (sent.error.kind === 'missing' && composer.draft.value.attachments.some(one => one.isTooMuch)) return { never: TOO_LARGE }
    if (sent.error.kind === 'refused') return 'refused'
    return sent.error.kind === 'unsaved' ? untold(sent.error.failure) : 'away'
}

const TOO_LARGE = 'tooLarge'
/** RFC 8620 section 3.6.2: of the server and its hour, not of the message. */
const PASSING = ['serverUnavailable', 'serverFail', 'serverPartialFail', 'rateLimit', 'overQuota', 'stateMismatch']

/** What comes of a failure to bring it to the server. */
function untold(failure: Failure | SetError | undefined): Resent {
    if (!failure) return 'away'
    if ('type' in failure && !('kind' in failure)) return PASSING.includes(failure.type) ? 'later' : { never: failure.type }
    if (failure.kind === 'method') return PASSING.includes(failure.error.type) ? 'later' : { never: failure.error.type }
    if (failure.kind === 'limit' || failure.kind === 'refused' && failure.status === 413) return { never: TOO_LARGE }
    return ['refused', 'malformed'].includes(failure.kind) ? 'later' : 'away'
}

/** What waits is written on, under the key by which it is kept. */
export function reopened(client: Client, identities: readonly Identity[], boxes: Boxes, row: UnsentRow): Composer {
    const composer = new Composer(client, identities, boxes, asItLeaves(row.draft), row.draftId, row.messageId)
    composer.key = row.key
    return composer
}

/** Rows that an earlier release kept have what the page needed to show pictures. */
function asItLeaves({ html, ...draft }: Draft): Draft {
    return html === undefined ? draft : { ...draft, html: leaving(html) }
}
