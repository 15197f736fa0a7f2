import type { Fetch } from '../src/jmap/http'
import type { EmailRow, Invocation, Mailbox, Patch, Reference } from '../src/jmap/types'
import { FakeTypes, type Answered } from './fake-types'

export const BASE = 'https://mail.example'
export const ACCOUNT = 'a1'
export const CREDENTIALS = { kind: 'bearer', token: 'secret' } as const

export type Fault = 'lost-before' | 'lost-after' | 'too-many-at-once' | 503 | 429 | 401

/**
 * A JMAP server of one account, behind `fetch`. It answers as Sigillo does: one state for all types, `queryChanges`
 * that removes whatever was touched, `ifInState`, limits. Faults may be asked for.
 */
export class FakeServer {
    readonly data = new FakeTypes()
    readonly requests: Invocation[][] = []
    readonly faults: Fault[] = []
    /** Faults are of requests that call this, and of no others. */
    faultsOf = ''
    readonly headers: Headers[] = []
    core: Record<string, number> = { maxCallsInRequest: 8, maxObjectsInGet: 50, maxObjectsInSet: 50,
        maxConcurrentRequests: 2, maxSizeRequest: 100_000 }
    sessionState = 's1'
    sessionsAsked = 0
    retryAfter: string | undefined
    running = 0
    runningMost = 0
    /** Answers to those who want events, one after the other. */
    streams: (() => Response)[] = []
    streamsAsked: Headers[] = []

    /** Who opens the account, as the pages' own interface says it. */
    level = 'L1'
    readonly fetch: Fetch = async (url, init) => {
        const headers = new Headers(init.headers)
        if (headers.get('Authorization') !== 'Bearer secret') return new Response('', { status: 401 })
        const { pathname } = new URL(url, BASE)
        if (pathname === '/api/session') return json({ level: this.level })
        if (pathname === '/events') return this.events(headers)
        const fault = String(init.body ?? '').includes(this.faultsOf) ? this.faults.shift() : undefined
        if (fault === 'lost-before') throw new TypeError('fetch failed')
        if (fault === 'too-many-at-once') return json({ type: 'urn:ietf:params:jmap:error:limit', limit: 'maxConcurrentRequests', status: 400 }, 400)
        if (typeof fault === 'number') return this.refusal(fault)
        const response = await this.answer(pathname, String(init.body ?? ''))
        if (fault === 'lost-after') throw new TypeError('fetch failed')
        return response
    }

    private refusal(status: number): Response {
        return new Response('', { status, ...this.retryAfter && { headers: { 'Retry-After': this.retryAfter } } })
    }

    private events(headers: Headers): Response {
        this.streamsAsked.push(headers)
        return this.streams.shift()?.() ?? new Response('', { status: 503 })
    }

    private async answer(pathname: string, body: string): Promise<Response> {
        if (pathname === '/.well-known/jmap') {
            this.sessionsAsked++
            return json(this.session())
        }
        if (pathname !== '/api') return json({ type: 'about:blank', detail: 'Nothing is here' }, 404)
        const calls = (JSON.parse(body) as { methodCalls: Invocation[] }).methodCalls
        const limit = calls.length > this.core['maxCallsInRequest']! ? 'maxCallsInRequest'
            : body.length > this.core['maxSizeRequest']! ? 'maxSizeRequest' : undefined
        if (limit) return json({ type: 'urn:ietf:params:jmap:error:limit', status: 400, limit }, 400)
        this.requests.push(calls)
        this.runningMost = Math.max(this.runningMost, ++this.running)
        await new Promise(resolve => setTimeout(resolve, 0))
        this.running--
        return json({ methodResponses: this.run(calls), sessionState: this.sessionState })
    }

    session() {
        const account = { name: 'anna@mail.example', isPersonal: true, isReadOnly: false, accountCapabilities: {} }
        return {
            capabilities: { 'urn:ietf:params:jmap:core': this.core, 'urn:ietf:params:jmap:mail': {} },
            accounts: { [ACCOUNT]: account },
            primaryAccounts: { 'urn:ietf:params:jmap:mail': ACCOUNT },
            username: 'anna@mail.example', apiUrl: `${BASE}/api`, state: this.sessionState,
            downloadUrl: `${BASE}/download/{accountId}/{blobId}/{name}?type={type}`,
            uploadUrl: `${BASE}/upload/{accountId}/`,
            eventSourceUrl: `${BASE}/events?types={types}&closeafter={closeafter}&ping={ping}`,
        }
    }

    private run(calls: Invocation[]): Invocation[] {
        const responses: Invocation[] = []
        for (const [name, args, id] of calls) {
            const [answeredBy, answer] = this.one(name, args, responses)
            responses.push([answeredBy, answer, id])
            const beside = this.caused(name, args, answer)
            if (beside) responses.push([...beside, id])
        }
        return responses
    }

    /** RFC 8621 section 7.5: what is to be done with Emails that were submitted. */
    private caused(name: string, args: Record<string, unknown>, answer: Record<string, unknown>): Answered | undefined {
        const patches = args['onSuccessUpdateEmail'] as Record<string, Patch> | undefined
        if (name !== 'EmailSubmission/set' || !patches) return undefined
        const made = Object.keys(answer['created'] as object ?? {})
        const create = args['create'] as Record<string, { emailId: string }>
        return this.data.answer('Email/set', { update: Object.fromEntries(made.map(key => [create[key]!.emailId, patches[`#${key}`]])) })
    }

    private one(name: string, args: Record<string, unknown>, before: Invocation[]): Answered {
        const resolved: Record<string, unknown> = {}
        for (const [key, value] of Object.entries(args)) {
            if (!key.startsWith('#')) resolved[key] = value
            else resolved[key.slice(1)] = evaluate(value as Reference, before)
            if (key.startsWith('#') && resolved[key.slice(1)] === undefined) {
                return ['error', { type: 'invalidResultReference' }]
            }
        }
        const ids = resolved['ids'] as unknown[] | null | undefined
        const isTooMuch = name.endsWith('/get') && (ids?.length ?? 0) > this.core['maxObjectsInGet']!
        if (isTooMuch) return ['error', { type: 'requestTooLarge' }]
        return this.data.answer(name, resolved)
    }
}

function evaluate(reference: Reference, before: Invocation[]): unknown {
    const response = before.find(one => one[2] === reference.resultOf && one[0] === reference.name)
    return response && pointed(response[1], reference.path.split('/').slice(1))
}

function pointed(value: unknown, path: string[]): unknown {
    const [head, ...rest] = path
    if (head === undefined) return value
    if (head === '*') return (value as unknown[]).flatMap(one => pointed(one, rest))
    return pointed((value as Record<string, unknown> | undefined)?.[head], rest)
}

function json(value: unknown, status = 200): Response { return new Response(JSON.stringify(value), { status }) }

export type { EmailRow, Mailbox, Patch }
