import type { Sealing } from '../compose/security'
import { Book, type Keeping } from '../contacts/book'
import type { Pins } from '../contacts/pins'
import type { Client } from '../jmap/client'
import { ownPages } from '../login/own-pages'
import type { OpenPgp } from '../openpgp/openpgp'

const PINS_BLOB = 'contacts.pins'

/** Pins in the vault. Where it is not open there are none, and nothing is pinned. */
function keeping(openPgp: OpenPgp): Keeping {
    return {
        read: async () => {
            if (await openPgp.ready() !== 'open') return undefined
            const got = await openPgp.vault.read(PINS_BLOB)
            return got.ok ? { value: got.value } : got.error === 'none' ? { value: undefined } : undefined
        },
        update: async change => {
            const kept = await openPgp.vault.update<Pins>(PINS_BLOB, before => change(before))
            return kept.ok ? kept.value : undefined
        },
    }
}

/** What who writes, and who reads, needs of end to end. One of an account. */
export async function sealingOf(client: Client, openPgp: OpenPgp): Promise<Sealing> {
    const pages = ownPages(client)
    const book = new Book(keeping(openPgp), pages, octets => openPgp.worker.call('certificateOf', octets))
    openPgp.state.subscribe(() => book.again())
    const session = await pages.get<{ level?: string }>('/api/session')
    void openPgp.ready()
    return { book, worker: openPgp.worker, keys: openPgp.keys, sealsAll: session.ok && session.value.level === 'L2' }
}
