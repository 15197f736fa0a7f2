import { Turns } from '../base/turns'
import type { Client } from '../jmap/client'
import type { EmailCondition, EmailRow, Filter, Id } from '../jmap/types'
import type { OpenedMessage } from '../openpgp/calls'
import type { OpenPgp } from '../openpgp/openpgp'
import type { SearchAsked, SearchHit } from '../openpgp/search-index'
import type { Listing } from '../store/query'
import type { Bodies, Opened } from './bodies'
import { ClientTexts } from './client-texts'
import { type Around, askedOf, FoundQuery } from './found-query'
import { withInner } from './openpgp-mail'
import type { Openings } from './openings'
import { htmlOf, textOf } from './parts'

/** Ids that are asked for at once. */
const PAGE = 500
/** Sealed messages of one account that are gone through. */
const MESSAGES_MAX = 100_000
/** Between two messages, so that nobody waits for it; after so many the vault has them. In milliseconds. */
const PACE_MS = 60
const KEEP_AFTER = 200
const KEEP_AFTER_MS = 5_000
const ATTEMPTS_MAX = 3
/** Shards that are fetched at once. */
const AT_ONCE = 4
/** Who searches waits so long for what is new; it comes into the list all the same. In milliseconds. */
const FRESH_MAX_MS = 1_500
const ROW = ['id', 'receivedAt', 'size'] as const
/** Larger ones are found once somebody has read them. In octets. */
const OCTETS_MAX = 2_000_000

type Row = Pick<EmailRow, 'id' | 'receivedAt' | 'size'>

/**
 * Finds what is in messages that the server cannot read. The index is in the worker; the vault keeps it for the next
 * device. What came while no browser looked is in it by records that the server has made then (level L2); the rest is
 * opened, one after the other.
 */
export class SealedSearch {
    private readonly texts: ClientTexts
    private readonly opened = new Map<string, number>()
    private loading: Promise<void> | undefined
    private refreshing: Promise<boolean> | undefined
    private completing: Promise<void> | undefined
    private readonly keeping = new Turns()
    private isOver = false
    private added = 0
    private soon: ReturnType<typeof setTimeout> | undefined

    /** `whenLoaded`: hears when more is known than before. */
    constructor(private readonly client: Client, private readonly openPgp: OpenPgp,
        private readonly openings: Openings, private readonly bodies: Bodies,
        private readonly whenLoaded: (search: SealedSearch) => void) {
        this.texts = new ClientTexts(openPgp, () => this.keep())
        openPgp.state.subscribe(state => {
            if (state !== 'unknown') return
            this.loading = undefined
            this.opened.clear()
        })
    }

    /** What the vault has of it, and what has come since. Once. */
    load(): Promise<void> { return this.loading ??= this.loadAll().catch(() => undefined) }

    /** Then all that is missing, one after the other, while the page is there. */
    begin(): Promise<void> { return this.completing ??= this.complete().finally(() => { this.completing = undefined }) }

    end(): void {
        this.isOver = true
        this.texts.end()
    }

    /** `whenMore`: hears once that what was waited for in vain is there now. */
    async find(asked: SearchAsked, most: number, whenMore: () => void): Promise<SearchHit[]> {
        await this.load()
        let isWaited = false
        const fresh = this.refresh().then(isChanged => { if (isChanged && isWaited) whenMore() })
        await Promise.race([fresh, this.client.clock.sleep(FRESH_MAX_MS)])
        isWaited = true
        const found = await this.openPgp.worker.call('searchFind', asked, most)
        return found.ok ? found.value : []
    }

    /** Of which nothing is known here. */
    async unknown(ids: Id[]): Promise<ReadonlySet<Id>> {
        const missing = await this.openPgp.worker.call('searchMissing', ids)
        return new Set(missing.ok ? missing.value : ids)
    }

    /** What lists show of these; of who has not opened anything nothing is waited for. */
    async shown(ids: Id[]): Promise<SearchHit[]> {
        const shown = await this.openPgp.worker.call('searchShown', ids)
        return shown.ok ? shown.value : []
    }

    /** Undefined where the server alone can say what is looked for. */
    listing(filter: Filter<EmailCondition> | null, around: Around): Listing | undefined {
        const asked = askedOf(filter)
        return asked && new FoundQuery(this.client, filter, asked, around, this)
    }

    /** `at`: when it came. */
    async learn(email: Opened, opened: OpenedMessage, at: string): Promise<void> {
        const inner = withInner(email, opened)
        const html = htmlOf(inner)
        const text = textOf(inner).text.trim() || html && (await import('../html/text')).textOfHtml(html.html) || ''
        const people = (list: Opened['from']) => (list ?? []).map(one => `${one.name ?? ''} ${one.email}`.trim())
            .join('\n')
        await this.openPgp.worker.call('searchAdd', email.id, Date.parse(at), { subject: inner.subject ?? '',
            from: people(inner.from), to: people(inner.to), cc: people(inner.cc),
            names: inner.attachments.map(one => one.name ?? '').join('\n'), text, hasAttachment: inner.attachments.some(
                one => one.disposition !== 'inline') })
        if (++this.added % KEEP_AFTER === 0) await this.keep()
        else this.soon ??= setTimeout(() => void this.keep(), KEEP_AFTER_MS)
    }

