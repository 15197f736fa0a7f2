import { type ReadonlySignal, signal } from '@preact/signals-core'
import { Backoff, type Clock } from '../base/clock'
import { Emitter } from '../base/emitter'
import { fail, ok, type Result } from '../base/result'
import type { Client } from '../jmap/client'
import { type Failure } from '../jmap/failure'
import { chunks } from '../jmap/packing'
import type { ChangesAnswer, Id, Method, Patch, SetAnswer, SetError } from '../jmap/types'
import type { Cache } from './cache'
import { applied, holds, inverse, isSame, unchangedSince } from './patch'
import type { Identified, Records } from './records'
import type { Sync } from './sync'
import { renamed, seenAs, setArguments, touches, type Waiting } from './waiting'

const SPACE = 'outbox'
/** After so many changes of others in between it goes without `ifInState`: patches touch only what they name. */
const MISMATCHES_MAX = 3
/** Changes that can still be undone after they were done. */
const UNDOABLE_MAX = 50
const FIRST_WAIT_MS = 1_000
const WAIT_MS_MAX = 60_000

export interface Kept { records: Records<Identified>, sync: Sync }

/** What could not be done, and is seen no more. */
export interface Refused { change: Waiting, id: Id | undefined, error: SetError }

/** `waiting`: for the server or the connection; it is tried again. */
export type OutboxMode = 'idle' | 'sending' | 'waiting' | 'signedOut'
type Outcome = 'done' | 'again' | 'later' | 'stop'

/**
 * Changes on their way to the server. They are seen at once and kept in the cache; they go one after the other, in
 * their order, each with `ifInState`. When somebody else was first, what he did is fetched, and the change made on top
 * of it. One whose answer was lost is never done twice.
 */
export class Outbox {
    /** Our id of a creation, and the server's. */
    readonly created = new Emitter<{ from: Id, to: Id }>()
    readonly refused = new Emitter<Refused>()
    /** Types of which something was changed at the server. */
    readonly sent = new Emitter<string>()
    private readonly current = signal<OutboxMode>('idle')
    private waiting: Waiting[] = []
    private readonly done: Waiting[] = []
    private readonly backoff: Backoff
    private nextSeq = 1
    private mismatches = 0
    private isDraining = false
    private pause = new AbortController()

    constructor(private readonly client: Client, private readonly types: Record<string, Kept>,
        private readonly cache: Cache, private readonly clock: Clock, random: () => number = Math.random) {
        this.backoff = new Backoff(FIRST_WAIT_MS, WAIT_MS_MAX, random)
    }

    get mode(): ReadonlySignal<OutboxMode> { return this.current }

    get length(): number { return this.waiting.length }

    /** What was waiting at the last visit. What was being sent then may have been done. */
    async load(): Promise<void> {
        const rows = (await this.cache.all(SPACE)).map(([, value]) => value as Waiting)
        const old = rows.map(one => one.since === undefined ? one : { ...one, isUncertain: true })
        this.waiting = [...old, ...this.waiting].sort((a, b) => a.seq - b.seq)
        this.nextSeq = Math.max(this.nextSeq, ...old.map(one => one.seq + 1))
        for (const one of old) {
            if (one.create) this.kept(one).records.put([{ ...one.create.object, id: one.create.id }])
            this.refresh(one)
        }
        void this.drain()
    }

    /** How a record is seen; for `Records`. */
    readonly overlay = (type: string, _id: Id, record: Identified): Identified | undefined => {
        let seen: Identified | undefined = record
        for (const one of this.waiting) if (seen && one.type === type) seen = seenAs(seen, one)
        return seen
    }

    /**
     * Gives what `undo` takes. `back`: what undoes it, where the records that are known here do not show what it
     * changes.
     */
    update(type: string, patches: Record<Id, Patch>, back?: Record<Id, Patch>): number {
        const group = this.nextSeq
        for (const part of chunks(Object.entries(patches), this.client.limitsNow.maxObjectsInSet)) {
            const before = part.map(([id, patch]) => [id, this.inverse(type, id, patch)] as const)
            this.add({ seq: 0, group, type, update: Object.fromEntries(part), before: Object.fromEntries(before),
                ...back && { back } })
        }
        return group
    }

    /** `mark`: properties by which it is known again if the answer is lost. Gives an id of ours. */
    create(type: string, object: Record<string, unknown>, mark: Record<string, unknown>): Id {
        const id = `new${this.nextSeq}x${Math.floor(this.clock.now() % 1e9)}`
        this.types[type]!.records.put([{ ...object, id }])
        this.add({ seq: 0, group: this.nextSeq, type, create: { id, object, mark } })
        return id
    }

