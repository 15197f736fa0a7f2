import { fail, type Result } from '../base/result'
import { download } from '../jmap/blobs'
import type { Client } from '../jmap/client'
import type { Id } from '../jmap/types'
import type { OpenedMessage } from '../openpgp/calls'
import type { OpenPgp } from '../openpgp/openpgp'
import type { VaultTrouble } from '../openpgp/vault'
import type { Opened } from './bodies'

/** In octets of the whole message: all of it is in memory. */
const OCTETS_MAX = 60_000_000
const KEPT_MAX = 12

export type Opening = Result<OpenedMessage, VaultTrouble>

/** Messages that were opened here; the last ones are kept in memory, and nowhere else. */
export class Openings {
    private readonly known = new Map<Id, Promise<Opening>>()

    /**
     * `learn`: of the sender's certificate; `hear`: of those of others, which an opened message names;
     * `certificates`: those that count for somebody.
     */
    constructor(private readonly client: Client, readonly openPgp: OpenPgp, private readonly learn: (email: Opened) => Promise<void>,
        private readonly hear: (email: Opened, opened: OpenedMessage) => Promise<void>,
        private readonly certificates: (address: string) => Promise<Uint8Array<ArrayBuffer>[]>) {
        // what was opened by keys that are gone is forgotten; what did not open is tried again
        openPgp.state.subscribe(() => this.known.clear())
    }

    get(email: Opened): Promise<Opening> {
        const there = this.known.get(email.id) ?? this.first(email)
        this.known.delete(email.id)
        this.known.set(email.id, there)
        for (const old of this.known.keys()) {
            if (this.known.size <= KEPT_MAX) break
            this.known.delete(old)
        }
        return there
    }

    private first(email: Opened): Promise<Opening> {
        const there = this.open(email)
        void there.then(opened => opened.ok ? this.hear(email, opened.value) : undefined).catch(() => undefined)
        return there
    }

    /** Not kept: one of many. */
    once(email: Opened): Promise<Opening> { return this.known.get(email.id) ?? this.open(email) }

    private async open(email: Opened): Promise<Opening> {
        // its state settles first: what is asked for now is not forgotten by it
        await this.openPgp.ready()
        await this.learn(email)
        const from = (email.from ?? []).map(one => one.email)
        const [raw, ...known] = await Promise.all([download(this.client, email.blobId, 'application/octet-stream', OCTETS_MAX),
            ...from.slice(0, 3).map(one => this.certificates(one))])
        if (!raw.ok) {
            this.known.delete(email.id)
            return fail(raw.error.kind === 'limit' ? 'tooLarge' : 'offline')
        }
        return this.openPgp.open(new Uint8Array(await raw.value.arrayBuffer()), from, known.flat())
    }
}
