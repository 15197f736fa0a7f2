import { committed, openDatabase } from '../base/idb'
import type { Session } from './account'

/**
 * Of what is kept in this browser for somebody. `sealed`: the key, as only the server opens it while he is signed
 * in.
 */
export interface Keeping { address: string, accountId: string, level: string, sealed?: string }

const KEPT = 'sigillo kept'
/** Accounts of which something is kept in one browser. */
const KEPT_MAX = 4
const KEYS = 'sigillo keys'
const STORE = 'keys'
const AES = { name: 'AES-GCM', length: 256 }
type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Who was here last comes first. */
export function keepings(): Keeping[] {
    try {
        const said = JSON.parse(localStorage.getItem(KEPT) ?? '[]') as Partial<Keeping>[]
        return said.filter(one => typeof one.address === 'string' && typeof one.accountId === 'string' && typeof one.level === 'string') as Keeping[]
    } catch {
        return []
    }
}

/** Gives those that are one too many. */
export function remember(keeping: Keeping): Keeping[] {
    const all = [keeping, ...keepings().filter(one => one.accountId !== keeping.accountId)]
    localStorage.setItem(KEPT, JSON.stringify(all.slice(0, KEPT_MAX)))
    return all.slice(KEPT_MAX)
}

/**
 * The key by which mail is kept here. At L1 it is in memory alone: the browser has it sealed, and the server opens it
 * for who is
 * signed in. At L0, where the server reads the mail itself, the browser keeps it, so that mail can be read without
 * the server.
 */
export class Keys {
    constructor(private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {}

    /** That of before; undefined where there is none, or it does not open. */
    async known(keeping: Keeping): Promise<CryptoKey | undefined> {
        if (keeping.level === 'L0') return this.ofBrowser(keeping.accountId, false)
        if (keeping.sealed === undefined) return undefined
        const got = await this.ask({ 'Sigillo-Sealed-Key': keeping.sealed })
        return got && imported(got.key)
    }

    /** A new one, and how the browser keeps it. Undefined where nobody is signed in. */
    async sealed(): Promise<{ key: CryptoKey, sealed: string } | undefined> {
        const made = await this.ask({})
        return made?.sealed === undefined ? undefined : { key: await imported(made.key), sealed: made.sealed }
    }

    /** A new one of the account. `made`: what `sealed` gave before. */
    async fresh(session: Session, accountId: string, made?: { key: CryptoKey, sealed: string }): Promise<{ key: CryptoKey, keeping: Keeping } | undefined> {
        const keeping = { address: session.address, accountId, level: session.level }
        if (session.level === 'L0') {
            const key = await this.ofBrowser(accountId, true)
            return key && { key, keeping }
        }
        const one = made ?? await this.sealed()
        return one && { key: one.key, keeping: { ...keeping, sealed: one.sealed } }
    }

    /** Nothing that is kept for this account is opened any more. */
    async forget(accountId: string): Promise<void> {
        localStorage.setItem(KEPT, JSON.stringify(keepings().filter(one => one.accountId !== accountId)))
        await this.inStore('readwrite', rows => rows.delete(accountId))
    }

    /** It cannot be read out of the browser by a script; who has the browser's files has it. */
    private async ofBrowser(accountId: string, isNew: boolean): Promise<CryptoKey | undefined> {
        if (!isNew) return await this.inStore('readonly', rows => rows.get(accountId)) as CryptoKey | undefined
        const key = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt'])
        await this.inStore('readwrite', rows => rows.put(key, accountId))
        return key
    }

    private async inStore(mode: IDBTransactionMode, work: (rows: IDBObjectStore) => IDBRequest): Promise<unknown> {
        const database = await openDatabase(KEYS, 1, one => { one.createObjectStore(STORE) })
        try {
            const transaction = database.transaction(STORE, mode)
            const asked = work(transaction.objectStore(STORE))
            await committed(transaction)
            return asked.result as unknown
        } finally {
            database.close()
        }
    }

    private async ask(fields: Record<string, string>): Promise<{ key: string, sealed?: string } | undefined> {
        try {
            const response = await this.fetch('/api/browser-key', { headers: fields, credentials: 'same-origin', redirect: 'error', cache: 'no-store' })
            return response.ok ? await response.json() as { key: string, sealed?: string } : undefined
        } catch {
            return undefined
        }
    }
}

function imported(base64: string): Promise<CryptoKey> {
    return crypto.subtle.importKey('raw', Uint8Array.from(atob(base64), one => one.charCodeAt(0)), AES, false, ['encrypt', 'decrypt'])
}
