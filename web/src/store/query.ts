import { type ReadonlySignal, signal } from '@preact/signals-core'
import { fail, ok, type Result } from '../base/result'
import { Turns } from '../base/turns'
import type { Client } from '../jmap/client'
import { type Failure, isMethodError } from '../jmap/failure'
import type { Comparator, Email, EmailCondition, EmailRow, Filter, QueryAnswer } from '../jmap/types'
import type { Records } from './records'
import { SparseIds } from './sparse'

/** What a row of a list needs. */
export const ROW_PROPERTIES = ['id', 'threadId', 'mailboxIds', 'keywords', 'from', 'to', 'subject', 'receivedAt', 'size',
    'hasAttachment', 'preview']
const PAGE = 50
/** Pages that are asked for at once; a screen has two or three. */
const PAGES_MAX = 6
/** Rows that are kept, around those that were seen last. */
const KEPT_MAX = 3_000
const CHANGES_MAX = 500
/** How often it is tried to have a page and a state that fit together. */
const ATTEMPTS_MAX = 3

/** What a list is drawn from. */
export type Listing = Pick<EmailQuery, 'ids' | 'isThere' | 'failure' | 'preset' | 'need' | 'refresh'>

export interface EmailQueryOf {
    filter: Filter<EmailCondition> | null
    sort: Comparator[]
    collapseThreads: boolean
}

/**
 * A query of Emails that a list is drawn from, however long it is: only windows are fetched, in pages, with the rows
 * that they show. One thing is done after the other, so that pages and changes never cross.
 */
export class EmailQuery {
    private readonly current = signal(SparseIds.empty(0))
    private readonly missing = signal<Failure | undefined>(undefined)
    private readonly begun = signal(false)
    private readonly turns = new Turns()
    private state: string | undefined
    private canCalculateChanges = true
    private wanted = { from: 0, to: PAGE }
    private isWaiting = false

    /** `besides`: gets what else rows need, once they are there. */
    constructor(private readonly client: Client, private readonly records: Records<EmailRow>,
        private readonly of: EmailQueryOf, private readonly besides: (ids: readonly string[]) => void = () => undefined) {}

    /** What is known of it. */
    get ids(): ReadonlySignal<SparseIds> { return this.current }

    /** False until the first page is there. */
    get isThere(): ReadonlySignal<boolean> { return this.begun }

    /** Why the last thing that was asked for is not there. */
    get failure(): ReadonlySignal<Failure | undefined> { return this.missing }

    /** As it was at the last visit: it is seen until the server has said how it is. */
    preset(ids: readonly string[], length: number): void {
        if (this.state !== undefined) return
        this.current.value = SparseIds.empty(0).with(0, ids, length)
        this.begun.value = true
    }

    /** The rows from `from` to before `to` are to be seen. What was asked for before and not begun is not fetched. */
    need(from: number, to: number): Promise<void> {
        this.wanted = { from: Math.max(0, from), to }
        if (this.isWaiting) return Promise.resolve()
        this.isWaiting = true
        return this.turns.run(async () => {
            this.isWaiting = false
            await this.told(this.fill())
        })
    }

    /** After Emails have changed. */
    refresh(): Promise<void> {
        return this.turns.run(() => this.told(this.update()))
    }

    private async told(work: Promise<Result<unknown, Failure>>): Promise<void> {
        const done = await work
        this.missing.value = done.ok ? undefined : done.error
    }

    private async update(): Promise<Result<unknown, Failure>> {
        if (this.state === undefined) return this.fill()
        if (!this.canCalculateChanges) return this.anew()
        const changes = await this.changes()
        if (changes.ok) return this.fill()
        const isPast = isMethodError(changes.error, 'cannotCalculateChanges')
            || isMethodError(changes.error, 'tooManyChanges')
        return isPast ? this.anew() : changes
    }

    /** What is seen stays until there is something in its place. */
    private async anew(): Promise<Result<unknown, Failure>> {
        const page = await this.page(pagesOf(this.wanted)[0] ?? 0, pagesOf(this.wanted).length)
        if (!page.ok) return page
        this.take(SparseIds.empty(0), page.value)
        return this.fill()
    }

