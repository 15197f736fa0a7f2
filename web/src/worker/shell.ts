/**
 * Of one build: what it consists of, each with its hash (SHA-256, as `integrity` has it); of the page itself the
 * address is ''. `later`: what few want, and is large; it is kept when it was used.
 */
export interface Build { version: string, files: Record<string, string>, later: Record<string, string> }

/** What is needed of a browser's `CacheStorage`. */
export interface Stores {
    keys(): Promise<string[]>
    open(name: string): Promise<Pick<Cache, 'put' | 'match'>>
    delete(name: string): Promise<boolean>
    match(url: string): Promise<Response | undefined>
}
type Fetch = (url: string, init: RequestInit) => Promise<Response>

const PREFIX = 'sigillo mail '

/**
 * The program as one build has made it, kept by the browser. Each build has a cache of its own, whose files are those
 * of its list and no others: what is not as the list says is not taken, and then none of it is.
 */
export class Shell {
    constructor(private readonly scope: string, private readonly build: Build, private readonly stores: Stores,
        private readonly fetch: Fetch) {}

    private get name(): string { return PREFIX + this.build.version }

    /** All of it or nothing. Fails where the server has another build by now, or cannot be reached. */
    async install(): Promise<void> {
        const got = await Promise.all(Object.entries(this.build.files).map(async ([file, integrity]) =>
            [this.scope + file, await this.fetch(this.scope + file, { integrity, cache: 'no-cache', credentials: 'omit', redirect: 'error' })] as const))
        if (got.some(([, response]) => response.status !== 200)) throw new Error('The server has another build')
        const cache = await this.stores.open(this.name)
        for (const [url, response] of got) await cache.put(url, response)
    }

    /** Older builds go, but for the one before: a page of it may still be open, and ask for a part of it. */
    async tidy(): Promise<void> {
        const ours = (await this.stores.keys()).filter(one => one.startsWith(PREFIX) && one !== this.name)
        for (const one of ours.slice(0, -1)) await this.stores.delete(one)
    }

    async erase(): Promise<void> {
        for (const one of await this.stores.keys()) if (one.startsWith(PREFIX)) await this.stores.delete(one)
    }

    /** Whether it is answered from what is kept. `path`: without what comes after a question mark. */
    has(path: string): boolean { return path === this.scope || path.startsWith(`${this.scope}assets/`) || this.file(path) !== undefined }

    /** The page is that of this build. Parts have their hash in their names, so that they may be of the one before. */
    async answer(path: string): Promise<Response | undefined> {
        try {
            if (this.file(path) !== undefined) return await (await this.stores.open(this.name)).match(path)
            return await this.stores.match(path) ?? await this.used(path)
        } catch {
            return undefined // of a browser whose storage is broken: from the server then
        }
    }

    /** Asked for, and kept from then on; undefined where it is no part of this build. */
    private async used(path: string): Promise<Response | undefined> {
        const integrity = path.startsWith(this.scope) ? this.build.later[path.slice(this.scope.length)] : undefined
        if (integrity === undefined) return undefined
        const response = await this.fetch(path, { integrity, credentials: 'omit', redirect: 'error' })
        if (response.status === 200) await (await this.stores.open(this.name)).put(path, response.clone())
        return response
    }

    private file(path: string): string | undefined { return path.startsWith(this.scope) ? this.build.files[path.slice(this.scope.length)] : undefined }
}
