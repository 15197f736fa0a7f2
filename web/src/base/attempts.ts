/** Work that is done once for each key, as soon as it succeeds. */
export class Attempts<K> {
    private readonly last = new Map<K, Promise<boolean>>()

    /**
     * Who comes while it is tried waits for that; where that was in vain he tries anew, since it may have begun when
     * it could not
     * succeed yet. `work`: whether it succeeded.
     */
    async run(key: K, work: () => Promise<boolean>): Promise<boolean> {
        const before = this.last.get(key)
        if (before && await before) return true
        // of several who waited one tries, and the others wait for him
        const other = this.last.get(key)
        const there = other && other !== before ? other : this.begin(key, work)
        return there
    }

    private begin(key: K, work: () => Promise<boolean>): Promise<boolean> {
        const there = work().catch(() => false)
        this.last.set(key, there)
        return there
    }
}
