import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { pageOf, scaleOf, type Size, ZOOMS, zoomed } from '../pdf/bounds'
import { Paper, type PageLink, type Refused } from '../pdf/paper'
import { type Fate, Sheets } from '../pdf/sheets'
import type { Messages } from '../text/en'
import { pdfWords } from '../text/pdf'
import type { PdfWords } from '../text/pdf-en'

interface Asked { isAgain: boolean, answer: (password: string | undefined) => void }

/** The pages of a PDF, drawn here: none of its programs runs, and nothing that it names is fetched. */
export function PdfPreview({ words, blob }: { words: Messages, blob: Blob }) {
    const w = pdfWords(words)
    const paper = useSignal<Paper | Refused | undefined>(undefined)
    const asked = useSignal<Asked | undefined>(undefined)
    useEffect(() => {
        let open: Paper | undefined
        let isOver = false
        const ask = (isAgain: boolean) => new Promise<string | undefined>(resolve => { asked.value = { isAgain, answer: resolve } })
        const there = (one: Paper) => {
            open = one
            if (isOver) one.close()
        }
        void blob.arrayBuffer().then(octets => Paper.open(octets, ask, there)).then(got => {
            asked.value = undefined
            if (!isOver) paper.value = got.ok ? got.value : got.error
        })
        return () => {
            isOver = true
            open?.close()
        }
    }, [blob])
    const one = paper.value
    if (typeof one === 'string') return <p role="alert">{w.refused[one]}</p>
    if (one) return <Pages w={w} words={words} paper={one} onStuck={() => {
        one.close()
        paper.value = 'tooLong'
    }} />
    if (asked.value) return <Password w={w} key={String(asked.value.isAgain)} asked={asked.value} />
    return <p aria-busy="true">{w.opening}</p>
}

function Password({ w, asked }: { w: PdfWords, asked: Asked }) {
    const field = useRef<HTMLInputElement>(null)
    useEffect(() => {
        field.current!.value = ''
        field.current!.focus()
    }, [asked])
    return <form class="form pdf-password" onSubmit={event => {
        event.preventDefault()
        if (field.current!.value !== '') asked.answer(field.current!.value)
    }}>
        <p>{w.isLocked}</p>
        {asked.isAgain && <p role="alert">{w.isWrong}</p>}
        <label>{w.password} <input ref={field} type="password" autocomplete="off" /></label>
        <button class="main">{w.unlock}</button>
    </form>
}

/** Where one is: the page at the upper edge, and how far of it has gone by. */
interface Place { number: number, part: number }
/** Of a scrolled window: a page counts as the one that is read from a third of its height on. */
const READ_AT = 1 / 3

