import type { MethodError } from './types'

/** Why there is no answer to a call. */
export type Failure =
    /** The connection was lost. Of what changes something it is not known whether it was done. */
    | { kind: 'lost' }
    /** 429 or 503, or too many requests at a time, and so after all attempts. Nothing was done. */
    | { kind: 'busy' }
    /** 401: the credentials are not taken, or no longer. */
    | { kind: 'signedOut' }
    /** The request as a whole: RFC 8620 section 3.6.1. */
    | { kind: 'refused', status: number, type: string, detail: string }
    /** It is no answer of JMAP, or lacks that of this call. */
    | { kind: 'malformed', why: string }
    /** Beyond a limit of the session; not sent. */
    | { kind: 'limit', limit: string }
    /** The client was closed. */
    | { kind: 'closed' }
    /** This call: RFC 8620 section 3.6.2. */
    | { kind: 'method', error: MethodError }

/** Whether a call failed with this type of RFC 8620 section 3.6.2. */
export function isMethodError(failure: Failure, type: string): boolean {
    return failure.kind === 'method' && failure.error.type === type
}
