import { signal } from '@preact/signals'
import { Attempts } from '../base/attempts'
import type { Client } from '../jmap/client'
import type { Id } from '../jmap/types'
import type { Opened } from './bodies'
import { certificatesFor } from './certificates'
import type { VaultSecret } from '../login/vault-secret'
import type { KeyWatch } from '../openpgp/key-watch'
import type { OpenedMessage, OwnKey } from '../openpgp/calls'
import type { OpenPgp } from '../openpgp/openpgp'
import type { Sealing } from '../compose/security'
import type { Bodies } from './bodies'
import type { Openings } from './openings'
import type { SealedSearch } from './sealed-search'

/**
 * End-to-end encryption of the account that is read here: its program, and the worker with its keys, come when they
 * are first asked for.
 */
export class EndToEnd {
    private there: Promise<OpenPgp> | undefined
    private opened: Promise<Openings> | undefined
    private seals: Promise<Sealing> | undefined
    private readonly learnt = new Attempts<Id>()
    private finding: Promise<SealedSearch> | undefined
    /** Of who has mail that the server cannot search, once his keys are open. */
    finder: SealedSearch | undefined
    /** Is told when more is known of them than before. */
    whenIndexed: (search: SealedSearch) => void = () => undefined

    private watching: Promise<KeyWatch> | undefined
    /** What holds the server to its key log, while it has found something. */
    readonly distrust = signal<KeyWatch | undefined>(undefined)
    /** When one's own key ends, where that is soon and it is not renewed here; told once a page. In milliseconds. */
    readonly ending = signal<number | undefined>(undefined)
    private isEndingTold = false

    constructor(private readonly client: Client, private readonly bodies: Bodies, private secret?: VaultSecret) {}

    /** What could not be loaded, since there was no connection, is loaded when it is next asked for. */
    get(): Promise<OpenPgp> {
        return this.there ??= orNone(this.load(), () => { this.there = undefined })
    }

    /** Messages as they are once they are opened. */
    openings(): Promise<Openings> {
        return this.opened ??= orNone(Promise.all([this.get(), import('./openings')]).then(([openPgp, { Openings }]) =>
            new Openings(this.client, openPgp, email => this.learn(email), (email, opened) => this.hear(email,
                opened), address => this.certificatesOf(address))), () => { this.opened = undefined })
    }

    /**
     * What a message that is read says of its sender's certificate. Of who has no end-to-end encryption nothing is
     * loaded for it.
     */
    async learn(email: Opened): Promise<void> {
        const headers = email['header:Autocrypt:asRaw:all'] ?? []
        if (headers.length === 0 && !this.seals || email.keywords['$draft']) return
        // a signature is looked at with what was learnt; what could not be kept, since the vault was closed, is tried
        // again
        await this.learnt.run(email.id, () => this.learnOnce(email, headers))
    }

    private async learnOnce(email: Opened, headers: string[]): Promise<boolean> {
        const { book } = await this.sealing()
        if (!await book.load()) return false
        const at = Math.min(Date.parse(email.sentAt ?? '') || Infinity, Date.parse(email.receivedAt))
        return book.learn({ from: (email.from ?? []).map(one => one.email), headers, at, isJunk: email.keywords['$junk'] === true,
            isReport: email.attachments.some(one => one.type === 'message/delivery-status') })
    }

    /** Certificates that the sender of an encrypted message names of others who got it: of who has signed it alone. */
    private async hear(email: Opened, { encryption, signature, headers }: OpenedMessage): Promise<void> {
        if (encryption !== 'whole' || signature.kind !== 'good' || !headers || email.keywords['$draft']
            || email.keywords['$junk']) return
        const recipients = [...headers.to ?? [], ...headers.cc ?? []].map(one => one.email)
        const at = Math.min(Date.parse(headers.date ?? '') || Infinity, Date.parse(email.receivedAt))
        await (await this.sealing()).book.hear(headers.fields, recipients, at)
    }

    /** What is pinned counts, and nothing beside it; else what this server knows. */
    private async certificatesOf(address: string): Promise<Uint8Array<ArrayBuffer>[]> {
        const { book } = await this.sealing()
        await book.choice(address)
        const known = book.certificates(address)
        return known.length > 0 ? known : certificatesFor(this.client, address)
    }

    /** For who writes: certificates of others, and the keys by which one's own mail is sealed. */
    sealing(): Promise<Sealing> {
        return this.seals ??= orNone(Promise.all([this.get(), import('./sealing')])
            .then(([openPgp, { sealingOf }]) => sealingOf(this.client, openPgp)), () => { this.seals = undefined })
    }

