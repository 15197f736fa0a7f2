import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import type { EmailCondition, EmailRow, Filter, Id } from '../jmap/types'
import type { Listing } from '../store/query'
import type { Records } from '../store/records'
import type { SparseIds } from '../store/sparse'

/** Of what the server finds, and of what is found here; of more, one says more precisely what one looks for. */
export const FOUND_MAX = 300

/**
 * Of the list that it is for. `none`: ids of an empty one. `besides`: gets what else rows need. `away`: mailboxes that
 * are left out.
 */
export interface Around { records: Records<EmailRow>, none: SparseIds, properties: string[], away: readonly Id[], besides: (ids: readonly Id[]) => void }

/**
 * What was looked for by words where the server cannot read all mail: what it finds, and what is found in this browser,
 * the newest first.
 */
export class FoundQuery implements Listing {
    private readonly current: Signal<SparseIds>
    private readonly begun = signal(false)
    private readonly missing = signal<Failure | undefined>(undefined)

    /** `find`: ids of sealed messages. */
    constructor(private readonly client: Client, private readonly filter: Filter<EmailCondition> | null, private readonly around: Around,
        private readonly find: () => Promise<{ id: Id }[]>) {
        this.current = signal(around.none)
    }

    get ids(): ReadonlySignal<SparseIds> { return this.current }
    get isThere(): ReadonlySignal<boolean> { return this.begun }
    get failure(): ReadonlySignal<Failure | undefined> { return this.missing }

    preset(): void {}

    async need(): Promise<void> { if (!this.begun.value) await this.refresh() }

    async refresh(): Promise<void> {
        const { accountId } = this.client
        const { away, properties } = this.around
        const since = this.around.records.now
        const query = this.client.call('Email/query', { accountId, filter: this.filter, sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: true,
            position: 0, limit: FOUND_MAX })
        const rows = this.client.call('Email/get', { accountId, '#ids': query.ref('/ids'), properties })
        const [got, found] = await Promise.all([rows.answer, this.find()])
        this.missing.value = got.ok ? undefined : got.error
        if (!got.ok) return
        const known = new Set(got.value.list.map(one => one.id))
        const more = found.map(one => one.id).filter(id => !known.has(id))
        const others = more.length === 0 ? undefined : await this.client.get<EmailRow>('Email/get', more, { properties })
        this.take([...got.value.list, ...others?.ok ? others.value.list.filter(one => !away.some(box => one.mailboxIds[box])) : []], since)
    }

    /** One row of each conversation. */
    private take(all: EmailRow[], since: number): void {
        const threads = new Set<Id>()
        const rows = all.sort((a, b) => a.receivedAt < b.receivedAt ? 1 : -1).filter(one => !threads.has(one.threadId) && threads.add(one.threadId))
        this.around.records.put(rows, since)
        this.around.besides(rows.map(one => one.id))
        this.current.value = this.around.none.with(0, rows.map(one => one.id), rows.length)
        this.begun.value = true
    }
}

/** The words of a search for nothing but words; undefined where it is for more, which the server alone can say. */
export function wordsOf(filter: Filter<EmailCondition> | null): string[] | undefined {
    if (filter === null) return undefined
    if ('operator' in filter) {
        const all = filter.operator === 'AND' ? filter.conditions.map(wordsOf) : [undefined]
        return all.some(one => one === undefined) ? undefined : all.flatMap(one => one!)
    }
    const { text, inMailboxOtherThan, ...more } = filter
    if (Object.keys(more).length > 0) return undefined
    return text === undefined ? inMailboxOtherThan ? [] : undefined : [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([whole, quoted]) => quoted ?? whole)
}
