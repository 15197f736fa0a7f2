import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import { fail, ok, type Result } from '../base/result'
import { ownScript } from '../base/trusted'
import { ANSWER_MS_MAX, DRAWING_MS_MAX, IMAGE_PIXELS_MAX, LINKS_MAX, linkOf, OPENING_MS_MAX, PAGES_MAX, type Size, sizeOf, TEXT_PIECES_MAX } from './bounds'

/** Both are put in by the build: names below that of the page. */
declare const PDF_WORKER: string
declare const PDF_PARTS: string

/** Why a file is not shown. `password`: its person did not give it. `lost`: the program that reads it did not come. */
export type Refused = 'broken' | 'tooLong' | 'password' | 'lost'
/** Undefined: one does not know it. `isAgain`: the last one was wrong. */
export type AskPassword = (isAgain: boolean) => Promise<string | undefined>
/** In parts of the page, from its upper left corner. */
export interface PageLink { href: string, left: number, top: number, width: number, height: number }
type Library = typeof import('pdfjs-dist')

/** A program of a PDF has nothing here that would run it; nothing that it names is fetched; forms are as they were filled in. */
const OPTIONS = {
    isEvalSupported: false, enableXfa: false, useSystemFonts: false, disableAutoFetch: true, disableRange: true, disableStream: true,
    useWorkerFetch: true, maxImageSize: IMAGE_PIXELS_MAX, canvasMaxAreaInBytes: IMAGE_PIXELS_MAX * 4, verbosity: 0,
}

/** So long, while the page is seen: browsers draw nothing in one that is not. False: the time is over. */
async function within<T>(work: Promise<T>, msMax: number): Promise<T | false> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const over = new Promise<false>(resolve => {
        const wait = () => { timer = setTimeout(() => document.hidden ? wait() : resolve(false), msMax) }
        wait()
    })
    return Promise.race([work, over]).finally(() => clearTimeout(timer))
}

/**
 * A PDF of a stranger, read by a worker of its own, which ends with it. What reads it knows no page, and asks for
 * parts of ours only. Each thing that it does has its time: beyond, it is ended, or the page is left out.
 */
export class Paper {
    private document: PDFDocumentProxy | undefined
    private readonly loading: PDFDocumentLoadingTask
    private asking = 0

    private constructor(private readonly library: Library, private readonly worker: Worker, octets: ArrayBuffer, ask: AskPassword) {
        const parts = new URL(`assets/${PDF_PARTS}/`, document.baseURI).href
        this.loading = library.getDocument({ ...OPTIONS, data: new Uint8Array(octets), worker: new library.PDFWorker({ port: worker as never }),
            cMapUrl: `${parts}cmaps/`, standardFontDataUrl: `${parts}fonts/`, wasmUrl: `${parts}wasm/` })
        this.loading.onPassword = (answer: (password: string | Error) => void, reason: number) => {
            this.asking++
            void ask(reason === library.PasswordResponses.INCORRECT_PASSWORD).then(password => {
                this.asking--
                answer(password ?? new Error('not given'))
            })
        }
    }

    /** `octets` are handed over, and are not here any more. `whenThere`: it is being opened, and can be closed. */
    static async open(octets: ArrayBuffer, ask: AskPassword, whenThere: (one: Paper) => void): Promise<Result<Paper, Refused>> {
        try {
            const library = await import('pdfjs-dist/legacy/build/pdf.mjs')
            const paper = new Paper(library, new Worker(ownScript(new URL(PDF_WORKER, document.baseURI).href), { type: 'module' }), octets, ask)
            whenThere(paper)
            return await paper.opened()
        } catch {
            return fail('lost')
        }
    }

    private async opened(): Promise<Result<Paper, Refused>> {
        const isLost = new Promise<'lost'>(resolve => { this.worker.addEventListener('error', () => resolve('lost')) })
        try {
            for (;;) {
                const got = await within(Promise.race([this.loading.promise, isLost]), OPENING_MS_MAX)
                if (got === false && this.asking > 0) continue
                if (got === false || got === 'lost') {
                    this.close()
                    return fail(got === false ? 'tooLong' : 'lost')
                }
                this.document = got
                return ok(this)
            }
        } catch (why) {
            this.close()
            return fail((why as Error).name === 'PasswordException' || (why as Error).message === 'not given' ? 'password' : 'broken')
        }
    }

