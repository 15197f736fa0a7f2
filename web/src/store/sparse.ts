import type { QueryChangesAnswer } from '../jmap/types'

/**
 * The ids of a query of which some are known, by their index. What it takes grows with those that are known, not with
 * the length. Immutable.
 */
export class SparseIds {
    private constructor(private readonly rows: ReadonlyMap<number, string>, readonly length: number) {}

    static empty(length: number): SparseIds { return new SparseIds(new Map(), length) }

    at(index: number): string | undefined { return this.rows.get(index) }

    get known(): number { return this.rows.size }

    /** Where an id is, as far as it is known; -1 for none. */
    indexOf(id: string): number {
        for (const [index, one] of this.rows) if (one === id) return index
        return -1
    }

    /** By index. */
    entries(): [number, string][] { return [...this.rows].sort(([a], [b]) => a - b) }

    /** With ids that the server says are there from `from` on, and no others in that place. */
    with(from: number, ids: readonly string[], length: number): SparseIds {
        const rows = new Map([...this.rows].filter(([index]) => index < length))
        ids.forEach((id, i) => rows.set(from + i, id))
        return new SparseIds(rows, ids.length === 0 ? length : Math.max(length, from + ids.length))
    }

    /** Only those from `from` to before `to`. */
    within(from: number, to: number): SparseIds {
        return new SparseIds(new Map([...this.rows].filter(([index]) => index >= from && index < to)), this.length)
    }

    /** How many from 0 on are known without a gap. */
    get prefix(): number {
        let index = 0
        while (this.rows.has(index)) index++
        return index
    }

    /**
     * RFC 8620 section 5.6. A removed id that is not known lies in a gap, or was never in the query. The totals say
     * whether any lies in a gap; then what follows the first gap may have moved, and is forgotten.
     */
    changed(changes: Pick<QueryChangesAnswer, 'removed' | 'added' | 'total'>): SparseIds {
        const removed = new Set(changes.removed)
        const before = this.entries()
        const knownRemoved = before.filter(([, id]) => removed.has(id)).length
        const total = changes.total
        const inGaps = total === undefined ? removed.size - knownRemoved
            : this.length - knownRemoved + changes.added.length - total
        const sure = inGaps === 0 ? before : before.slice(0, this.prefix)
        const rows = inserted(without(sure, removed), changes.added)
        const length = total ?? Math.max(0, this.length - knownRemoved + changes.added.length)
        return new SparseIds(new Map(rows.filter(([index]) => index < length)), length)
    }
}

function without(rows: [number, string][], removed: ReadonlySet<string>): [number, string][] {
    const kept: [number, string][] = []
    let gone = 0
    for (const [index, id] of rows) {
        if (removed.has(id)) gone++
        else kept.push([index - gone, id])
    }
    return kept
}

/** `added`: in the order of their index, which counts those before them. */
function inserted(rows: [number, string][], added: QueryChangesAnswer['added']): [number, string][] {
    const all: [number, string][] = []
    let next = 0
    for (const [index, id] of rows) {
        while (next < added.length && added[next]!.index <= index + next) {
            all.push([added[next]!.index, added[next]!.id])
            next++
        }
        all.push([index + next, id])
    }
    for (const one of added.slice(next)) all.push([one.index, one.id])
    return all
}