    private async fill(): Promise<Result<unknown, Failure>> {
        for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            const pages = this.missingPages()
            if (pages.length === 0 && this.state !== undefined) return ok(undefined)
            const first = pages[0] ?? 0
            const answer = await this.page(first, (pages.at(-1) ?? first) - first + 1)
            if (!answer.ok) return answer
            const fits = answer.value.queryState === this.state
            // what was preset is no part of it
            if (this.state === undefined) this.take(SparseIds.empty(0), answer.value)
            else if (fits) this.take(this.current.value, answer.value)
            else if (!this.canCalculateChanges) this.take(SparseIds.empty(0), answer.value)
            // the page is of a later state: it fits once what is known has come there too
            else if ((await this.changes()).ok && this.state === answer.value.queryState) {
                this.take(this.current.value, answer.value)
            } else if (attempt === ATTEMPTS_MAX - 2) this.take(SparseIds.empty(0), answer.value)
        }
        return this.missingPages().length === 0 ? ok(undefined) : fail({ kind: 'busy' })
    }

    private take(known: SparseIds, answer: QueryAnswer): void {
        const length = answer.total ?? Math.max(known.length, answer.position + answer.ids.length)
        this.state = answer.queryState
        this.canCalculateChanges = answer.canCalculateChanges
        this.current.value = this.trimmed(known.with(answer.position, answer.ids, length))
        this.begun.value = true
    }

    private trimmed(ids: SparseIds): SparseIds {
        if (ids.known <= KEPT_MAX) return ids
        const middle = Math.floor((this.wanted.from + this.wanted.to) / 2)
        return ids.within(middle - KEPT_MAX / 2, middle + KEPT_MAX / 2)
    }

    private missingPages(): number[] {
        const ids = this.current.value
        const isKnown = this.state !== undefined
        return pagesOf(this.wanted).filter(page => {
            const end = isKnown ? Math.min((page + 1) * PAGE, ids.length) : (page + 1) * PAGE
            for (let index = page * PAGE; index < end; index++) if (ids.at(index) === undefined) return true
            return false
        })
    }

    private async page(first: number, pages: number): Promise<Result<QueryAnswer, Failure>> {
        const { accountId } = this.client
        const since = this.records.now
        const query = this.client.call('Email/query', { accountId, ...this.of, position: first * PAGE,
            limit: pages * PAGE, calculateTotal: true })
        const rows = this.client.call('Email/get', { accountId, '#ids': query.ref('/ids'), properties: ROW_PROPERTIES })
        // somebody waits for the first page of a list of which nothing is seen, and drawing what else is there takes
        // a while
        if (!this.begun.value) this.client.hasten()
        const [answer, got] = await Promise.all([query.answer, rows.answer])
        if (!got.ok) return answer.ok ? got : answer
        this.records.put(got.value.list, since)
        this.besides(got.value.list.map(one => one.id))
        return answer
    }

    private async changes(): Promise<Result<unknown, Failure>> {
        const { accountId } = this.client
        const changes = await this.client.call('Email/queryChanges', { accountId, ...this.of,
            sinceQueryState: this.state!, maxChanges: CHANGES_MAX, calculateTotal: true }).answer
        if (!changes.ok) return changes
        const rows = await this.rowsOf(changes.value.added.map(one => one.id))
        if (!rows.ok) return rows
        this.besides(changes.value.added.map(one => one.id))
        this.state = changes.value.newQueryState
        this.current.value = this.current.value.changed(changes.value)
        return changes
    }

    private async rowsOf(ids: string[]): Promise<Result<unknown, Failure>> {
        const unknown = ids.filter(id => !this.records.has(id))
        if (unknown.length === 0) return ok(undefined)
        const since = this.records.now
        const rows = await this.client.get<Email>('Email/get', unknown, { properties: ROW_PROPERTIES })
        if (rows.ok) this.records.put(rows.value.list, since)
        return rows
    }
}

function pagesOf(range: { from: number, to: number }): number[] {
    const first = Math.floor(range.from / PAGE)
    const last = Math.max(first, Math.ceil(range.to / PAGE) - 1)
    return Array.from({ length: Math.min(PAGES_MAX, last - first + 1) }, (_, i) => first + i)
}
