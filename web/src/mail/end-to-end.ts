import type { Client } from '../jmap/client'
import type { VaultSecret } from '../login/vault-secret'
import type { OpenPgp } from '../openpgp/openpgp'
import type { Openings } from './openings'

/** End-to-end encryption of the account that is read here: its program, and the worker with its keys, come when they are first asked for. */
export class EndToEnd {
    private there: Promise<OpenPgp> | undefined
    private opened: Promise<Openings> | undefined

    constructor(private readonly client: Client, private secret?: VaultSecret) {}

    get(): Promise<OpenPgp> { return this.there ??= this.load() }

    /** Messages as they are once they are opened. */
    openings(): Promise<Openings> {
        return this.opened ??= Promise.all([this.get(), import('./openings')]).then(([openPgp, { Openings }]) => new Openings(this.client, openPgp))
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
