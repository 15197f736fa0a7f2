import type { Result } from '../base/result'
import type { Client } from '../jmap/client'
import { fetched } from '../jmap/blobs'
import type { Failure } from '../jmap/failure'
import type { EmailBodyPart } from '../jmap/types'
import { ofServer, type PartSource } from './part-source'
import { nameOf } from './parts'

/** Of the server: it fetches a picture from its place, so that its owner does not learn who reads. */
const PROXY = '/webmail/picture'
const OCTETS_MAX = 10_000_000
const AT_ONCE = 4
const ATTEMPTS_MAX = 4
const BUSY_MS = 1_000
/** Of dots alone: SVG is a document, in which scripts could run where it is opened by itself. */
const TYPE = /^image\/(png|gif|jpeg|webp|bmp|avif|x-icon)$/

/** Where a picture of a message comes from: blobs that the page has fetched. */
export interface Pictures {
    own(cid: string): Promise<Blob | undefined>
    remote(url: string): Promise<Blob | undefined>
}

/** Of what came with a message alone: nothing is fetched for it from elsewhere. */
export function ownPictures(parts: readonly EmailBodyPart[], source: PartSource, limited = limit(AT_ONCE)): Pictures {
    return {
        own: async cid => {
            const part = parts.find(one => nameOf(one) === cid && one.blobId !== null)
            if (!part || !TYPE.test(part.type)) return undefined
            const got = await limited(() => source(part, part.type, OCTETS_MAX))
            return got.ok ? got.value : undefined
        },
        remote: async () => undefined,
    }
}

export function picturesOf(client: Client, parts: readonly EmailBodyPart[], source = ofServer(client)): Pictures {
    const limited = limit(AT_ONCE)
    return {
        ...ownPictures(parts, source, limited),
        remote: async url => {
            const proxied = new URL(`${PROXY}?url=${encodeURIComponent(url)}`, client.session.apiUrl).href
            const got = await limited(() => patiently(client, proxied))
            return got.ok && TYPE.test(got.value.type.split(';')[0]!.trim()) ? got.value : undefined
        },
    }
}

/** The server fetches few at the same time, and says when it is busy. */
async function patiently(client: Client, url: string): Promise<Result<Blob, Failure>> {
    for (let attempt = 1; ; attempt++) {
        const got = await fetched(client, url, undefined, OCTETS_MAX)
        if (got.ok || got.error.kind !== 'busy' || attempt === ATTEMPTS_MAX) return got
        await client.clock.sleep(attempt * BUSY_MS)
    }
}

/** So many at a time; the others wait. */
function limit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
    let running = 0
    const waiting: (() => void)[] = []
    return async work => {
        while (running >= most) await new Promise<void>(resolve => waiting.push(resolve))
        running++
        try {
            return await work()
        } finally {
            running--
            waiting.shift()?.()
        }
    }
}
