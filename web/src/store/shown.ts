import type { SparseIds } from './sparse'

/** The rows of a query without those that are on their way out of it: what a list shows. Immutable. */
export class Shown {
    /** Where those are that are not shown; ascending. */
    private readonly gaps: number[]
    readonly length: number

    constructor(private readonly ids: SparseIds, hidden: ReadonlySet<string>) {
        this.gaps = hidden.size === 0 ? [] : ids.entries().filter(([, id]) => hidden.has(id)).map(([index]) => index)
        this.length = ids.length - this.gaps.length
    }

    at(row: number): string | undefined { return this.ids.at(this.index(row)) }

    /** Of a row that is shown, where it is in the query. */
    index(row: number): number {
        let index = row
        for (const gap of this.gaps) {
            if (gap > index) break
            index++
        }
        return index
    }

    /** The row that shows an id; -1 for none that is known. */
    rowOf(id: string): number {
        const index = this.ids.indexOf(id)
        if (index < 0 || this.gaps.includes(index)) return -1
        return index - this.gaps.filter(gap => gap < index).length
    }
}
