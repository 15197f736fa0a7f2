import { fail, ok, type Result } from '../base/result'
import type { Failure } from './failure'
import { CORE, type CoreLimits, type Session } from './types'

/** Of a server that says none: what RFC 8620 section 2 proposes, or less. */
const CAUTIOUS: CoreLimits = {
    maxSizeUpload: 50_000_000,
    maxConcurrentUpload: 4,
    maxSizeRequest: 1_000_000,
    maxConcurrentRequests: 4,
    maxCallsInRequest: 16,
    maxObjectsInGet: 500,
    maxObjectsInSet: 500,
}

export function limitsOf(session: Session): CoreLimits {
    const said = session.capabilities[CORE] as Partial<CoreLimits> | undefined
    const limits = { ...CAUTIOUS }
    for (const name of Object.keys(CAUTIOUS) as (keyof CoreLimits)[]) {
        const value = said?.[name]
        if (typeof value === 'number' && value >= 1) limits[name] = value
    }
    return limits
}

/** RFC 8620 section 2. Its addresses must be of `base`: credentials go nowhere else. */
export function readSession(json: unknown, base: string): Result<Session, Failure> {
    const session = json as Session | null
    const isOne = typeof session === 'object' && session !== null && typeof session.accounts === 'object'
        && typeof session.capabilities === 'object' && typeof session.primaryAccounts === 'object'
    if (!isOne) return fail({ kind: 'malformed', why: 'no session' })
    for (const name of ['apiUrl', 'downloadUrl', 'uploadUrl', 'eventSourceUrl'] as const) {
        if (!isOfOrigin(session[name], base)) return fail({ kind: 'malformed', why: `${name} is of another origin` })
    }
    return ok(session)
}

function isOfOrigin(url: unknown, base: string): boolean {
    try {
        return typeof url === 'string' && new URL(url, base).origin === new URL(base).origin
    } catch {
        return false
    }
}

/** RFC 6570 level 1, as RFC 8620 section 2 has it in the addresses of a session. */
export function expand(template: string, values: Record<string, string>): string {
    return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}
