import { committed, openDatabase } from '../base/idb'
import type { Octets } from './octets'
import type { ClientRoot } from './root'

const DATABASE = 'sigillo device'
const STORE = 'roots'
const LABEL = 'sigillo/v1/device'
const AES = { name: 'AES-GCM', length: 256 }

/** `half`: how the server knows its own half again: only who is signed in gets it. */
interface Row { key: CryptoKey, sealed: Octets, half: string }

/**
 * So that a page that is loaded anew needs no password: the client root under two keys, one that no script can read out
 * of this browser, and one that the server opens for who is signed in. Neither alone is enough.
 */
export class Device {
    /** The server's half, as it is asked for. */
    async half(account: string): Promise<string | undefined> { return (await this.row(account))?.half }

    async keep(account: string, root: ClientRoot, halfKey: Octets, half: string): Promise<void> {
        const key = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt'])
        const inner = await root.under(await imported(halfKey), LABEL)
        if (!inner) return
        const iv = crypto.getRandomValues(new Uint8Array(12))
        const outer = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, inner))
        const sealed = new Uint8Array([...iv, ...outer])
        await this.inStore('readwrite', rows => rows.put({ key, sealed, half } satisfies Row, account))
    }

    async open(account: string, root: ClientRoot, halfKey: Octets): Promise<boolean> {
        const row = await this.row(account)
        if (!row) return false
        try {
            const inner = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.sealed.subarray(0, 12) }, row.key, row.sealed.subarray(12))
            return await root.openUnder(account, await imported(halfKey), LABEL, new Uint8Array(inner))
        } catch {
            return false
        }
    }

    async forget(account: string): Promise<void> { await this.inStore('readwrite', rows => rows.delete(account)) }

    private async row(account: string): Promise<Row | undefined> {
        return await this.inStore('readonly', rows => rows.get(account)) as Row | undefined
    }

    private async inStore(mode: IDBTransactionMode, work: (rows: IDBObjectStore) => IDBRequest): Promise<unknown> {
        // a browser that keeps nothing asks for the password each time
        if (!globalThis.indexedDB) return undefined
        const database = await openDatabase(DATABASE, 1, one => { one.createObjectStore(STORE) })
        try {
            const transaction = database.transaction(STORE, mode)
            const asked = work(transaction.objectStore(STORE))
            await committed(transaction)
            return asked.result as unknown
        } finally {
            database.close()
        }
    }
}

function imported(octets: Octets): Promise<CryptoKey> {
    return crypto.subtle.importKey('raw', octets, AES, false, ['encrypt', 'decrypt'])
}