function Pages({ w, words, paper, onStuck }: { w: PdfWords, words: Messages, paper: Paper, onStuck: () => void }) {
    const window = useRef<HTMLDivElement>(null)
    const room = useSignal(0)
    const zoom = useSignal(1)
    const current = useSignal(1)
    const sizes = useSignal<ReadonlyMap<number, Size>>(new Map())
    const fates = useSignal<ReadonlyMap<number, Fate>>(new Map())
    const links = useSignal<ReadonlyMap<number, PageLink[]>>(new Map())
    const link = useSignal<string | undefined>(undefined)
    const place = useRef<Place>({ number: 1, part: 0 })
    const inSight = useRef(new Set<number>())
    const sheets = useRef<Sheets | undefined>(undefined)
    const holderOf = (number: number) => window.current?.querySelector<HTMLElement>(`[data-page="${number}"] > .sheet`) ?? null
    const show = () => {
        if (room.value > 0) sheets.current?.show({ inSight: inSight.current, current: current.value, room: room.value, zoom: zoom.value, holderOf })
    }
    const numberFormat = new Intl.NumberFormat(words.language)

    useEffect(() => {
        const holder = window.current!
        sheets.current = new Sheets(paper, {
            sized: (number, size) => {
                const known = sizes.value.get(number)
                if (known?.width !== size.width || known.height !== size.height) sizes.value = new Map(sizes.value).set(number, size)
            },
            came: (number, fate) => { if (fates.value.get(number) !== fate) fates.value = new Map(fates.value).set(number, fate) },
            linked: (number, found) => { links.value = new Map(links.value).set(number, found) },
            stuck: onStuck,
        })
        const sight = new IntersectionObserver(all => {
            for (const { target, isIntersecting } of all) {
                const number = Number((target as HTMLElement).dataset['page'])
                if (isIntersecting) inSight.current.add(number)
                else inSight.current.delete(number)
            }
            show()
        }, { root: holder, rootMargin: '50% 0px' })
        for (const one of holder.querySelectorAll('[data-page]')) sight.observe(one)
        const resized = new ResizeObserver(() => { room.value = holder.clientWidth - 2 * parseFloat(getComputedStyle(holder).paddingLeft) })
        resized.observe(holder)
        holder.focus({ preventScroll: true })
        return () => {
            sight.disconnect()
            resized.disconnect()
            sheets.current?.close()
        }
    }, [paper])
    useEffect(show, [room.value, zoom.value, current.value])
    // what was read stays in sight when pages get larger or smaller
    useLayoutEffect(() => {
        const sheet = pageElement(place.current.number)
        if (sheet) window.current!.scrollTop = sheet.offsetTop + place.current.part * sheet.offsetHeight
    }, [room.value, zoom.value])

    const pageElement = (number: number) => window.current?.querySelector<HTMLElement>(`[data-page="${number}"]`)
    const scrolled = () => {
        const { scrollTop, clientHeight, children, scrollHeight } = window.current!
        const pages = [...children] as HTMLElement[]
        const at = (height: number) => Math.max(pages.findIndex(one => one.offsetTop + one.offsetHeight > height), 0)
        const first = pages[at(scrollTop)]!
        place.current = { number: at(scrollTop) + 1, part: (scrollTop - first.offsetTop) / first.offsetHeight }
        const read = at(scrollTop + clientHeight * READ_AT) + 1
        // at the end, one may have asked for a page that cannot go further up
        current.value = scrollTop + clientHeight >= scrollHeight - 1 ? Math.max(current.value, read) : read
    }
    const go = (number: number) => {
        const there = pageElement(number)
        if (!there) return
        window.current!.scrollTop = there.offsetTop
        current.value = number
    }
    const step = (by: 1 | -1) => go(Math.min(Math.max(current.value + by, 1), paper.pages))
    const keyed = (event: KeyboardEvent) => {
        if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).matches('input')) return
        const [on, back] = [() => step(1), () => step(-1)]
        const [larger, smaller] = [1, -1].map(by => () => { zoom.value = zoomed(zoom.value, by as 1 | -1) })
        const does = { n: on, ArrowRight: on, p: back, ArrowLeft: back, '+': larger, '=': larger, '-': smaller, '0': () => { zoom.value = 1 } }[event.key]
        // a page that is wider than the window is gone over sideways
        if (!does || zoom.value > 1 && event.key.startsWith('Arrow')) return
        event.preventDefault()
        event.stopPropagation()
        does()
    }
    const usual = sizes.value.get(1) ?? { width: 595, height: 842 }
    return <div class="pdf" onKeyDown={keyed}>
        <PdfTools w={w} count={numberFormat.format(paper.pages)} pages={paper.pages} current={current.value} zoom={zoom.value}
            percent={new Intl.NumberFormat(words.language, { style: 'percent' }).format(zoom.value)}
            onPage={go} onStep={step} onZoom={by => { zoom.value = zoomed(zoom.value, by) }} />
        {paper.pagesInAll > paper.pages && <p>{w.onlyFirst(numberFormat.format(paper.pages), numberFormat.format(paper.pagesInAll))}</p>}
        <div class="pdf-window">
            {link.value !== undefined && <p class="leads" role="status">{w.leadsTo} <b>{link.value}</b>
                <a href={link.value} target="_blank" rel="noopener noreferrer" onClick={() => { link.value = undefined }}>{w.follow}</a>
                <button type="button" class="plain" onClick={() => { link.value = undefined }}>{w.forget}</button></p>}
            <div ref={window} class="pages" tabIndex={0} role="group" aria-label={w.pages} onScroll={scrolled}>
                {Array.from({ length: paper.pages }, (_, i) => <PageHolder key={i} w={w} number={i + 1}
                    size={sizes.value.get(i + 1) ?? usual} room={room.value} zoom={zoom.value}
                    fate={fates.value.get(i + 1)} links={links.value.get(i + 1)} onLink={href => { link.value = href }} />)}
            </div>
        </div>
    </div>
}

/** As large as its page, whether it is drawn or not: what is in `.sheet` is made elsewhere. */
function PageHolder({ w, number, size, room, zoom, fate, links, onLink }: { w: PdfWords, number: number, size: Size, room: number, zoom: number,
    fate: Fate | undefined, links: PageLink[] | undefined, onLink: (href: string) => void }) {
    const scale = scaleOf(size, room, zoom)
    return <section data-page={number} aria-label={w.page(number)} style={{ width: `${size.width * scale}px`, height: `${size.height * scale}px` }}>
        <div class="sheet" />
        {fate === 'tooLong' && <p role="alert">{w.pageTooLong}</p>}
        {fate === 'broken' && <p role="alert">{w.pageBroken}</p>}
        {links?.map(({ href, left, top, width, height }) => <button type="button" class="pdf-link" title={href} aria-label={w.link(href)}
            style={{ left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` }} onClick={() => onLink(href)} />)}
    </section>
}

function PdfTools({ w, count, pages, current, zoom, percent, onPage, onStep, onZoom }: { w: PdfWords, count: string, pages: number, current: number, zoom: number, percent: string,
    onPage: (number: number) => void, onStep: (by: 1 | -1) => void, onZoom: (by: 1 | -1) => void }) {
    const typed = useRef<HTMLInputElement>(null)
    useEffect(() => { typed.current!.value = String(current) }, [current])
    const button = (name: string, sign: string, isOff: boolean, act: () => void) => <button type="button" class="icon-button" title={name} aria-label={name}
        aria-disabled={isOff} onClick={act}><span aria-hidden="true" data-sign={sign} /></button>
    return <div class="pdf-tools" role="toolbar" aria-label={w.pages}>
        {button(w.previous, '‹', current <= 1, () => onStep(-1))}
        <input ref={typed} type="text" inputMode="numeric" size={4} aria-label={w.pageNumber} onChange={() => {
            const number = pageOf(typed.current!.value, pages)
            if (number !== undefined) onPage(number)
            typed.current!.value = String(number ?? current)
        }} onKeyDown={event => { if (event.key === 'Enter') { event.preventDefault(); typed.current!.blur() } }} />
        <span>{w.of(count)}</span>
        {button(w.next, '›', current >= pages, () => onStep(1))}
        <span class="gap" />
        {button(w.smaller, '−', zoom <= ZOOMS[0]!, () => onZoom(-1))}
        <span class="zoom" role="status" aria-label={w.zoom(percent)}>{percent}</span>
        {button(w.larger, '+', zoom >= ZOOMS.at(-1)!, () => onZoom(1))}
    </div>
}
