/**
 * The highest list that browsers scroll to its end, in CSS pixels: Chromium lays out 33,554,432 pixels of the screen,
 * of which a telephone has three to each of ours; Firefox some 17,800,000 of ours.
 */
const HEIGHT_MAX = 11_000_000

/**
 * Where rows are in a list of any length. Up to `HEIGHT_MAX` it is as high as its rows; a longer one is as high as
 * that, and each pixel that is scrolled goes on by as much more as it is too high for the browser. Lengths are in
 * pixels.
 */
export class Scrolling {
    /** Of what is scrolled. */
    readonly height: number

    constructor(private readonly rows: number, private readonly row: number, private readonly seen: number) {
        this.height = Math.min(rows * row, HEIGHT_MAX)
    }

    /** Of a whole pixel that is scrolled, so many are gone on by. */
    private get pace(): number {
        const most = this.height - this.seen
        return most <= 0 ? 1 : (this.rows * this.row - this.seen) / most
    }

    /** What of the rows is at the upper edge of the window, where so much was scrolled. */
    top(scrolled: number): number { return scrolled * this.pace }

    /** How much is to be scrolled so that this part of the rows is at the upper edge. */
    scrolledTo(top: number): number { return top / this.pace }

    /** So much higher than its place among all rows a row stands while so much is scrolled. */
    shift(scrolled: number): number { return this.top(scrolled) - scrolled }
}
