import { fail, ok, type Result } from '../base/result'
import type { Client } from './client'
import type { Failure } from './failure'
import type { Id } from './types'

/** RFC 8620 section 6.2, within a bound: what is larger is not fetched to its end. In octets. */
export async function download(client: Client, blobId: Id, type: string, octetsMax: number): Promise<Result<Blob, Failure>> {
    return fetched(client, client.downloadUrl(blobId, 'blob', type), type, octetsMax)
}

/** A GET of our own server, as the client signs in. `type`: what the blob is called. */
export async function fetched(client: Client, url: string, type: string | undefined, octetsMax: number):
    Promise<Result<Blob, Failure>> {
    try {
        const response = await client.http.once(url, { method: 'GET' })
        if (response.status === 401) return fail({ kind: 'signedOut' })
        if (response.status === 429 || response.status === 503) return fail({ kind: 'busy' })
        if (response.status !== 200) return fail({ kind: 'refused', status: response.status, type: 'about:blank', detail: '' })
        return await read(response, type ?? response.headers.get('Content-Type') ?? '', octetsMax)
    } catch {
        return fail({ kind: 'lost' })
    }
}

async function read(response: Response, type: string, octetsMax: number): Promise<Result<Blob, Failure>> {
    const reader = response.body!.getReader()
    const pieces: Uint8Array<ArrayBuffer>[] = []
    let octets = 0
    for (;;) {
        const { done, value } = await reader.read()
        if (done) return ok(new Blob(pieces, { type }))
        octets += value.length
        pieces.push(value as Uint8Array<ArrayBuffer>)
        if (octets <= octetsMax) continue
        await reader.cancel()
        return fail({ kind: 'limit', limit: 'octetsMax' })
    }
}

/** Text in a charset that a stranger names; in UTF-8 where there is no such. */
export async function decoded(blob: Blob, charset: string | null | undefined): Promise<string> {
    const octets = await blob.arrayBuffer()
    try {
        return new TextDecoder(charset ?? 'utf-8').decode(octets)
    } catch {
        return new TextDecoder().decode(octets)
    }
}
