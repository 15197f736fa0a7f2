/** How far a finger goes before something is done, and before the row follows it. In pixels. */
const DONE_AT = 96
const BEGINS_AT = 14

/** What a row does under a finger that goes sideways: from the edge of its way on it is let go, else it comes back. */
export class Swipe {
    private start: { x: number, y: number } | undefined
    private isSideways = false
    private by = 0

    /** `move` shows how far the row is; `done` is told the direction: 1 to the right, -1 to the left. */
    constructor(private readonly move: (by: number) => void, private readonly done: (direction: 1 | -1) => void) {}

    down(x: number, y: number): void {
        this.start = { x, y }
        this.isSideways = false
        this.by = 0
    }

    /** True while it is this and no scrolling. */
    moved(x: number, y: number): boolean {
        if (!this.start) return false
        const [by, along] = [x - this.start.x, Math.abs(y - this.start.y)]
        if (!this.isSideways && along > BEGINS_AT) this.start = undefined
        else if (Math.abs(by) > BEGINS_AT) this.isSideways = true
        if (!this.start || !this.isSideways) return false
        this.by = by
        this.move(by)
        return true
    }

    up(): void {
        if (this.start && this.isSideways && Math.abs(this.by) >= DONE_AT) this.done(this.by > 0 ? 1 : -1)
        this.cancel()
    }

    cancel(): void {
        if (this.by !== 0) this.move(0)
        this.start = undefined
        this.by = 0
    }
}
