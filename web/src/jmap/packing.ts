import { fail, ok, type Result } from '../base/result'
import type { CoreLimits, Invocation } from './types'

/** Room for what stands around the calls of a request, in octets. */
const AROUND = 500

/** Those that refer to each other, in the order in which they were made. */
export interface Group { calls: Invocation[] }

/**
 * Puts calls into as few requests as the session allows. Calls that refer to each other stay together, and the order
 * stays. What fits in no request is given back with the limit that it breaks.
 */
export function pack(groups: Group[], limits: CoreLimits): Result<Group[], { group: Group, limit: string }>[] {
    const packed: Result<Group[], { group: Group, limit: string }>[] = []
    let open: { groups: Group[], calls: number, octets: number } | undefined
    for (const group of groups) {
        const calls = group.calls.length
        const octets = new TextEncoder().encode(JSON.stringify(group.calls)).length
        const limit = broken(calls, octets, limits)
        if (limit) {
            packed.push(fail({ group, limit }))
            continue
        }
        if (!open || broken(open.calls + calls, open.octets + octets, limits)) {
            open = { groups: [], calls: 0, octets: 0 }
            packed.push(ok(open.groups))
        }
        open.groups.push(group)
        open.calls += calls
        open.octets += octets
    }
    return packed
}

function broken(calls: number, octets: number, limits: CoreLimits): string | undefined {
    if (calls > limits.maxCallsInRequest) return 'maxCallsInRequest'
    if (octets + AROUND > limits.maxSizeRequest) return 'maxSizeRequest'
    return undefined
}

export function chunks<T>(all: readonly T[], size: number): T[][] {
    const parts: T[][] = []
    for (let at = 0; at < all.length; at += size) parts.push(all.slice(at, at + size))
    return parts
}
