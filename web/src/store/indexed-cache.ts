import { answer, committed, deleteDatabase, openDatabase } from '../base/idb'
import type { Cache, Row } from './cache'

const STORE = 'rows'
const VERSION = 1

/** A cache in IndexedDB, one database an account. Keys are pairs of space and key. */
export class IndexedCache implements Cache {
    private constructor(private readonly database: IDBDatabase, private readonly name: string) {}

    static async open(accountId: string): Promise<IndexedCache> {
        const name = databaseOf(accountId)
        const database = await openDatabase(name, VERSION, one => { one.createObjectStore(STORE) })
        database.onversionchange = () => database.close()
        return new IndexedCache(database, name)
    }

    async read(space: string, keys: string[]): Promise<unknown[]> {
        const rows = this.database.transaction(STORE).objectStore(STORE)
        return Promise.all(keys.map(key => answer(rows.get([space, key]))))
    }

    async all(space: string): Promise<[string, unknown][]> {
        const rows = this.database.transaction(STORE).objectStore(STORE)
        const [keys, values] = await Promise.all([answer(rows.getAllKeys(rangeOf(space))), answer(rows.getAll(rangeOf(space)))])
        return keys.map((key, i) => [(key as [string, string])[1], values[i]])
    }

    async write(changes: Row[]): Promise<void> {
        const transaction = this.database.transaction(STORE, 'readwrite')
        const rows = transaction.objectStore(STORE)
        for (const { space, key, value } of changes) {
            if (value === undefined) rows.delete([space, key])
            else rows.put(value, [space, key])
        }
        await committed(transaction)
    }

    async clear(space: string): Promise<void> {
        const transaction = this.database.transaction(STORE, 'readwrite')
        transaction.objectStore(STORE).delete(rangeOf(space))
        await committed(transaction)
    }

    async empty(): Promise<void> {
        const transaction = this.database.transaction(STORE, 'readwrite')
        transaction.objectStore(STORE).clear()
        await committed(transaction)
    }

    /** At signing out: nothing of it stays. */
    async erase(): Promise<void> {
        this.database.close()
        await deleteDatabase(this.name)
    }
}

export function databaseOf(accountId: string): string { return `sigillo ${accountId}` }

/** Arrays sort after all texts. */
function rangeOf(space: string): IDBKeyRange { return IDBKeyRange.bound([space], [space, []]) }
