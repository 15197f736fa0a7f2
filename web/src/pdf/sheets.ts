import { drawn, scaleOf, sharpness, type Size } from './bounds'
import type { Page, PageLink, Paper } from './paper'

export type Fate = 'drawn' | 'tooLong' | 'broken'
interface Sheet { scale: number, canvas?: HTMLCanvasElement | undefined, end: AbortController }
/** What a page that is drawn is told to. */
export interface Watcher {
    /** What a page measures is known when it is read. */
    sized(number: number, size: Size): void
    came(number: number, fate: Fate): void
    linked(number: number, links: PageLink[]): void
    /** What reads the file answers no more. */
    stuck(): void
}
export interface Wanted { inSight: Iterable<number>, current: number, room: number, zoom: number, holderOf: (number: number) => HTMLElement | null }

/**
 * Draws pages while they are in sight, one after the other, the one that is read first; those that have gone out of
 * sight are taken away, and their memory with them.
 */
export class Sheets {
    private readonly sheets = new Map<number, Sheet>()
    private wanted: Wanted | undefined
    private isBusy = false
    private isOver = false

    constructor(private readonly paper: Paper, private readonly watcher: Watcher) {}

    show(wanted: Wanted): void {
        this.wanted = wanted
        const numbers = drawn(wanted.inSight, wanted.current)
        for (const number of this.sheets.keys()) if (!numbers.includes(number)) this.takeAway(number)
        void this.work()
    }

    close(): void {
        this.isOver = true
        for (const number of [...this.sheets.keys()]) this.takeAway(number)
    }

    private takeAway(number: number): void {
        const sheet = this.sheets.get(number)!
        this.sheets.delete(number)
        sheet.end.abort()
        // browsers keep the pixels of a canvas that is gone for a time
        if (sheet.canvas) sheet.canvas.width = sheet.canvas.height = 0
        this.wanted?.holderOf(number)?.replaceChildren()
    }

    private async work(): Promise<void> {
        if (this.isBusy) return
        this.isBusy = true
        for (let one = this.next(); one !== undefined && !this.isOver; one = this.next()) await this.drawOne(one)
        this.isBusy = false
    }

    /** One that is not drawn yet, or smaller or larger than it is to be now. */
    private next(): number | undefined {
        const { inSight, current, room, zoom } = this.wanted!
        return drawn(inSight, current).find(number => this.sheets.get(number)?.scale !== room * zoom)
    }

    private async drawOne(number: number): Promise<void> {
        const { room, zoom, holderOf } = this.wanted!
        const before = this.sheets.get(number)
        const sheet: Sheet = { scale: room * zoom, canvas: before?.canvas, end: new AbortController() }
        this.sheets.set(number, sheet)
        const page = await this.paper.page(number)
        const holder = holderOf(number)
        if (this.isOver || !holder) return
        const fate = page ? await this.drawn(page, number, holder, sheet) : 'broken'
        if (this.isOver || sheet.end.signal.aborted) return
        this.watcher.came(number, fate)
        if (fate === 'tooLong' && !await this.paper.isAlive() && !this.isOver) this.watcher.stuck()
    }

    private async drawn(page: Page, number: number, holder: HTMLElement, sheet: Sheet): Promise<Fate> {
        const { room, zoom } = this.wanted!
        this.watcher.sized(number, page.size)
        const scale = scaleOf(page.size, room, zoom)
        const onScreen = { width: page.size.width * scale, height: page.size.height * scale }
        const canvas = document.createElement('canvas')
        canvas.setAttribute('aria-hidden', 'true')
        const fate = await page.draw(canvas, scale * sharpness(onScreen, devicePixelRatio), sheet.end.signal)
        if (this.isOver || sheet.end.signal.aborted) {
            canvas.width = canvas.height = 0
            return fate
        }
        if (sheet.canvas) sheet.canvas.width = sheet.canvas.height = 0
        sheet.canvas = canvas
        const layer = document.createElement('div')
        layer.className = 'text-layer'
        holder.replaceChildren(canvas, layer)
        if (fate !== 'drawn') return fate
        // what lies over it is no reason not to show it
        await page.write(layer, scale).catch(() => undefined)
        this.watcher.linked(number, await page.links().catch(() => []))
        return fate
    }
}
