import { type Clock, systemClock } from '../base/clock'
import { fail, ok, type Result } from '../base/result'
import type { Failure } from './failure'
import { type Credentials, type Fetch, Http } from './http'
import { chunks, type Group, pack } from './packing'
import { expand, limitsOf, readSession } from './session'
import { BLOB, CORE, EXCHANGE, LABELS, LATER, MAIL, MDN, SIEVE, SMIME, SUBMISSION, UNSUBSCRIBE, VACATION, type Answer, type Arguments, type CoreLimits, type GetAnswer, type Id,
    type Invocation, type Method, type MethodError, type Reference, type Session } from './types'

/** What a client needs of the world; all but the first two have defaults. */
export interface Setting {
    /** The server: `https://mail.home.example`. */
    base: string
    credentials: Credentials
    fetch?: Fetch
    clock?: Clock
    random?: () => number
}

/** A call that was made. */
export interface Call<M extends Method> {
    readonly answer: Promise<Result<Answer<M>, Failure>>
    /**
     * What the call has caused beside its answer: Email/set after EmailSubmission/set, RFC 8621 section 7.5. Empty
     * where it failed.
     */
    readonly besides: Promise<Invocation[]>
    /** RFC 8620 section 3.7. Only for calls of the same turn, which then go with this one. */
    ref(path: string): Reference
}

interface Pending {
    invocation: Invocation
    group: Group
    settle: (result: Result<unknown, Failure>, besides?: Invocation[]) => void
}

/** Of what the session offers. */
const USED = [CORE, MAIL, SUBMISSION, VACATION, MDN, SIEVE, BLOB, LATER, UNSUBSCRIBE, EXCHANGE, LABELS, SMIME]

/** May be done twice. All others may not. */
const SAFE = /\/(get|changes|query|queryChanges|echo|lookup|parse|validate)$/

/**
 * A client of JMAP: RFC 8620. Calls that are made in one turn of the event loop go together, within the limits of the
 * session; requests that come of one turn go one after the other. Errors are values.
 */
export class Client {
    private limits: CoreLimits
    private nextId = 0
    private pending = new Map<string, Pending>()
    private running = 0
    private readonly waiting: (() => void)[] = []

    private constructor(private readonly setting: Setting, readonly http: Http, private readonly stopping: AbortController,
        readonly clock: Clock, private current: Session) {
        this.limits = limitsOf(current)
    }

    static async open(setting: Setting): Promise<Result<Client, Failure>> {
        const stopping = new AbortController()
        const clock = setting.clock ?? systemClock
        const plain: Fetch = (url, init) => fetch(url, init)
        const http = new Http(setting.credentials, setting.fetch ?? plain, clock, stopping.signal, setting.random)
        const session = await Client.ask(http, setting.base)
        return session.ok ? ok(new Client(setting, http, stopping, clock, session.value)) : session
    }

    /** With a session that was had before, while the server cannot be reached. */
    static withSession(setting: Setting, session: Session): Client {
        const stopping = new AbortController()
        const clock = setting.clock ?? systemClock
        const plain: Fetch = (url, init) => fetch(url, init)
        return new Client(setting, new Http(setting.credentials, setting.fetch ?? plain, clock, stopping.signal, setting.random), stopping, clock, session)
    }

    private static async ask(http: Http, base: string): Promise<Result<Session, Failure>> {
        const json = await http.json(new URL('/.well-known/jmap', base).href, { method: 'GET' }, true)
        return json.ok ? readSession(json.value, base) : json
    }

    get session(): Session { return this.current }

    get limitsNow(): CoreLimits { return this.limits }

    /** The account for mail. */
    get accountId(): Id { return this.current.primaryAccounts[MAIL] ?? Object.keys(this.current.accounts)[0] ?? '' }

    call<M extends Method>(method: M, args: Arguments<M>): Call<M> {
        const id = `c${this.nextId++}`
        const invocation: Invocation = [method, args as Record<string, unknown>, id]
        let settle!: Pending['settle']
        let caused!: (besides: Invocation[]) => void
        const besides = new Promise<Invocation[]>(resolve => { caused = resolve })
        const answer = new Promise<Result<unknown, Failure>>(resolve => {
            settle = (result, others = []) => {
                resolve(result)
                caused(others)
            }
        })
        if (this.stopping.signal.aborted) settle(fail({ kind: 'closed' }))
        else this.enqueue({ invocation, group: this.groupOf(invocation), settle })
        return {
            answer: answer as Promise<Result<Answer<M>, Failure>>,
            besides,
            ref: path => ({ resultOf: id, name: method, path }),
        }
    }

    /**
     * Foo/get of any number of ids, in parts of maxObjectsInGet. The state is that of the first part: the oldest, so
     * that no change between two parts is missed.
     */
    async get<T>(method: Method & `${string}/get`, ids: readonly Id[], more: Record<string, unknown> = {}):
        Promise<Result<GetAnswer<T>, Failure>> {
        const { accountId } = this
        const parts = chunks(ids, this.limits.maxObjectsInGet)
        const calls = (parts.length > 0 ? parts : [[]]).map(part => this.call(method, { accountId, ids: part, ...more }))
        let whole: GetAnswer<T> | undefined
        for (const call of calls) {
            const answer = await call.answer as Result<GetAnswer<T>, Failure>
            if (!answer.ok) return answer
            whole = whole ? { ...whole, list: [...whole.list, ...answer.value.list],
                notFound: [...whole.notFound, ...answer.value.notFound] } : answer.value
        }
        return ok(whole!)
    }

