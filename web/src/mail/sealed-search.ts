import type { Client } from '../jmap/client'
import type { EmailCondition, EmailRow, Filter, Id } from '../jmap/types'
import type { OpenedMessage } from '../openpgp/calls'
import type { OpenPgp } from '../openpgp/openpgp'
import type { Listing } from '../store/query'
import type { Bodies, Opened } from './bodies'
import { type Around, FOUND_MAX, FoundQuery, wordsOf } from './found-query'
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
const ROW = ['id', 'receivedAt', 'size'] as const
/** Larger ones are found once somebody has read them. In octets. */
const OCTETS_MAX = 2_000_000

/**
 * Finds what is in messages that the server cannot read. The index is in the worker; the vault keeps it for the next
 * device.
 */
export class SealedSearch {
    private loading: Promise<void> | undefined
    private isOver = false
    private added = 0
    private soon: ReturnType<typeof setTimeout> | undefined

    constructor(private readonly client: Client, private readonly openPgp: OpenPgp, private readonly openings: Openings, private readonly bodies: Bodies) {
        openPgp.state.subscribe(state => { if (state === 'unknown') this.loading = undefined })
    }

    /** What the vault has of it. Once. */
    load(): Promise<void> { return this.loading ??= this.loadAll().catch(() => undefined) }

    /** Then all that is missing, one after the other, while the page is there. */
    async begin(): Promise<void> {
        await this.load()
        try {
            for (let position = 0; position < MESSAGES_MAX && !this.isOver; position += PAGE) {
                const rows = await this.sealedRows(position)
                await this.complete(rows)
                if (rows.length < PAGE) break
            }
        } finally {
            await this.keep()
        }
    }

    end(): void { this.isOver = true }

    async find(words: string[], most: number): Promise<{ id: Id, at: number }[]> {
        await this.load()
        const found = await this.openPgp.worker.call('searchFind', words, most)
        return found.ok ? found.value : []
    }

    /** Undefined where the server alone can say what is looked for. */
    listing(filter: Filter<EmailCondition> | null, around: Around): Listing | undefined {
        const words = wordsOf(filter)
        return words && new FoundQuery(this.client, filter, around, () => this.find(words, FOUND_MAX))
    }

    /** `at`: when it came. */
    async learn(email: Opened, opened: OpenedMessage, at: string): Promise<void> {
        const inner = withInner(email, opened)
        const html = htmlOf(inner)
        const text = textOf(inner).text.trim() || html && (await import('../html/text')).textOfHtml(html.html) || ''
        const people = [...email.from ?? [], ...email.to ?? []].flatMap(one => [one.name ?? '', one.email])
        await this.openPgp.worker.call('searchAdd', email.id, Date.parse(at), [inner.subject ?? '', ...people, ...inner.attachments.map(one => one.name ?? ''), text].join(' '))
        if (++this.added % KEEP_AFTER === 0) await this.keep()
        else this.soon ??= setTimeout(() => void this.keep(), KEEP_AFTER_MS)
    }

    private async loadAll(): Promise<void> {
        if (await this.openPgp.ready() !== 'open') return
        const { vault, worker } = this.openPgp
        await vault.look()
        for (const name of vault.names.filter(one => one.startsWith('search.'))) {
            const got = await vault.octets(name)
            if (got.ok) await worker.call('openShard', name, got.value.version, got.value.octets)
        }
    }

    private async sealedRows(position: number): Promise<Pick<EmailRow, 'id' | 'receivedAt' | 'size'>[]> {
        const { accountId } = this.client
        const query = this.client.call('Email/query', { accountId, filter: { header: ['Content-Type', 'multipart/encrypted'] },
            sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: false, position, limit: PAGE })
        const rows = this.client.call('Email/get', { accountId, '#ids': query.ref('/ids'), properties: [...ROW] })
        const got = await rows.answer
        return got.ok ? got.value.list : []
    }

    private async complete(rows: readonly Pick<EmailRow, 'id' | 'receivedAt' | 'size'>[]): Promise<void> {
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

    /** When another device was first, both have it then. */
    private async keep(): Promise<void> {
        clearTimeout(this.soon)
        this.soon = undefined
        if (this.isOver) return
        const { vault, worker } = this.openPgp
        const names = await worker.call('searchChanged')
        for (const name of names.ok ? names.value : []) {
            for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
                const version = vault.versionOf(name)
                const sealed = await worker.call('sealShard', name, version + 1)
                const put = sealed.ok ? await vault.put(name, version, sealed.value) : sealed
                if (put.ok) break
                await worker.call('searchAgain', name)
                if (put.error !== 'elsewhere') return
                const theirs = await vault.octets(name)
                if (theirs.ok) await worker.call('openShard', name, theirs.value.version, theirs.value.octets)
            }
        }
    }
}
