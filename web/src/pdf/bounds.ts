/** What a page of a PDF is wide and high, as it is turned, in points of 1/72 inch. */
export interface Size { width: number, height: number }

/** Beyond, a file is not gone through page by page; it says so. */
export const PAGES_MAX = 2_000
/** Pages that are drawn at one time, whatever is in sight. */
export const DRAWN_MAX = 12
/** Of one page's canvas: 4 octets each. Some browsers of telephones draw nothing beyond 16 million. */
export const CANVAS_PIXELS_MAX = 8_000_000
/** Of one side of a canvas. */
const CANVAS_SIDE_MAX = 8_192
/** A picture beyond is left out: A4 at 600 dpi in colours has 35 million. */
export const IMAGE_PIXELS_MAX = 40_000_000
/** A page is no higher on the screen, in its pixels, whatever its file says. */
const HEIGHT_MAX = 20_000
/** Of the text that lies over one page, to be selected and read out: each is an element. */
export const TEXT_PIECES_MAX = 10_000
/** Of one page. */
export const LINKS_MAX = 500
/** Until the first page may be drawn. */
export const OPENING_MS_MAX = 30_000
/** For one page. */
export const DRAWING_MS_MAX = 15_000
/** What reads the file answers so soon, or it is ended. */
export const ANSWER_MS_MAX = 5_000

/** Beside the width of the window, which is 1. */
export const ZOOMS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]
/** Where a file names none that can be, as of A4. */
const USUAL: Size = { width: 595, height: 842 }

/** As a file may have it, so that it can be counted with. */
export function sizeOf({ width, height }: Size): Size {
    const isSize = [width, height].every(one => Number.isFinite(one) && one > 0)
    return isSize ? { width, height } : USUAL
}

/** Pixels of the screen to a point, where a window of `room` pixels is filled at zoom 1. */
export function scaleOf(size: Size, room: number, zoom: number): number {
    return Math.min(Math.max(room, 1) / size.width * zoom, HEIGHT_MAX / size.height)
}

/** How many pixels of a canvas go to one of the screen, which may want several (`ratio`). At most as many as it wants. */
export function sharpness(onScreen: Size, ratio: number): number {
    const { width, height } = onScreen
    return Math.min(ratio, Math.sqrt(CANVAS_PIXELS_MAX / (width * height)), CANVAS_SIDE_MAX / width, CANVAS_SIDE_MAX / height)
}

/** The next of the steps; at the end of them it stays. */
export function zoomed(zoom: number, step: 1 | -1): number {
    const next = step === 1 ? ZOOMS.find(one => one > zoom) : ZOOMS.findLast(one => one < zoom)
    return next ?? zoom
}

/** Which pages are drawn, of those that are in sight: the nearest to the one that is read, that one first. */
export function drawn(inSight: Iterable<number>, current: number): number[] {
    return [...inSight].sort((a, b) => Math.abs(a - current) - Math.abs(b - current) || a - b).slice(0, DRAWN_MAX)
}

/** What one has typed for a page, among so many; undefined: it is none. */
export function pageOf(typed: string, pages: number): number | undefined {
    return /^\s*\d{1,7}\s*$/.test(typed) ? Math.min(Math.max(Number(typed), 1), pages) : undefined
}

/** Where a link of a PDF leads, if it is one that mail may have too; all else is none. */
export function linkOf(url: unknown): string | undefined {
    if (typeof url !== 'string' || url.length > 2_000 || !/^(https?|mailto):/i.test(url)) return undefined
    return URL.canParse(url) ? new URL(url).href : undefined
}
