/** IndexedDB with promises: the little of it that is needed. Errors of the browser are exceptions. */

export function openDatabase(name: string, version: number, upgrade: (database: IDBDatabase) => void):
    Promise<IDBDatabase> {
    const asked = indexedDB.open(name, version)
    asked.onupgradeneeded = () => upgrade(asked.result)
    return answer(asked)
}

export function deleteDatabase(name: string): Promise<unknown> { return answer(indexedDB.deleteDatabase(name)) }

export function answer<T>(request: IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
    })
}

/** Returns when all of it is kept. */
export function committed(transaction: IDBTransaction): Promise<void> {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(transaction.error)
    })
}
