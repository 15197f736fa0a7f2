import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Prepared } from '../html/document'
import { SANDBOX } from '../html/sandbox'
import type { Messages } from '../text/en'
import { isDark } from '../ui/look'
import type { Pictures } from './pictures'

/** A message whose size never settles is scrolled in itself. In pixels. */
const HEIGHT_MAX = 30_000
const GROWTHS_MAX = 60
/** What Enter or a space opens, where it has the focus. */
const OPENED = 'a[href], area[href], summary'

interface Props {
    words: Messages
    html: string
    pictures: Pictures
    /** What lies elsewhere is not to be had: why. */
    noRemote?: string
    /** Somebody writes to this `mailto:`. */
    onMailto: (href: string) => void
}

/** A message in HTML, in a frame in which nothing runs and that loads nothing by itself: see html/document.ts. */
export function HtmlFrame({ words, html, pictures, noRemote, onMailto }: Props) {
    const prepared = useSignal<Prepared | undefined>(undefined)
    const isAsked = useSignal(false)
    const isLight = useSignal(false)
    const dark = isDark()
    useEffect(() => {
        let isOver = false
        isAsked.value = false
        void import('../html/document').then(({ prepare }) => {
            if (!isOver) prepared.value = prepare(html, dark && !isLight.value, words.reading.unfold)
        })
        return () => { isOver = true }
    }, [html, isLight.value, dark])
    const mail = prepared.value
    return <div class="html">
        <div class="bar">
            {mail && mail.remote.length > 0 && !isAsked.value && <p class="note">
                {noRemote ?? <>{words.reading.blocked(mail.remote.length)} <button type="button"
                    onClick={() => { isAsked.value = true }}>{words.reading.showPictures}</button></>}</p>}
            {mail?.isPlain && <p class="note">{words.reading.onlyText}</p>}
            {mail?.elsewhere.map(({ named, host }) => <p class="note">{words.reading.elsewhere(named, host)}</p>)}
            {mail && dark && mail.look !== 'dark' && mail.look !== 'own' && <button type="button" class="plain" aria-pressed={isLight.value}
                onClick={() => { isLight.value = !isLight.value }}>{words.reading.ownColours}</button>}
        </div>
        {mail ? <Frame words={words} mail={mail} pictures={pictures} isAsked={isAsked.value} onMailto={onMailto} />
            : <p class="note">{words.list.loading}</p>}
    </div>
}

function Frame({ words, mail, pictures, isAsked, onMailto }:
    { words: Messages, mail: Prepared, pictures: Pictures, isAsked: boolean, onMailto: (href: string) => void }) {
    const frame = useRef<HTMLIFrameElement>(null)
    const isLoaded = useSignal('')
    const urls = useRef<string[]>([])
    const missing = useSignal(0)
    useEffect(() => () => urls.current.splice(0).forEach(one => URL.revokeObjectURL(one)), [mail.document])
    useEffect(() => {
        if (isLoaded.value !== mail.document) return undefined
        return follow(frame.current!, onMailto)
    }, [isLoaded.value, mail.document])
    useEffect(() => {
        if (isLoaded.value !== mail.document) return
        for (const cid of mail.cids) void pictures.own(cid).then(blob => fill(frame.current, 'data-cid', cid, blob, urls.current))
    }, [isLoaded.value, mail.document])
    useEffect(() => {
        if (isLoaded.value !== mail.document || !isAsked) return
        missing.value = 0
        for (const url of mail.remote) {
            void pictures.remote(url).then(blob => {
                if (!blob) missing.value++
                fill(frame.current, 'data-remote', url, blob, urls.current)
                fill(frame.current, 'data-remote-style', url, blob, urls.current)
            })
        }
    }, [isLoaded.value, mail.document, isAsked])
    return <>
        {missing.value > 0 && <p class="note" role="status">{words.reading.picturesMissing(missing.value)}</p>}
        <iframe ref={frame} title={words.reading.label} sandbox={SANDBOX} srcdoc={mail.document} referrerpolicy="no-referrer"
            onLoad={() => { isLoaded.value = mail.document }} />
    </>
}

/** The picture comes into the places that wait for it. */
function fill(frame: HTMLIFrameElement | null, name: string, value: string, blob: Blob | undefined, urls: string[]): void {
    const document = frame?.contentDocument
    if (!document || !blob) return
    const url = URL.createObjectURL(blob)
    urls.push(url)
    for (const one of document.querySelectorAll<HTMLElement>(`[${name}="${CSS.escape(value)}"]`)) {
        if (name === 'data-remote-style' || one.tagName !== 'IMG') one.style.backgroundImage = `url("${url}")`
        else one.setAttribute('src', url)
        one.removeAttribute(name)
    }
}

/**
 * The frame is as high as what is in it; keys go on to the page, but for those that are a link's own; who clicks on an
 * address writes to it here.
 */
function follow(frame: HTMLIFrameElement, onMailto: (href: string) => void): () => void {
    const document = frame.contentDocument
    if (!document) return () => undefined
    let growths = 0
    const measure = () => {
        const height = Math.min(HEIGHT_MAX, Math.ceil(document.documentElement.getBoundingClientRect().height))
        const bar = document.documentElement.scrollWidth > document.documentElement.clientWidth ? 18 : 0
        const wanted = `${Math.max(24, height + bar)}px`
        if (frame.style.height !== wanted && growths++ < GROWTHS_MAX) frame.style.height = wanted
    }
    const resized = new ResizeObserver(measure)
    resized.observe(document.documentElement)
    measure()
    document.addEventListener('keydown', event => {
        if (/^(?:Enter| )$/.test(event.key) && (event.target as Element | null)?.closest?.(OPENED)) return
        const again = new KeyboardEvent('keydown', event)
        if (!frame.ownerDocument.dispatchEvent(again)) event.preventDefault()
    })
    const lead = (event: Event) => {
        const link = (event.target as Element | null)?.closest?.('a[href], area[href]')
        const href = link?.getAttribute('href')?.trim() ?? ''
        const isInside = href.startsWith('#')
        if (!isInside && (event.type !== 'click' || !/^mailto:/i.test(href))) return
        event.preventDefault()
        if (!isInside) onMailto(href)
        else if (event.type === 'click') partOf(document, href.slice(1))?.scrollIntoView()
    }
    document.addEventListener('click', lead)
    // by the middle button it would be opened as a page of ours
    document.addEventListener('auxclick', lead)
    return () => resized.disconnect()
}

/** Where a link inside the message leads: the browser would look for it in the page around the frame. */
function partOf(document: Document, fragment: string): Element | null {
    if (fragment === '' || /^top$/i.test(fragment)) return document.documentElement
    for (const name of [fragment, decoded(fragment)]) {
        const found = document.getElementById(name) ?? document.querySelector(`a[name="${CSS.escape(name)}"]`)
        if (found) return found
    }
    return null
}

function decoded(fragment: string): string {
    try {
        return decodeURIComponent(fragment)
    } catch {
        return fragment
    }
}