    destroy(type: string, ids: Id[]): number {
        const group = this.nextSeq
        for (const part of chunks(ids, this.client.limitsNow.maxObjectsInSet)) {
            this.add({ seq: 0, group, type, destroy: part })
        }
        return group
    }

    /** Of updates. What others have changed since is left as it is. False when nothing was taken back. */
    undo(group: number): boolean {
        const unsent = this.waiting.filter(one => one.group === group && one.update && one.since === undefined)
        const sent = [...this.waiting, ...this.done].filter(one => one.group === group && one.update && !unsent.includes(one))
        unsent.forEach(one => this.drop(one))
        const reverted = sent.filter(one => this.revert(one))
        return unsent.length + reverted.length > 0
    }

    /** Tries again now: the connection is back, or somebody has signed in. */
    wake(): void {
        this.backoff.reset()
        this.pause.abort()
        void this.drain()
    }

    private inverse(type: string, id: Id, patch: Patch): Patch {
        const record = this.types[type]!.records.said(id)
        const seen = record && this.overlay(type, id, record)
        return seen ? inverse(seen, patch) : {}
    }

    /** False when there is nothing to take back. */
    private revert(one: Waiting): boolean {
        const back = Object.entries(one.update!).map(([id, patch]) => [id, this.backOf(one, id, patch)] as const)
            .filter(([, patch]) => Object.keys(patch).length > 0)
        if (back.length > 0) this.update(one.type, Object.fromEntries(back), one.back && {})
        return back.length > 0
    }

    private backOf(one: Waiting, id: Id, patch: Patch): Patch {
        if (one.back) return one.back[id] ?? {}
        const record = this.kept(one).records.said(id)
        const seen = record && this.overlay(one.type, id, record)
        return seen ? unchangedSince(seen, patch, one.before![id]!) : {}
    }

    private add(change: Waiting): void {
        const one = { ...change, seq: this.nextSeq++ }
        this.waiting.push(one)
        this.refresh(one)
        void this.keep(one, one)
        void this.drain()
    }

    private drop(one: Waiting): void {
        this.waiting = this.waiting.filter(other => other.seq !== one.seq)
        this.refresh(one)
        void this.keep(one, undefined)
    }

    private replace(one: Waiting, by: Waiting): void {
        this.waiting = this.waiting.map(other => other.seq === one.seq ? by : other)
        void this.keep(one, by)
    }

    private keep(one: Waiting, value: Waiting | undefined): Promise<void> {
        return this.cache.write([{ space: SPACE, key: String(one.seq).padStart(12, '0'), value }])
    }

    private refresh(one: Waiting): void { touches(one).forEach(id => this.kept(one).records.refresh(id)) }

    private kept(one: Waiting): Kept { return this.types[one.type]! }

    private async drain(): Promise<void> {
        if (this.isDraining) return
        this.isDraining = true
        try {
            for (let head = this.waiting[0]; head; head = this.waiting[0]) {
                this.current.value = 'sending'
                const outcome = await this.send(head)
                if (outcome === 'stop') return
                if (outcome === 'later') await this.wait()
                if (outcome === 'done') this.progress()
            }
            this.current.value = 'idle'
        } finally {
            this.isDraining = false
        }
    }

    private progress(): void {
        this.backoff.reset()
        this.mismatches = 0
    }

    private async wait(): Promise<void> {
        this.current.value = 'waiting'
        this.pause = new AbortController()
        await this.clock.sleep(this.backoff.next(), this.pause.signal)
    }

    private async send(head: Waiting): Promise<Outcome> {
        const { sync } = this.kept(head)
        if (sync.state === undefined || head.isUncertain) {
            const pulled = await sync.pull()
            if (!pulled.ok) return this.stopped(pulled.error)
        }
        const before = head.isUncertain ? await this.wasDone(head) : undefined
        if (before) return before
        // it may have been undone meanwhile
        const now = this.waiting.find(one => one.seq === head.seq)
        if (!now) return 'again'
        const sent = { ...now, since: now.since ?? sync.state!, isUncertain: false }
        this.replace(now, sent)
        return this.ask(sent)
    }

    /** The set and the look at what has changed go in one request. */
    private async ask(one: Waiting): Promise<Outcome> {
        const { sync } = this.kept(one)
        const state = this.mismatches < MISMATCHES_MAX ? sync.state : undefined
        const set = this.client.call(`${one.type}/set` as Method, setArguments(one, this.client.accountId, state))
        const pulled = sync.pull()
        const answer = await set.answer as Result<SetAnswer, Failure>
        const isCurrent = (await pulled).ok
        return answer.ok ? this.finish(one, answer.value, isCurrent) : this.failed(one, answer.error)
    }

