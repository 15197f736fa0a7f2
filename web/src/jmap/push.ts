import { Backoff } from '../base/clock'
import type { Client } from './client'
import { EventReader, type ServerEvent } from './events'
import type { StateChange } from './types'

const PING_SECONDS = 60
/** Without a word for so long, the connection is taken for dead. The server may make the ping longer, to 5 minutes. */
const SILENT_PINGS_MAX = 2.5
const FIRST_WAIT_MS = 1_000
const WAIT_MS_MAX = 60_000
/** After so many attempts without an event stream it asks from time to time, beside trying on. */
const FAILED_BEFORE_POLLING = 3
const POLL_MS = 60_000

export interface PushListener {
    /** States of types of the account; null: it is not known what has changed, so look at all. */
    changed(states: Record<string, string> | null): void
    /** `live` by events, `polling` without, `signedOut` at the end. */
    mode?(mode: PushMode): void
}
export type PushMode = 'live' | 'polling' | 'signedOut'

/**
 * Hears what changes: RFC 8620 section 7.3, by `fetch`, as EventSource sends no credentials. It connects again and says
 * by Last-Event-ID what it has heard; while that cannot be it asks every minute.
 */
export class Push {
    private readonly stopping = new AbortController()
    private readonly backoff: Backoff
    private lastId = ''
    private pingMs = PING_SECONDS * 1000
    private failures = 0
    private polledAt = 0
    private mode: PushMode | undefined

    constructor(private readonly client: Client, private readonly types: string[],
        private readonly listener: PushListener, random: () => number = Math.random) {
        this.backoff = new Backoff(FIRST_WAIT_MS, WAIT_MS_MAX, random)
    }

    /** Returns when it was stopped, or the credentials are no longer taken. */
    async run(): Promise<void> {
        while (!this.stopping.signal.aborted) {
            const isOver = await this.connect()
            if (isOver || this.stopping.signal.aborted) return
            await this.pause()
        }
    }

    stop(): void { this.stopping.abort() }

    private async pause(): Promise<void> {
        this.failures++
        if (this.failures >= FAILED_BEFORE_POLLING) this.poll()
        await this.client.clock.sleep(this.backoff.next(), this.stopping.signal)
    }

    private poll(): void {
        this.say('polling')
        if (this.client.clock.now() - this.polledAt < POLL_MS) return
        this.polledAt = this.client.clock.now()
        this.listener.changed(null)
    }

    /** True when it is of no use to come again. */
    private async connect(): Promise<boolean> {
        const quiet = new AbortController()
        const end = () => quiet.abort()
        this.stopping.signal.addEventListener('abort', end)
        try {
            const url = this.client.eventUrl(this.types, PING_SECONDS)
            const said = this.lastId === '' ? {} : { 'Last-Event-ID': this.lastId }
            const headers = { Accept: 'text/event-stream', ...said }
            const response = await this.client.http.once(url, { headers }, quiet.signal)
            if (response.status === 401) {
                this.say('signedOut')
                return true
            }
            if (response.ok && response.body) await this.listen(response.body, quiet)
        } catch {
            // lost, or ended: it comes again
        } finally {
            this.stopping.signal.removeEventListener('abort', end)
            quiet.abort()
        }
        return false
    }

    private async listen(body: ReadableStream<Uint8Array>, quiet: AbortController): Promise<void> {
        const events = new EventReader(this.lastId)
        const decoder = new TextDecoder()
        const reader = body.getReader()
        const isNew = this.lastId === ''
        let isFirst = true
        while (!events.isTooLong) {
            const piece = await this.within(reader, quiet)
            if (!piece || piece.done) return
            if (isFirst) this.connected(isNew)
            isFirst = false
            for (const event of events.read(decoder.decode(piece.value, { stream: true }))) this.take(event)
            this.lastId = events.lastId
        }
    }

    /** Without an id nothing says what was missed before. */
    private connected(isNew: boolean): void {
        this.failures = 0
        this.backoff.reset()
        this.say('live')
        if (isNew) this.listener.changed(null)
    }

    /** What comes next; undefined when nothing came for too long. */
    private async within(reader: ReadableStreamDefaultReader<Uint8Array>, quiet: AbortController) {
        const over = new AbortController()
        const silence = this.client.clock.sleep(this.pingMs * SILENT_PINGS_MAX, over.signal).then(() => undefined)
        const ended = new Promise<undefined>(resolve => {
            quiet.signal.addEventListener('abort', () => resolve(undefined), { signal: over.signal })
        })
        const piece = await Promise.race([reader.read(), silence, ended])
        over.abort()
        if (!piece) void reader.cancel().catch(() => undefined)
        return piece
    }

    private take(event: ServerEvent): void {
        const json = parse(event.data)
        if (event.name === 'ping') this.pingMs = pingOf(json) ?? this.pingMs
        if (event.name !== 'state') return
        const changed = (json as Partial<StateChange> | undefined)?.changed?.[this.client.accountId]
        if (changed) this.listener.changed(changed)
    }

    private say(mode: PushMode): void {
        if (mode === this.mode) return
        this.mode = mode
        this.listener.mode?.(mode)
    }
}

function parse(data: string): unknown {
    try {
        return JSON.parse(data)
    } catch {
        return undefined
    }
}

/** In milliseconds. */
function pingOf(json: unknown): number | undefined {
    const seconds = (json as { interval?: unknown } | undefined)?.interval
    return typeof seconds === 'number' && seconds > 0 && seconds <= 3600 ? seconds * 1000 : undefined
}
