import { fail, ok, type Result } from '../base/result'
import type { Client } from './client'
import type { Failure } from './failure'
import type { Id } from './types'

export interface Uploaded { blobId: Id, type: string, size: number }

/** RFC 8620 section 6.1. By XMLHttpRequest, as `fetch` tells nothing of how far it is. `progress`: from 0 to 1. */
export function upload(client: Client, blob: Blob, progress: (done: number) => void, signal: AbortSignal): Promise<Result<Uploaded, Failure>> {
    if (blob.size > client.limitsNow.maxSizeUpload) return Promise.resolve(fail({ kind: 'limit', limit: 'maxSizeUpload' }))
    return new Promise(resolve => {
        const request = new XMLHttpRequest()
        request.open('POST', client.uploadUrl)
        for (const [name, value] of Object.entries(client.http.signedIn())) request.setRequestHeader(name, value)
        request.setRequestHeader('Content-Type', blob.type || 'application/octet-stream')
        request.upload.onprogress = event => { if (event.lengthComputable) progress(event.loaded / event.total) }
        request.onload = () => resolve(answered(request))
        request.onerror = () => resolve(fail({ kind: 'lost' }))
        request.onabort = () => resolve(fail({ kind: 'closed' }))
        signal.addEventListener('abort', () => request.abort(), { once: true })
        request.send(blob)
    })
}

function answered({ status, responseText }: XMLHttpRequest): Result<Uploaded, Failure> {
    if (status === 401) return fail({ kind: 'signedOut' })
    if (status === 429 || status === 503) return fail({ kind: 'busy' })
    if (status !== 200 && status !== 201) return fail({ kind: 'refused', status, type: 'about:blank', detail: '' })
    try {
        return ok(JSON.parse(responseText) as Uploaded)
    } catch {
        return fail({ kind: 'malformed', why: 'no JSON' })
    }
}