    private finish(one: Waiting, answer: SetAnswer, isCurrent: boolean): Outcome {
        if (!isCurrent) this.take(one, answer)
        for (const [id, error] of Object.entries({ ...answer.notUpdated, ...answer.notDestroyed })) {
            this.refused.emit({ change: one, id, error })
        }
        if (one.create) this.born(one, answer.created?.[one.create.id]?.id, answer.notCreated?.[one.create.id])
        this.settle(one)
        return 'done'
    }

    private settle(one: Waiting): void {
        if (one.update) this.done.push(one)
        if (this.done.length > UNDOABLE_MAX) this.done.shift()
        this.drop(one)
        this.sent.emit(one.type)
    }

    /** Where the server's records are not there yet: what it has taken is what they are. */
    private take(one: Waiting, answer: SetAnswer): void {
        const { records } = this.kept(one)
        for (const [id, more] of Object.entries(answer.updated ?? {})) {
            const record = records.said(id)
            if (record) records.replace({ ...applied(record, one.update?.[id] ?? {}), ...more })
        }
        records.remove(answer.destroyed ?? [])
    }

    private born(one: Waiting, id: Id | undefined, error: SetError | undefined): void {
        const from = one.create!.id
        this.kept(one).records.remove([from])
        if (id === undefined) return this.refused.emit({ change: one, id: from, error: error ?? { type: 'serverFail' } })
        for (const other of this.waiting) if (other.seq !== one.seq) this.replace(other, renamed(other, from, id))
        this.created.emit({ from, to: id })
    }

    private failed(one: Waiting, failure: Failure): Outcome {
        if (failure.kind === 'method') return this.refusedBy(one, failure.error)
        if (failure.kind === 'lost' || failure.kind === 'malformed') this.replace(one, { ...one, isUncertain: true })
        const isHopeless = failure.kind === 'refused' || failure.kind === 'limit'
        return isHopeless ? this.give(one, { type: failure.kind }) : this.stopped(failure)
    }

    private refusedBy(one: Waiting, error: SetError): Outcome {
        if (error.type === 'stateMismatch') {
            this.mismatches++
            return 'again'
        }
        if (error.type === 'serverPartialFail') this.replace(one, { ...one, isUncertain: true })
        const isForNow = ['serverUnavailable', 'serverFail', 'serverPartialFail'].includes(error.type)
        return isForNow ? 'later' : this.give(one, error)
    }

    private give(one: Waiting, error: SetError): Outcome {
        if (one.create) this.kept(one).records.remove([one.create.id])
        this.drop(one)
        this.refused.emit({ change: one, id: undefined, error })
        return 'done'
    }

    private stopped(failure: Failure): Outcome {
        if (failure.kind === 'signedOut') this.current.value = 'signedOut'
        return failure.kind === 'signedOut' || failure.kind === 'closed' ? 'stop' : 'later'
    }

    /** What came of it, though its answer was lost; undefined when it is to be sent again. */
    private async wasDone(one: Waiting): Promise<Outcome | undefined> {
        if (one.update) return this.wasUpdated(one) ? 'done' : undefined
        if (one.destroy) return undefined
        const found = await this.sought(one)
        // nobody can say whether it is there: better told than done twice
        if (!found.ok) return found.error.kind === 'method' ? this.give(one, { type: 'uncertain' }) : this.stopped(found.error)
        if (found.value === undefined) return undefined
        const created = { [one.create!.id]: { id: found.value } }
        return this.finish(one, { accountId: this.client.accountId, oldState: null, newState: '', created }, true)
    }

    /** What no record shows is done again: it is the same then. */
    private wasUpdated(one: Waiting): boolean {
        const { records } = this.kept(one)
        const isDone = !one.back && Object.entries(one.update!).every(([id, patch]) => {
            const record = records.said(id)
            return record !== undefined && holds(record, patch)
        })
        if (isDone) this.settle(one)
        return isDone
    }

    /** The id of what was created since it was sent first, and bears its mark. */
    private async sought(one: Waiting): Promise<Result<Id | undefined, Failure>> {
        const { accountId } = this.client
        const { mark } = one.create!
        let sinceState = one.since!
        for (;;) {
            const changes = await this.client.call(`${one.type}/changes` as Method, { accountId, sinceState })
                .answer as Result<ChangesAnswer, Failure>
            if (!changes.ok) return fail(changes.error)
            const ids = [...changes.value.created, ...changes.value.updated]
            const got = await this.client.get<Identified>(`${one.type}/get` as Method & `${string}/get`, ids,
                { properties: ['id', ...Object.keys(mark)] })
            if (!got.ok) return got
            const found = got.value.list.find(record => Object.entries(mark)
                .every(([name, value]) => isSame((record as unknown as Record<string, unknown>)[name], value)))
            if (found || !changes.value.hasMoreChanges) return ok(found?.id)
            sinceState = changes.value.newState
        }
    }
}
