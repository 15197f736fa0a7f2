import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import type { EmailCondition, EmailRow, Filter, Id } from '../jmap/types'
import type { SearchAsked, SearchHit, Term } from '../openpgp/search-index'
import type { Listing } from '../store/query'
import type { Records } from '../store/records'
import type { SparseIds } from '../store/sparse'

/** Of what the server finds, and of what is found here; of more, one says more precisely what one looks for. */
export const FOUND_MAX = 300
/** Of what is found here, before it is looked at where it lies and how it is marked. */
const CANDIDATES_MAX = 3_000
const PAGE = 500
const SEALED = { header: ['Content-Type', 'multipart/encrypted'] } satisfies EmailCondition

/**
 * Of the list that it is for. `none`: ids of an empty one. `besides`: gets what else rows need. `tell`: gets what is
 * shown of what the server does not know.
 */
export interface Around { records: Records<EmailRow>, none: SparseIds, properties: string[],
    besides: (ids: readonly Id[]) => void, tell: (hits: readonly SearchHit[]) => void }

/** What this needs of the index. */
export interface Finder {
    find(asked: SearchAsked, most: number, whenMore: () => void): Promise<SearchHit[]>
    unknown(ids: Id[]): Promise<ReadonlySet<Id>>
}

/**
 * What the index is asked, and what a row shows beside it; `misleads`: what the server would say of sealed messages
 * is wrong.
 */
export interface Asked { index: SearchAsked, holds: (row: EmailRow) => boolean, misleads: boolean }

/**
 * What was looked for where the server cannot read all mail: what it finds of what it reads, and what is found in
 * this browser, the newest first.
 */
export class FoundQuery implements Listing {
    private readonly current: Signal<SparseIds>
    private readonly begun = signal(false)
    private readonly missing = signal<Failure | undefined>(undefined)

    constructor(private readonly client: Client, private readonly filter: Filter<EmailCondition> | null,
        private readonly asked: Asked, private readonly around: Around,
        private readonly finder: Finder) {
        this.current = signal(around.none)
    }

    get ids(): ReadonlySignal<SparseIds> { return this.current }
    get isThere(): ReadonlySignal<boolean> { return this.begun }
    get failure(): ReadonlySignal<Failure | undefined> { return this.missing }

    preset(): void {}

    async need(): Promise<void> { if (!this.begun.value) await this.refresh() }

    refresh(): Promise<void> { return this.run(false) }

    /** `isAgain`: since more is known; once is enough, what is known after that the next search finds. */
    private async run(isAgain: boolean): Promise<void> {
        const { accountId } = this.client
        const since = this.around.records.now
        const filter = this.asked.misleads ? { operator: 'AND' as const, conditions: [...this.filter ? [this.filter]
            : [], { operator: 'NOT' as const, conditions: [SEALED] }] } : this.filter
        const query = this.client.call('Email/query', { accountId, filter, sort: [{ property: 'receivedAt',
            isAscending: false }], collapseThreads: true,
            position: 0, limit: FOUND_MAX })
        const rows = this.client.call('Email/get', { accountId, '#ids': query.ref('/ids'),
            properties: this.around.properties })
        const finding = this.finder.find(this.asked.index, CANDIDATES_MAX, () => { if (!isAgain) void this.run(true) })
        // nothing is waited for where the server did not answer
        finding.catch(() => undefined)
        const got = await rows.answer
        this.missing.value = got.ok ? undefined : got.error
        if (!got.ok) return
        const found = await finding
        // of a message that the index has, the index says whether it is meant
        const unknown = await this.finder.unknown(got.value.list.map(one => one.id))
        const others = await this.rowsOf(found)
        this.around.tell(found.filter(one => others.some(row => row.id === one.id)))
        this.take([...got.value.list.filter(one => unknown.has(one.id)), ...others], since)
    }

