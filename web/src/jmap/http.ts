import { Backoff, type Clock } from '../base/clock'
import { fail, ok, type Result } from '../base/result'
import type { Failure } from './failure'

/**
 * How requests sign in. `session`: of the server's own pages; the browser has its cookie. Its token may come later:
 * what only reads needs none.
 */
export type Credentials = { kind: 'bearer', token: string } | { kind: 'basic', user: string, password: string }
    | { kind: 'session', token: string }

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

const ATTEMPTS_MAX = 5
const FIRST_WAIT_MS = 500
const WAIT_MS_MAX = 30_000

/** The header field that says who asks. */
export function authorization(credentials: Credentials): Record<string, string> {
    if (credentials.kind === 'session') return { 'Sigillo-Token': credentials.token }
    if (credentials.kind === 'bearer') return { Authorization: `Bearer ${credentials.token}` }
    const octets = new TextEncoder().encode(`${credentials.user}:${credentials.password}`)
    return { Authorization: `Basic ${btoa(String.fromCharCode(...octets))}` }
}

/** Requests of one client: signs in, waits and asks again, and turns what goes wrong into values. */
export class Http {
    private readonly cookies: RequestCredentials
    /** Is told that the credentials are not taken any more. */
    whenSignedOut: () => void = () => undefined

    constructor(private readonly credentials: Credentials, private readonly fetch: Fetch, private readonly clock: Clock,
        private readonly signal: AbortSignal, private readonly random: () => number = Math.random) {
        this.cookies = credentials.kind === 'session' ? 'same-origin' : 'omit'
    }

    /** One attempt. Fails as `fetch` does. `signal`: in the place of the client's. */
    once(url: string, init: RequestInit, signal = this.signal): Promise<Response> {
        const headers = { ...init.headers as Record<string, string>, ...this.signedIn() }
        return this.fetch(url, { ...init, headers, signal, credentials: this.cookies, redirect: 'error', cache: 'no-store' })
    }

    /** Fields by which a request signs in. */
    signedIn(): Record<string, string> { return authorization(this.credentials) }

    /** JSON of a 200. `isSafe`: it may be done twice, so that it is asked again after the connection was lost. */
    async json(url: string, init: RequestInit, isSafe: boolean): Promise<Result<unknown, Failure>> {
        const backoff = new Backoff(FIRST_WAIT_MS, WAIT_MS_MAX, this.random)
        for (let attempt = 1; ; attempt++) {
            const result = await this.attempt(url, init)
            if (this.signal.aborted) return fail({ kind: 'closed' })
            if (result.ok || attempt === ATTEMPTS_MAX) return result.ok ? result : fail(result.error)
            const isWorthIt = result.error.kind === 'busy' || result.error.kind === 'lost' && isSafe
            if (!isWorthIt) return fail(result.error)
            await this.clock.sleep(Math.max(backoff.next(), result.wait ?? 0), this.signal)
        }
    }

    private async attempt(url: string, init: RequestInit):
        Promise<{ ok: true, value: unknown } | { ok: false, error: Failure, wait?: number }> {
        let response: Response
        let text: string
        try {
            response = await this.once(url, init)
            text = await response.text()
        } catch {
            return fail({ kind: 'lost' })
        }
        if (response.status === 200) return parsed(text)
        if (response.status === 401) {
            this.whenSignedOut()
            return fail({ kind: 'signedOut' })
        }
        if (response.status === 429 || response.status === 503) {
            return { ...fail({ kind: 'busy' as const }), wait: retryAfter(response, this.clock.now()) }
        }
        // of a proxy whose server is away: it may have been done
        if (response.status === 502 || response.status === 504) return fail({ kind: 'lost' })
        return fail(refusal(response.status, text))
    }
}

/** RFC 9110 section 10.2.3, in milliseconds; WAIT_MS_MAX at most. */
export function retryAfter(response: Response, now: number): number {
    const said = response.headers.get('Retry-After') ?? ''
    const ms = /^[0-9]{1,9}$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now
    return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), WAIT_MS_MAX) : 0
}

function parsed(text: string): Result<unknown, Failure> {
    try {
        return ok(JSON.parse(text))
    } catch {
        return fail({ kind: 'malformed', why: 'no JSON' })
    }
}

function refusal(status: number, text: string): Failure {
    const json = parsed(text)
    const said = json.ok && typeof json.value === 'object' && json.value !== null ? json.value : {}
    const { type, detail, limit } = said as { type?: unknown, detail?: unknown, limit?: unknown }
    // RFC 8620 section 3.6.1: another page or program of the same person is asking; nothing was done
    if (status === 400 && type === 'urn:ietf:params:jmap:error:limit' && limit === 'maxConcurrentRequests') return { kind: 'busy' }
    return { kind: 'refused', status, type: String(type ?? 'about:blank'), detail: String(detail ?? '') }
}
