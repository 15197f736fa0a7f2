import { fail, ok, type Result } from '../base/result'
import { download } from '../jmap/blobs'
import type { Client } from '../jmap/client'
import { type Failure, isMethodError } from '../jmap/failure'
import { upload } from '../jmap/upload'
import type { Id } from '../jmap/types'
import type { OpenPgp } from '../openpgp/openpgp'
import type { Octets } from '../openpgp/octets'
import { type Mail, type Outcome, pass, type Progress } from './pass'
import { unwrapping } from './unwrapping'
import { wrapping } from './wrapping'

/** Larger ones are left as they are, and counted: a browser has all of one in memory, thrice. In octets. */
const MESSAGE_MAX = 32 << 20

/** Of what was encrypted here. */
const MARK = 'header:Encrypted-At-Delivery:asRaw'

interface Part { type: string, subParts?: Part[] | null }
interface Kept { id: Id, blobId: Id, size: number, bodyStructure: Part, [MARK]: string | null }
interface Pass { client: Client, openPgp: OpenPgp, signal: AbortSignal }

/** Encrypts what lies here in clear. */
export async function wrapAll(
    client: Client, openPgp: OpenPgp, tell: (progress: Progress) => void, signal: AbortSignal): Promise<Progress | undefined> {
    const own = openPgp.keys.value.find(one => one.isCurrent)?.certificate.octets
    if (!own) return undefined
    const on = { client, openPgp, signal }
    return pass(mail(on, async email => isEncrypted(email) ? 'done' : wrapOne(on, own, email)), tell, signal)
}

/** Decrypts what was encrypted here, when it came or later. What others have encrypted stays as they sent it. */
export async function unwrapAll(
    client: Client, openPgp: OpenPgp, tell: (progress: Progress) => void, signal: AbortSignal): Promise<Progress | undefined> {
    const on = { client, openPgp, signal }
    return pass(mail(on, async email => isEncrypted(email) && email[MARK] !== null ? unwrapOne(on, email) : 'done'), tell, signal)
}

/** RFC 3156 section 4: of two parts; what only says so is in clear for whoever reads on. */
function isEncrypted({ bodyStructure: { type, subParts } }: Kept): boolean {
    return type === 'multipart/encrypted' && subParts?.length === 2 &&
        subParts[0]!.type === 'application/pgp-encrypted' && subParts[1]!.type === 'application/octet-stream'
}

function mail({ client, signal }: Pass, work: (email: Kept) => Promise<Outcome>): Mail<Kept> {
    const { accountId } = client
    return {
        work,
        sleep: ms => client.clock.sleep(ms, signal),
        async ids(after, count) {
            const from = after === undefined ? { position: 0 } : { anchor: after, anchorOffset: 1 }
            const found = await client.call('Email/query', { accountId, sort: [{ property: 'receivedAt', isAscending: true }],
                ...from, limit: count }).answer
            if (found.ok) return found.value.ids
            return isMethodError(found.error, 'anchorNotFound') ? 'moved' : undefined
        },
        async get(ids) {
            const got = await client.get<Kept>('Email/get', ids,
                { properties: ['id', 'blobId', 'size', 'bodyStructure', MARK], bodyProperties: ['type', 'subParts'] })
            return got.ok ? got.value.list : undefined
        },
    }
}

/** Of what is not there any more nothing is to be done. */
function outcomeOf(error: Failure): Outcome {
    if (error.kind === 'lost' || error.kind === 'busy') return 'lost'
    if (error.kind === 'signedOut' || error.kind === 'closed') return 'ended'
    return error.kind === 'refused' && error.status === 404 ? 'done' : 'left'
}

async function rawOf({ client }: Pass, { blobId, size }: Kept): Promise<Result<Octets, Outcome>> {
    if (size > MESSAGE_MAX) return fail('left')
    const got = await download(client, blobId, 'message/rfc822', MESSAGE_MAX)
    return got.ok ? ok(new Uint8Array(await got.value.arrayBuffer())) : fail(outcomeOf(got.error))
}

async function wrapOne(on: Pass, own: Octets, email: Kept): Promise<Outcome> {
    const raw = await rawOf(on, email)
    if (!raw.ok) return raw.error
    const boundary = `=_${[...crypto.getRandomValues(new Uint8Array(18))].map(one => one.toString(16).padStart(2, '0')).join('')}`
    const sealed = await on.openPgp.worker.call('sealMessage', { ...wrapping(raw.value, boundary), to: [own], isSigned: false })
    return sealed.ok ? exchange(on, email, sealed.value) : 'left'
}

async function unwrapOne(on: Pass, email: Kept): Promise<Outcome> {
    const raw = await rawOf(on, email)
    if (!raw.ok) return raw.error
    const inner = await on.openPgp.worker.call('innerOctets', raw.value)
    const message = inner.ok ? unwrapping(raw.value, inner.value) : undefined
    return message ? exchange(on, email, message) : 'left'
}

async function exchange({ client, signal }: Pass, { id }: Kept, octets: Octets): Promise<Outcome> {
    const sent = await upload(client, new Blob([octets], { type: 'message/rfc822' }), () => undefined, signal)
    if (!sent.ok) return outcomeOf(sent.error)
    const answer = await client.call('Email/exchange', { accountId: client.accountId, emailId: id, blobId: sent.value.blobId }).answer
    if (!answer.ok) return outcomeOf(answer.error)
    if ('exchanged' in answer.value) return { as: answer.value.exchanged.id }
    // forbidden: the level is another one by now
    const outcomes: Record<string, Outcome> = { notFound: 'done', overQuota: 'full', blobNotFound: 'lost',
        forbidden: 'ended' }
    return outcomes[answer.value.notExchanged.type] ?? 'left'
}