    downloadUrl(blobId: Id, name: string, type: string): string {
        return this.url(expand(this.current.downloadUrl, { accountId: this.accountId, blobId, name, type }))
    }

    get uploadUrl(): string { return this.url(expand(this.current.uploadUrl, { accountId: this.accountId })) }

    eventUrl(types: string[], pingSeconds: number): string {
        const values = { types: types.join(','), closeafter: 'no', ping: String(pingSeconds) }
        return this.url(expand(this.current.eventSourceUrl, values))
    }

    /** What is under way is `closed`. */
    close(): void {
        this.stopping.abort()
        for (const one of this.pending.values()) one.settle(fail({ kind: 'closed' }))
        this.pending.clear()
    }

    private url(said: string): string { return new URL(said, this.setting.base).href }

    /** The group of the call that it refers to, or one of its own. */
    private groupOf([, args]: Invocation): Group {
        let group: Group = { calls: [] }
        for (const [name, value] of Object.entries(args)) {
            if (!name.startsWith('#')) continue
            const target = this.pending.get((value as Reference).resultOf)
            // of another turn: the server says invalidResultReference
            if (target) group = this.joined(target.group, group)
        }
        return group
    }

    private joined(into: Group, from: Group): Group {
        if (into === from || from.calls.length === 0) return into
        for (const one of this.pending.values()) if (one.group === from) one.group = into
        into.calls.push(...from.calls)
        into.calls.sort((a, b) => Number(a[2].slice(1)) - Number(b[2].slice(1)))
        return into
    }

    /**
     * What was called goes out now, and not with what else is called in this turn: before something that takes long.
     */
    hasten(): void { void this.flush() }

    private enqueue(pending: Pending): void {
        if (this.pending.size === 0) setTimeout(() => void this.flush(), 0)
        pending.group.calls.push(pending.invocation)
        this.pending.set(pending.invocation[2], pending)
    }

    private async flush(): Promise<void> {
        const pending = this.pending
        this.pending = new Map()
        const groups = new Set([...pending.values()].map(one => one.group))
        for (const packed of pack([...groups], this.limits)) {
            if (packed.ok) await this.send(packed.value.flatMap(group => group.calls), pending)
            else settleAll(packed.error.group.calls, pending, { kind: 'limit', limit: packed.error.limit })
        }
    }

    private async send(calls: Invocation[], pending: Map<string, Pending>): Promise<void> {
        if (this.running >= this.limits.maxConcurrentRequests) await this.room()
        this.running++
        try {
            const answer = await this.post(calls)
            if (answer.ok) this.settle(calls, pending, answer.value)
            else settleAll(calls, pending, answer.error)
        } finally {
            this.leave()
        }
    }

    private post(calls: Invocation[]): Promise<Result<unknown, Failure>> {
        const using = USED.filter(one => one in this.current.capabilities)
        const init = {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
            body: JSON.stringify({ using, methodCalls: calls }),
        }
        return this.http.json(this.url(this.current.apiUrl), init, calls.every(([name]) => SAFE.test(name)))
    }

    private settle(calls: Invocation[], pending: Map<string, Pending>, json: unknown): void {
        const { methodResponses, sessionState } = (json ?? {}) as { methodResponses?: unknown, sessionState?: unknown }
        const responses = Array.isArray(methodResponses) ? methodResponses as Invocation[] : []
        for (const [name, , id] of calls) {
            // the first of this call: what it causes beside itself comes after it under the same id
            const [response, ...besides] = responses.filter(one => Array.isArray(one) && one[2] === id)
            pending.get(id)?.settle(resultOf(name, response), besides)
        }
        if (typeof sessionState === 'string' && sessionState !== this.current.state) void this.renew(sessionState)
    }

    /** RFC 8620 section 3.4: the session has changed. What cannot be had now is asked for after the next answer. */
    private async renew(state: string): Promise<void> {
        const before = this.current
        this.current = { ...before, state }
        const session = await Client.ask(this.http, this.setting.base)
        if (!session.ok) this.current = { ...this.current, state: before.state }
        else this.current = session.value
        this.limits = limitsOf(this.current)
    }

    private async room(): Promise<void> {
        while (this.running >= this.limits.maxConcurrentRequests) {
            await new Promise<void>(resolve => this.waiting.push(resolve))
        }
    }

    private leave(): void {
        this.running--
        this.waiting.shift()?.()
    }
}

function settleAll(calls: Invocation[], pending: Map<string, Pending>, failure: Failure): void {
    for (const [, , id] of calls) pending.get(id)?.settle(fail(failure))
}

function resultOf(name: string, response: Invocation | undefined): Result<unknown, Failure> {
    if (!response) return fail({ kind: 'malformed', why: `no answer to ${name}` })
    if (response[0] === 'error') return fail({ kind: 'method', error: response[1] as unknown as MethodError })
    if (response[0] !== name) return fail({ kind: 'malformed', why: `${response[0]} answers ${name}` })
    return ok(response[1])
}
