import { download } from '../jmap/blobs'
import type { Client } from '../jmap/client'
import { upload } from '../jmap/upload'
import type { Id } from '../jmap/types'
import type { OpenPgp } from '../openpgp/openpgp'
import type { Octets } from '../openpgp/octets'
import { wrapping } from './wrapping'

/** Larger ones are left as they are, and counted: a browser has all of one in memory, thrice. In octets. */
const MESSAGE_MAX = 32 << 20
const PAGE = 50

interface Kept { id: Id, blobId: Id, size: number, bodyStructure: { type: string } }

/** `left`: what could not be encrypted now. */
export interface Progress { done: number, all: number, left: number }

/**
 * Encrypts what lies here in clear, the oldest first, one message after the other. What is encrypted is passed over, so that it may be stopped at any
 * moment and begun again. The order is by arrival, which an exchange keeps: so no message is passed over, and what comes meanwhile is at the end.
 */
export async function wrapAll(client: Client, openPgp: OpenPgp, tell: (progress: Progress) => void, signal: AbortSignal): Promise<Progress | undefined> {
    const own = openPgp.keys.value.find(one => one.isCurrent)?.certificate.octets
    const { accountId } = client
    const progress: Progress = { done: 0, all: 0, left: 0 }
    if (!own) return undefined
    for (let position = 0; !signal.aborted; position += PAGE) {
        const found = await client.call('Email/query', { accountId, sort: [{ property: 'receivedAt', isAscending: true }], position, limit: PAGE, calculateTotal: true }).answer
        if (!found.ok) return undefined
        progress.all = found.value.total ?? progress.all
        if (found.value.ids.length === 0) return progress
        const got = await client.get<Kept>('Email/get', found.value.ids, { properties: ['id', 'blobId', 'size', 'bodyStructure'], bodyProperties: ['type'] })
        if (!got.ok) return undefined
        for (const email of got.value.list) {
            if (signal.aborted) return progress
            const isEncrypted = email.bodyStructure.type === 'multipart/encrypted'
            if (!isEncrypted && !await wrapOne(client, openPgp, own, email, signal)) progress.left++
            progress.done++
            tell({ ...progress })
        }
    }
    return progress
}

async function wrapOne(client: Client, openPgp: OpenPgp, own: Octets, { id, blobId, size }: Kept, signal: AbortSignal): Promise<boolean> {
    if (size > MESSAGE_MAX) return false
    const got = await download(client, blobId, 'message/rfc822', MESSAGE_MAX)
    if (!got.ok) return false
    const boundary = `=_${[...crypto.getRandomValues(new Uint8Array(18))].map(one => one.toString(16).padStart(2, '0')).join('')}`
    const sealed = await openPgp.worker.call('sealMessage', { ...wrapping(new Uint8Array(await got.value.arrayBuffer()), boundary), to: [own], isSigned: false })
    if (!sealed.ok) return false
    const sent = await upload(client, new Blob([sealed.value], { type: 'message/rfc822' }), () => undefined, signal)
    if (!sent.ok) return false
    const answer = await client.call('Email/exchange', { accountId: client.accountId, emailId: id, blobId: sent.value.blobId }).answer
    return answer.ok && 'exchanged' in answer.value
}
