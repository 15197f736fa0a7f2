import { download } from '../jmap/blobs'
import type { Client } from '../jmap/client'
import { upload } from '../jmap/upload'
import type { Id } from '../jmap/types'
import type { OpenPgp } from '../openpgp/openpgp'
import type { Octets } from '../openpgp/octets'
import { unwrapping } from './unwrapping'
import { wrapping } from './wrapping'

/** Larger ones are left as they are, and counted: a browser has all of one in memory, thrice. In octets. */
const MESSAGE_MAX = 32 << 20
const PAGE = 50

/** Of what was encrypted here. */
const MARK = 'header:Encrypted-At-Delivery:asRaw'

interface Kept { id: Id, blobId: Id, size: number, bodyStructure: { type: string }, [MARK]: string | null }

/** `left`: what could not be done now. */
export interface Progress { done: number, all: number, left: number }

type Tell = (progress: Progress) => void
type Done = false | 'changed'
/** False: it is left. True: there was nothing to do. */
type One = (email: Kept, signal: AbortSignal) => Promise<boolean | 'changed'>

/** Encrypts what lies here in clear. */
export async function wrapAll(
    client: Client, openPgp: OpenPgp, tell: Tell, signal: AbortSignal): Promise<Progress | undefined> {
    const own = openPgp.keys.value.find(one => one.isCurrent)?.certificate.octets
    if (!own) return undefined
    return each(client, async email => isEncrypted(email) || wrapOne(client, openPgp, own, email, signal), tell, signal)
}

/** Decrypts what was encrypted here, when it came or later. What others have encrypted stays as they sent it. */
export async function unwrapAll(
    client: Client, openPgp: OpenPgp, tell: Tell, signal: AbortSignal): Promise<Progress | undefined> {
    return each(client, async email => !isEncrypted(email) || email[MARK] === null || unwrapOne(client, openPgp, email, signal), tell, signal)
}

function isEncrypted({ bodyStructure }: Kept): boolean { return bodyStructure.type === 'multipart/encrypted' }

/**
 * The oldest first, one message after the other, until nothing was to be done any more. What is done is passed over,
 * so that it may be stopped at any moment and begun again.
 */
async function each(client: Client, one: One, tell: Tell, signal: AbortSignal): Promise<Progress | undefined> {
    let changed = false
    const noted: One = async (email, stop) => {
        const isDone = await one(email, stop)
        changed ||= isDone === 'changed'
        return isDone
    }
    for (;;) {
        changed = false
        const ended = await once(client, noted, tell, signal)
        // what is exchanged lies behind others of its second, and what is deleted moves all: then one was passed over
        if (!changed || !ended || signal.aborted) return ended
    }
}

async function once(client: Client, one: One, tell: Tell, signal: AbortSignal): Promise<Progress | undefined> {
    const { accountId } = client
    const progress: Progress = { done: 0, all: 0, left: 0 }
    for (let position = 0; !signal.aborted; position += PAGE) {
        const found = await client.call('Email/query', { accountId, sort: [{ property: 'receivedAt', isAscending: true }],
            position, limit: PAGE, calculateTotal: true }).answer
        if (!found.ok) return undefined
        progress.all = found.value.total ?? progress.all
        if (found.value.ids.length === 0) return progress
        const got = await client.get<Kept>('Email/get', found.value.ids,
            { properties: ['id', 'blobId', 'size', 'bodyStructure', MARK], bodyProperties: ['type'] })
        if (!got.ok) return undefined
        for (const email of got.value.list) {
            if (signal.aborted) return progress
            if (!await one(email, signal)) progress.left++
            progress.done++
            tell({ ...progress })
        }
    }
    return progress
}

async function rawOf(client: Client, { blobId, size }: Kept): Promise<Octets | undefined> {
    if (size > MESSAGE_MAX) return undefined
    const got = await download(client, blobId, 'message/rfc822', MESSAGE_MAX)
    return got.ok ? new Uint8Array(await got.value.arrayBuffer()) : undefined
}

async function wrapOne(client: Client, openPgp: OpenPgp, own: Octets, email: Kept, signal: AbortSignal): Promise<Done> {
    const raw = await rawOf(client, email)
    if (!raw) return false
    const boundary = `=_${[...crypto.getRandomValues(new Uint8Array(18))].map(one => one.toString(16).padStart(2, '0')).join('')}`
    const sealed = await openPgp.worker.call('sealMessage', { ...wrapping(raw, boundary), to: [own], isSigned: false })
    return sealed.ok && await exchange(client, email, sealed.value, signal)
}

async function unwrapOne(client: Client, openPgp: OpenPgp, email: Kept, signal: AbortSignal): Promise<Done> {
    const raw = await rawOf(client, email)
    const inner = raw && await openPgp.worker.call('innerOctets', raw)
    const message = inner?.ok ? unwrapping(raw!, inner.value) : undefined
    return message !== undefined && await exchange(client, email, message, signal)
}

async function exchange(client: Client, { id }: Kept, octets: Octets, signal: AbortSignal): Promise<Done> {
    const sent = await upload(client, new Blob([octets], { type: 'message/rfc822' }), () => undefined, signal)
    if (!sent.ok) return false
    const answer = await client.call('Email/exchange', { accountId: client.accountId, emailId: id, blobId: sent.value.blobId }).answer
    return answer.ok && 'exchanged' in answer.value && 'changed'
}
