import { fail, ok, type Result } from '../base/result'
import { download } from '../jmap/blobs'
import type { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import type { EmailBodyPart } from '../jmap/types'

/** Where a part of a message comes from. `type`: what its blob is called. */
export type PartSource = (part: EmailBodyPart, type: string, octetsMax: number) => Promise<Result<Blob, Failure>>

export function ofServer(client: Client): PartSource { return (part, type, octetsMax) => download(client, part.blobId!, type, octetsMax) }

/** Of a message that was opened here: nothing of it is at the server. */
export function ofMemory(octetsOf: (blobId: string) => Uint8Array<ArrayBuffer> | undefined): PartSource {
    return async (part, type, octetsMax) => {
        const octets = part.blobId === null ? undefined : octetsOf(part.blobId)
        if (!octets) return fail({ kind: 'lost' })
        return octets.length > octetsMax ? fail({ kind: 'limit', limit: 'octetsMax' }) : ok(new Blob([octets], { type }))
    }
}