    get pagesInAll(): number { return this.document?.numPages ?? 0 }
    get pages(): number { return Math.min(this.pagesInAll, PAGES_MAX) }

    /** Undefined: it cannot be read. */
    async page(number: number): Promise<Page | undefined> {
        const one = await within(this.document!.getPage(number), DRAWING_MS_MAX).catch(() => false as const)
        return one === false ? undefined : new Page(this.library, one)
    }

    /** Whether what reads the file does answer. */
    async isAlive(): Promise<boolean> {
        return await within(this.document!.getDestination('-').then(() => true), ANSWER_MS_MAX).catch(() => false)
    }

    close(): void {
        void this.loading.destroy().catch(() => undefined)
        this.worker.terminate()
    }
}

/** One page, and what lies upon it. */
export class Page {
    readonly size: Size
    constructor(private readonly library: Library, private readonly page: PDFPageProxy) {
        this.size = sizeOf(page.getViewport({ scale: 1 }))
    }

    /** `scale`: pixels of the canvas to a point. `over` ends it. */
    async draw(canvas: HTMLCanvasElement, scale: number, over: AbortSignal): Promise<'drawn' | 'tooLong' | 'broken'> {
        const viewport = this.page.getViewport({ scale })
        canvas.width = Math.max(1, Math.floor(this.size.width * scale))
        canvas.height = Math.max(1, Math.floor(this.size.height * scale))
        const work = this.page.render({ canvas, viewport, annotationMode: this.library.AnnotationMode.ENABLE })
        const end = () => work.cancel()
        over.addEventListener('abort', end)
        try {
            const isDone = await within(work.promise.then(() => true), DRAWING_MS_MAX)
            if (!isDone) work.cancel()
            return isDone ? 'drawn' : 'tooLong'
        } catch {
            return 'broken'
        } finally {
            over.removeEventListener('abort', end)
        }
    }

    /** Its text, unseen and where it is drawn. `scale`: pixels of the screen to a point. */
    async write(layer: HTMLElement, scale: number): Promise<void> {
        layer.style.setProperty('--total-scale-factor', String(scale))
        const reader = this.page.streamTextContent().getReader()
        const all = { items: [] as unknown[], styles: {}, lang: null as string | null }
        for (let isOver = false; !isOver && all.items.length < TEXT_PIECES_MAX;) {
            const got = await within(reader.read(), DRAWING_MS_MAX)
            if (got === false || got.done) isOver = true
            else {
                const { items, styles, lang } = got.value as typeof all
                all.items.push(...items)
                Object.assign(all.styles, styles)
                all.lang ??= lang
            }
        }
        void reader.cancel().catch(() => undefined)
        all.items.length = Math.min(all.items.length, TEXT_PIECES_MAX)
        await new this.library.TextLayer({ textContentSource: all as never, container: layer, viewport: this.page.getViewport({ scale }) }).render()
    }

    async links(): Promise<PageLink[]> {
        const viewport = this.page.getViewport({ scale: 1 })
        const notes = await within(this.page.getAnnotations({ intent: 'display' }), DRAWING_MS_MAX)
        const found: PageLink[] = []
        for (const { subtype, url, rect } of notes || []) {
            const href = subtype === 'Link' && found.length < LINKS_MAX ? linkOf(url) : undefined
            if (href === undefined) continue
            const [left, top, right, bottom] = viewport.convertToViewportRectangle(rect) as [number, number, number, number]
            found.push({ href, left: Math.min(left, right) / viewport.width, top: Math.min(top, bottom) / viewport.height,
                width: Math.abs(right - left) / viewport.width, height: Math.abs(bottom - top) / viewport.height })
        }
        return found
    }
}