    /** Where they lie, and how they are marked, the server knows. */
    private async rowsOf(found: readonly SearchHit[]): Promise<EmailRow[]> {
        const rows: EmailRow[] = []
        for (let at = 0; at < found.length && rows.length < FOUND_MAX; at += PAGE) {
            const got = await this.client.get<EmailRow>('Email/get', found.slice(at, at + PAGE).map(one => one.id),
                { properties: this.around.properties })
            if (!got.ok) break
            rows.push(...got.value.list.filter(this.asked.holds))
        }
        return rows
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

/**
 * Undefined where nothing is asked that is within messages: from whom, to whom and when one is, the server knows, and
 * of any number.
 */
export function askedOf(filter: Filter<EmailCondition> | null): Asked | undefined {
    const asked: Asked = { index: { terms: [] }, holds: () => true, misleads: false }
    if (filter === null || !gather(filter, false, asked)) return undefined
    const isWithin = asked.index.terms.some(one => INSIDE.has(one.field)) || asked.index.hasAttachment !== undefined
    return isWithin ? asked : undefined
}

/** All of it holds, or, `isNot`, it does not. False: it is put together in a way that is not understood here. */
function gather(filter: Filter<EmailCondition>, isNot: boolean, asked: Asked): boolean {
    if (!('operator' in filter)) return gatherOne(filter, isNot, asked)
    const isOne = filter.conditions.length === 1
    switch (filter.operator) {
        case 'AND': return (!isNot || isOne) && filter.conditions.every(one => gather(one, isNot, asked))
        // none of them holds
        case 'NOT': return (!isNot || isOne) && filter.conditions.every(one => gather(one, !isNot, asked))
        case 'OR': return (isNot || isOne) && filter.conditions.every(one => gather(one, isNot, asked))
    }
}

const INSIDE = new Set<Term['field']>(['any', 'subject', 'body'])
const FIELDS = { text: 'any', subject: 'subject', from: 'from', to: 'to', cc: 'cc', body: 'body' } as const

/** One with several properties wants all of them: only one of them can be turned round. */
function gatherOne(condition: EmailCondition, isNot: boolean, asked: Asked): boolean {
    const names = Object.keys(condition) as (keyof EmailCondition)[]
    if (isNot && names.length > 1) return false
    const { index } = asked
    for (const name of names) {
        if (name in FIELDS) {
            const field = FIELDS[name as keyof typeof FIELDS]
            index.terms.push({ field, words: wordsOf(condition[name] as string), ...isNot && { isNot } } satisfies Term)
            asked.misleads ||= isNot && INSIDE.has(field)
        } else if (name === 'hasAttachment') {
            const wanted = condition.hasAttachment !== isNot
            if (index.hasAttachment !== undefined && index.hasAttachment !== wanted) return false
            index.hasAttachment = wanted
            asked.misleads = true
        } else if (name === 'before' || name === 'after') {
            const at = Date.parse(condition[name]!)
            const isBefore = (name === 'before') !== isNot
            if (isBefore) index.before = Math.min(index.before ?? Infinity, at)
            else index.after = Math.max(index.after ?? -Infinity, at)
        } else {
            const one = ofRow(name, condition)
            if (!one) return false
            const { holds } = asked
            asked.holds = row => holds(row) && one(row) !== isNot
        }
    }
    return true
}

/** RFC 8621 section 4.4.1, as far as a row says it. */
function ofRow(name: keyof EmailCondition, condition: EmailCondition): ((row: EmailRow) => boolean) | undefined {
    switch (name) {
        case 'inMailbox': return row => row.mailboxIds[condition.inMailbox!] === true
        case 'inMailboxOtherThan': return row => Object.keys(row.mailboxIds)
            .some(id => !condition.inMailboxOtherThan!.includes(id))
        case 'hasKeyword': return row => row.keywords[condition.hasKeyword!.toLowerCase()] === true
        case 'notKeyword': return row => row.keywords[condition.notKeyword!.toLowerCase()] !== true
        case 'minSize': return row => row.size >= condition.minSize!
        case 'maxSize': return row => row.size < condition.maxSize!
        default: return undefined
    }
}

function wordsOf(text: string): string[] { return [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([whole,
    quoted]) => quoted ?? whole) }
