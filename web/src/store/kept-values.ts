import { Turns } from '../base/turns'
import type { Cache } from './cache'

const INDEX = 'index'
const ALL = 'all'

/** Values of one kind that never change, kept up to a bound: those that were not used for longest go first. */
export class KeptValues {
    /** Key and length in characters of JSON; the last was used last. */
    private readonly sizes = new Map<string, number>()
    private readonly turns = new Turns()
    private readonly loading: Promise<void>
    private sum = 0

    /** `most`: of values. `charactersMax`: of all together, as JSON. */
    constructor(private readonly cache: Cache, private readonly space: string, private readonly most: number, private readonly charactersMax: number) {
        this.loading = this.load()
    }

    async get(key: string): Promise<unknown> {
        await this.loading
        const size = this.sizes.get(key)
        if (size === undefined) return undefined
        this.sizes.delete(key)
        this.sizes.set(key, size)
        return (await this.cache.read(this.space, [key]))[0]
    }

    async has(key: string): Promise<boolean> {
        await this.loading
        return this.sizes.has(key)
    }

    /**
     * One that is larger than a tenth of the bound is not kept. Where the browser has no room more, the older half
     * goes.
     */
    async put(key: string, value: unknown): Promise<void> {
        await this.loading
        const size = JSON.stringify(value).length
        if (size > this.charactersMax / 10) return
        await this.turns.run(async () => {
            this.count(key, size)
            const gone = this.surplus(this.most, this.charactersMax)
            try {
                await this.write([{ key, value }, ...gone.map(one => ({ key: one, value: undefined }))])
            } catch {
                this.forget(key)
                const more = this.surplus(this.most / 2, this.sum / 2)
                await this.write([key, ...gone, ...more].map(one => ({ key: one, value: undefined }))).catch(() => undefined)
            }
        })
    }

    private async load(): Promise<void> {
        try {
            const [index] = await this.cache.read(`${this.space} ${INDEX}`, [ALL])
            if (Array.isArray(index)) for (const [key, size] of index as [string, number][]) this.count(key, size)
            // what nobody counts would stay for ever
            if (this.sizes.size === 0) await this.cache.clear(this.space)
        } catch {
            // a browser without storage
        }
    }

    private count(key: string, size: number): void {
        this.forget(key)
        this.sizes.set(key, size)
        this.sum += size
    }

    private forget(key: string): void {
        this.sum -= this.sizes.get(key) ?? 0
        this.sizes.delete(key)
    }

    private surplus(most: number, charactersMax: number): string[] {
        const gone: string[] = []
        for (const key of this.sizes.keys()) {
            if (this.sizes.size <= most && this.sum <= charactersMax) break
            this.forget(key)
            gone.push(key)
        }
        return gone
    }

    private write(rows: { key: string, value: unknown }[]): Promise<void> {
        return this.cache.write([...rows.map(one => ({ space: this.space, ...one })), { space: `${this.space} ${INDEX}`, key: ALL, value: [...this.sizes] }])
    }
}
