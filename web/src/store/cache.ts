/** What is kept in the browser between two visits: rows under keys, in spaces. */
export interface Cache {
    read(space: string, keys: string[]): Promise<unknown[]>
    /** All of a space, by key. */
    all(space: string): Promise<[string, unknown][]>
    /** All of it or nothing; undefined takes a row away. */
    write(rows: Row[]): Promise<void>
    clear(space: string): Promise<void>
    /** Of one that may end with the page: whether it does not. */
    readonly lasts?: Promise<boolean>
}

/** The space of messages that the server does not have yet. */
export const UNSENT = 'unsent'

export interface Row { space: string, key: string, value: unknown }

/**
 * One that is still being opened: what is asked of it waits. Null: the browser keeps nothing, and the page does as
 * long as it is there.
 */
export class LateCache implements Cache {
    private readonly opened: Promise<Cache>
    readonly lasts: Promise<boolean>

    constructor(opening: Promise<Cache | null>) {
        this.opened = opening.then(one => one ?? new MemoryCache())
        this.lasts = opening.then(one => one !== null)
    }

    async read(space: string, keys: string[]): Promise<unknown[]> { return (await this.opened).read(space, keys) }
    async all(space: string): Promise<[string, unknown][]> { return (await this.opened).all(space) }
    async write(rows: Row[]): Promise<void> { return (await this.opened).write(rows) }
    async clear(space: string): Promise<void> { return (await this.opened).clear(space) }
}

/** Keeps as long as the page is there. Values are copied, as a database would. */
export class MemoryCache implements Cache {
    private readonly spaces = new Map<string, Map<string, unknown>>()

    async read(space: string, keys: string[]): Promise<unknown[]> {
        return keys.map(key => structuredClone(this.space(space).get(key)))
    }

    async all(space: string): Promise<[string, unknown][]> {
        return structuredClone([...this.space(space)].sort(([a], [b]) => a < b ? -1 : 1))
    }

    async write(rows: Row[]): Promise<void> {
        for (const { space, key, value } of structuredClone(rows)) {
            if (value === undefined) this.space(space).delete(key)
            else this.space(space).set(key, value)
        }
    }

    async clear(space: string): Promise<void> { this.spaces.delete(space) }

    private space(name: string): Map<string, unknown> {
        const there = this.spaces.get(name) ?? new Map<string, unknown>()
        this.spaces.set(name, there)
        return there
    }
}
