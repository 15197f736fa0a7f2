/** Numbers that a seed makes: the same on every machine (mulberry32). */
export class Random {
    constructor(private state: number) {}

    /** From 0 to below 1. */
    next(): number {
        this.state = (this.state + 0x6d2b79f5) | 0
        let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
    }

    /** From 0 to below `bound`. */
    below(bound: number): number { return Math.floor(this.next() * bound) }

    pick<T>(all: readonly T[]): T { return all[this.below(all.length)]! }
}

/** Seeds to play; that of SEED alone, where it is given. */
export function seeds(): number[] {
    const rounds = Number(process.env['ROUNDS'] ?? 20)
    return process.env['SEED'] ? [Number(process.env['SEED'])] : Array.from({ length: rounds }, (_, i) => i + 1)
}
