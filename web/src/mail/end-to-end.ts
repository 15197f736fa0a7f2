import type { Client } from '../jmap/client'
import type { Id } from '../jmap/types'
import type { Opened } from './bodies'
import { certificatesFor } from './certificates'
import type { VaultSecret } from '../login/vault-secret'
import type { OpenPgp } from '../openpgp/openpgp'
import type { Sealing } from '../compose/security'
import type { Openings } from './openings'

/** End-to-end encryption of the account that is read here: its program, and the worker with its keys, come when they are first asked for. */
export class EndToEnd {
    private there: Promise<OpenPgp> | undefined
    private opened: Promise<Openings> | undefined
    private seals: Promise<Sealing> | undefined
    private readonly learnt = new Set<Id>()

    constructor(private readonly client: Client, private secret?: VaultSecret) {}

    get(): Promise<OpenPgp> { return this.there ??= this.load() }

    /** Messages as they are once they are opened. */
    openings(): Promise<Openings> {
        return this.opened ??= Promise.all([this.get(), import('./openings')]).then(([openPgp, { Openings }]) => new Openings(this.client, openPgp, email => this.learn(email), address => this.certificatesOf(address)))
    }

    /** What a message that is read says of its sender's certificate. Of who has no end-to-end encryption nothing is loaded for it. */
    async learn(email: Opened): Promise<void> {
        const headers = email['header:Autocrypt:asRaw:all'] ?? []
        if (headers.length === 0 && !this.seals || email.keywords['$draft'] || this.learnt.has(email.id)) return
        this.learnt.add(email.id)
        const { book } = await this.sealing()
        const at = Math.min(Date.parse(email.sentAt ?? '') || Infinity, Date.parse(email.receivedAt))
        await book.learn({ from: (email.from ?? []).map(one => one.email), headers, at, isJunk: email.keywords['$junk'] === true,
            isReport: email.attachments.some(one => one.type === 'message/delivery-status') })
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
        return this.seals ??= Promise.all([this.get(), import('./sealing')]).then(([openPgp, { sealingOf }]) => sealingOf(this.client, openPgp))
    }

    /** Of who has just signed in it opens by itself, once the list is there. */
    begin(): void { if (this.secret) void this.get().then(one => one.ready()) }

    /** Nothing of it stays in this browser. */
    async leave(): Promise<void> { await (await this.get()).leave() }

    /** The page goes; what this browser keeps stays. */
    close(): void { void this.there?.then(one => one.worker.end()) }

    private async load(): Promise<OpenPgp> {
        const [{ OpenPgp }, { inWorker }] = await Promise.all([import('../openpgp/openpgp'), import('../login/stretching')])
        const { client, secret } = this
        this.secret = undefined
        return new OpenPgp({
            address: client.session.username,
            account: client.accountId,
            ask: (path, init) => client.http.once(path, init),
            stretch: async (password, cost) => (await inWorker(password, { version: 1, account: client.accountId, ...cost }))?.kept,
        }, secret)
    }
}
