import { Emitter } from '../base/emitter'
import { ok, type Result } from '../base/result'
import { Turns } from '../base/turns'
import type { Client } from '../jmap/client'
import { type Failure, isMethodError } from '../jmap/failure'
import type { ChangesAnswer, Method } from '../jmap/types'
import type { Cache } from './cache'
import type { Identified, Records } from './records'

const STATES = 'states'
const CHANGES_MAX = 500

export interface Synced {
    type: 'Mailbox' | 'Email' | 'Thread'
    records: Records<Identified>
    /** Whether all there are of it are kept; else those that something has asked for. */
    keepsAll: boolean
    properties?: string[]
}

/**
 * Brings the records of one type to where the server is: Foo/changes, then what of it is known here. Where the changes
 * cannot be had, all that is known of the type is dropped, in the cache too.
 */
export class Sync {
    /** After a look that found something: ids that may have changed; null: all. */
    readonly changed = new Emitter<string[] | null>()
    private readonly turns = new Turns()
    private current: string | undefined

    constructor(private readonly client: Client, private readonly of: Synced, private readonly cache: Cache) {}

    get type(): string { return this.of.type }

    /** Up to where all changes are known. Undefined before the first look. */
    get state(): string | undefined { return this.current }

    /** What was kept at the last visit. */
    async load(): Promise<void> {
        const [state] = await this.cache.read(STATES, [this.type])
        const rows = await this.cache.all(this.type)
        if (typeof state !== 'string') return
        this.of.records.put(rows.map(([, value]) => value as Identified))
        this.current = state
    }

    /** From a state in which all records are that are known. */
    resume(state: string): void { this.current = state }

    /** Calls at the same time do one after the other, so that each has seen all that was before it. */
    pull(): Promise<Result<unknown, Failure>> { return this.turns.run(() => this.look()) }

    private async look(): Promise<Result<unknown, Failure>> {
        if (this.current === undefined) return this.first()
        for (;;) {
            const { accountId } = this.client
            const changes = await this.client.call(`${this.of.type}/changes` as Method,
                { accountId, sinceState: this.current, maxChanges: CHANGES_MAX }).answer as Result<ChangesAnswer, Failure>
            if (!changes.ok) {
                return isMethodError(changes.error, 'cannotCalculateChanges') ? this.dropped() : changes
            }
            const taken = await this.take(changes.value)
            if (!taken.ok || !changes.value.hasMoreChanges) return taken
        }
    }

    private async dropped(): Promise<Result<unknown, Failure>> {
        await this.cache.clear(this.type)
        await this.cache.write([{ space: STATES, key: this.type, value: undefined }])
        this.current = undefined
        this.of.records.drop()
        return this.first()
    }

    /** The state comes before what is kept, so that nothing between the two is missed. */
    private async first(): Promise<Result<unknown, Failure>> {
        const { accountId } = this.client
        const all = await this.client.call(`${this.of.type}/get` as Method,
            { accountId, ids: this.of.keepsAll ? null : [], ...this.asked() }).answer
        if (!all.ok) return all
        const { state, list } = all.value as { state: string, list: Identified[] }
        await this.keep(list, [], state)
        this.changed.emit(null)
        return ok(undefined)
    }

    private async take(changes: ChangesAnswer): Promise<Result<unknown, Failure>> {
        const { records, keepsAll } = this.of
        const fresh = [...changes.updated.filter(id => keepsAll || records.has(id)), ...keepsAll ? changes.created : []]
        const got = fresh.length === 0 ? ok({ list: [] as Identified[], notFound: [] as string[] })
            : await this.client.get<Identified>(`${this.of.type}/get` as Method & `${string}/get`, fresh, this.asked())
        if (!got.ok) return got
        await this.keep(got.value.list, [...changes.destroyed, ...got.value.notFound], changes.newState)
        const all = [...changes.created, ...changes.updated, ...changes.destroyed]
        if (all.length > 0) this.changed.emit(all)
        return ok(undefined)
    }

    private asked() { return this.of.properties ? { properties: this.of.properties } : {} }

    private async keep(list: Identified[], gone: string[], state: string): Promise<void> {
        this.of.records.put(list)
        this.of.records.remove(gone)
        this.current = state
        await this.cache.write([
            ...list.map(one => ({ space: this.type, key: one.id, value: one })),
            ...gone.map(id => ({ space: this.type, key: id, value: undefined })),
            { space: STATES, key: this.type, value: state },
        ])
    }
}