    /** Of who has just signed in it opens by itself, once the list is there. */
    begin(): void {
        if (!this.secret && !marked(this.client.accountId)) return
        void this.search().then(one => one.begin())
        void this.isClearLevel()
    }

    private get levelKey(): string { return `sigillo level ${this.client.accountId}` }

    /** As far as this browser has heard: at level L2 only browsers know what is in mail. */
    get isLevelTwo(): boolean { return globalThis.localStorage?.getItem(this.levelKey) === 'L2' }

    /**
     * Whether what is written may lie at the server in clear: not at level L2, where the keys are waited for. As it
     * was last, where
     * the server does not say; undefined: nobody has said that it may.
     */
    async isClearLevel(): Promise<boolean | undefined> {
        const key = this.levelKey
        const session = await this.client.http.once('/api/session', {}).then(async got => got.ok ? await got.json() as { level: string } : undefined).catch(() => undefined)
        if (!session) return ['L0', 'L1'].includes(globalThis.localStorage?.getItem(key) ?? '') || undefined
        const { level } = session
        globalThis.localStorage?.setItem(key, level)
        if (level === 'L2') await this.sealing().then(() => this.get()).then(openPgp => openPgp.ready()).catch(() => undefined)
        return level !== 'L2'
    }

    /** In messages that the server cannot read. */
    search(): Promise<SealedSearch> {
        return this.finding ??= orNone(Promise.all([this.get(), this.openings(), import('./sealed-search')])
            .then(([openPgp, openings, { SealedSearch }]) => {
                const search = new SealedSearch(this.client, openPgp, openings, this.bodies,
                    one => this.whenIndexed(one))
                openPgp.state.subscribe(state => {
                    this.finder = state === 'open' ? search : undefined
                    if (state === 'open') void search.begin()
                })
                return search
            }), () => { this.finding = undefined })
    }

    /** Nothing of it stays in this browser. */
    async leave(): Promise<void> {
        await (await this.get()).leave()
        mark(this.client.accountId, false)
    }

    /** The page goes; what this browser keeps stays. */
    close(): void {
        void this.finding?.then(one => one.end())
        this.finding = undefined
        void this.there?.then(one => one.close())
    }

    /** At each sign-in, and when a key was published. */
    private async watch(openPgp: OpenPgp): Promise<void> {
        this.watching ??= import('../openpgp/key-watch').then(({ KeyWatch }) => {
            const watch = new KeyWatch(openPgp)
            watch.alarm.subscribe(alarm => { this.distrust.value = alarm && watch })
            return watch
        })
        await this.watching.then(one => one.look(), () => { this.watching = undefined })
    }

    private tellEnding(keys: readonly OwnKey[]): void {
        const current = keys.find(one => one.isCurrent)
        const at = current && !current.renews ? current.certificate.expiresAt : undefined
        const isSoon = at !== undefined && at - Date.now() < ENDING_SOON_MS
        if (!isSoon) this.ending.value = undefined
        else if (!this.isEndingTold) {
            this.isEndingTold = true
            this.ending.value = at
        }
    }

    private async load(): Promise<OpenPgp> {
        const [{ OpenPgp }, { inWorker }] = await Promise.all([import('../openpgp/openpgp'), import('../login/stretching')])
        const { client, secret } = this
        this.secret = undefined
        const openPgp = new OpenPgp({
            address: client.session.username,
            account: client.accountId,
            ask: (path, init) => client.http.once(path, init),
            stretch: async (password, cost) => (await inWorker(password, { version: 1, account: client.accountId, ...cost }))?.kept,
        }, secret)
        openPgp.state.subscribe(state => {
            if (state !== 'open') return
            mark(client.accountId, true)
            void this.watch(openPgp)
        })
        openPgp.keys.subscribe(keys => this.tellEnding(keys))
        openPgp.whenPublished = () => void this.watch(openPgp)
        return openPgp
    }
}

function orNone<T>(work: Promise<T>, forget: () => void): Promise<T> {
    work.catch(forget)
    return work
}

const ENDING_SOON_MS = 30 * 86_400_000
const MARK = 'sigillo sealed'

/** That this browser opens the account's vault by itself, and is to do so without being asked. */
function marked(accountId: Id): boolean { return globalThis.localStorage?.getItem(`${MARK} ${accountId}`) === '1' }

function mark(accountId: Id, isOn: boolean): void {
    if (isOn) globalThis.localStorage?.setItem(`${MARK} ${accountId}`, '1')
    else globalThis.localStorage?.removeItem(`${MARK} ${accountId}`)
}