    private async loadAll(): Promise<void> {
        if (await this.openPgp.ready() !== 'open') {
            this.loading = undefined
            return
        }
        await this.loadShards()
        this.whenLoaded(this)
        void this.refresh()
    }

    /** Those that another device has written since, too. True: there were some, and they are open. */
    private async loadShards(): Promise<boolean> {
        const { vault, worker } = this.openPgp
        if (!(await vault.look()).ok) return false
        const names = vault.names.filter(one => one.startsWith('search.') && this.opened.get(one) !== vault.versionOf(
            one)).sort().reverse()
        let isChanged = false
        const next = async (): Promise<void> => {
            for (let name = names.shift(); name !== undefined; name = names.shift()) {
                const got = await vault.octets(name)
                const isOpen = got.ok && (await worker.call('openShard', name, got.value.version, got.value.octets)).ok
                if (!isOpen) continue
                this.opened.set(name, got.value.version)
                isChanged = true
            }
        }
        await Promise.all(Array.from({ length: AT_ONCE }, next))
        return isChanged
    }

    /** What has come since. Once at a time. True: more is known than before. */
    private refresh(): Promise<boolean> {
        return this.refreshing ??= this.refreshAll().catch(() => false).finally(() => { this.refreshing = undefined })
    }

    private async refreshAll(): Promise<boolean> {
        if (this.openPgp.state.value !== 'open') return false
        const isChanged = await this.loadShards()
        const isMore = await this.texts.take() > 0
        if (isChanged || isMore) this.whenLoaded(this)
        return isChanged || isMore
    }

    private async complete(): Promise<void> {
        await this.load()
        await this.refresh()
        try {
            for (let position = 0; position < MESSAGES_MAX && !this.isOver; position += PAGE) {
                const rows = await this.sealedRows(position)
                await this.openMissing(rows)
                if (rows.length < PAGE) break
            }
        } finally {
            await this.keep()
        }
    }

    private async sealedRows(position: number): Promise<Row[]> {
        const { accountId } = this.client
        const query = this.client.call('Email/query', { accountId, filter: { header: ['Content-Type', 'multipart/encrypted'] },
            sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: false, position, limit: PAGE })
        const rows = this.client.call('Email/get', { accountId, '#ids': query.ref('/ids'), properties: [...ROW] })
        const got = await rows.answer
        return got.ok ? got.value.list : []
    }

    private async openMissing(rows: readonly Row[]): Promise<void> {
        const missing = await this.openPgp.worker.call('searchMissing', rows.map(one => one.id))
        if (!missing.ok) return
        const wanted = new Set(missing.value)
        for (const { id, receivedAt, size } of rows) {
            if (this.isOver || this.openPgp.state.value !== 'open') return
            if (!wanted.has(id) || size > OCTETS_MAX) continue
            const email = await this.bodies.get(id)
            const opened = email && await this.openings.once(email)
            if (opened?.ok && opened.value.state === 'open') await this.learn(email!, opened.value, receivedAt)
            await this.client.clock.sleep(PACE_MS)
        }
    }

    /**
     * When another device was first, both have it then. False: not all of it is in the vault. One after the other: what
     * is on its way there is not there yet.
     */
    private keep(): Promise<boolean> { return this.keeping.run(() => this.keepAll()) }

    private async keepAll(): Promise<boolean> {
        clearTimeout(this.soon)
        this.soon = undefined
        if (this.isOver) return false
        const names = await this.openPgp.worker.call('searchChanged')
        for (const name of names.ok ? names.value : []) if (!await this.keepShard(name)) return false
        return names.ok
    }

    private async keepShard(name: string): Promise<boolean> {
        const { vault, worker } = this.openPgp
        for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (!await this.isTaken(name)) return false
            const version = vault.versionOf(name)
            const sealed = await worker.call('sealShard', name, version + 1)
            const put = sealed.ok ? await vault.put(name, version, sealed.value) : sealed
            if (put.ok) {
                this.opened.set(name, version + 1)
                return true
            }
            await worker.call('searchAgain', name)
            if (put.error !== 'elsewhere') return false
            await vault.look()
        }
        return false
    }

    /** What lies in the vault is in the index too; what opens nowhere is written over. False: it could not be had. */
    private async isTaken(name: string): Promise<boolean> {
        const { vault, worker } = this.openPgp
        if (vault.versionOf(name) === (this.opened.get(name) ?? 0)) return true
        const theirs = await vault.octets(name)
        if (!theirs.ok) return theirs.error === 'none'
        await worker.call('openShard', name, theirs.value.version, theirs.value.octets)
        this.opened.set(name, theirs.value.version)
        return true
    }
}
