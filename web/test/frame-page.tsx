import { render } from 'preact'
import { Editor } from '../src/compose/editor'
import { documentOf } from '../src/html/document'
import { SANDBOX } from '../src/html/sandbox'
import { HtmlFrame } from '../src/mail/html-frame'
import { en } from '../src/text/en'
import { setLook } from '../src/ui/look'

/**
 * `sanitised`: as mail is shown. `asked`: and its pictures were asked for. `edited`: as it is quoted while one
 * answers. `raw`: nothing but the frame holds it. `open`: nothing holds it. `dark`: as mail is shown where the page was
 * made dark.
 */
export interface FrameCase { name: string, html: string, how: 'sanitised' | 'dark' | 'asked' | 'edited' | 'raw' | 'open' }
export interface FrameFound {
    name: string, how: string, faults: string[], document: string, background: string
    /** What is told outside of the message. */
    notes: string[]
}

const AT_ONCE = 80
const SETTLE_MS = 350
const FORBIDDEN = 'script, iframe, frame, object, embed, applet, link, base, form, input, button, textarea, svg, math, meta, '
    + 'audio, video, source, template, foreignObject, portal, fencedframe'
/** What loads, or leads somewhere, and that no mail keeps. */
const LOADING = new RegExp('^(srcset|background|poster|ping|(form)?action|xlink:href|longdesc|data|lowsrc|dynsrc|'
    + 'codebase|classid|archive|profile|manifest|icon|attributionsrc)$')

const pwned = () => (window as unknown as { pwned?: unknown }).pwned
for (const name of ['alert', 'confirm', 'prompt'] as const) {
    (window as unknown as Record<string, unknown>)[name] = () => { (window as unknown as { pwned?: unknown }).pwned = name }
}

function shown(one: FrameCase): { holder: HTMLElement, sentinel: HTMLElement } {
    const [holder, sentinel] = [document.createElement('div'), document.createElement('div')]
    sentinel.textContent = 'the application'
    holder.append(sentinel)
    const inner = document.createElement('div')
    holder.append(inner)
    document.body.append(holder)
    if (one.how === 'sanitised' || one.how === 'asked' || one.how === 'dark') {
        setLook('theme', one.how === 'dark' ? 'dark' : '')
        const picture = () => Promise.resolve(one.how === 'asked' ? PICTURE : undefined)
        const pictures = { own: picture, remote: picture }
        render(<HtmlFrame words={en} html={one.html} pictures={pictures} onMailto={() => undefined} />, inner)
    } else if (one.how === 'edited') {
        render(<Editor words={en} html={one.html} pictureOf={() => Promise.resolve(undefined)} onChange={() => undefined} onFiles={() => undefined}
            onKeyDown={() => undefined} onHandle={() => undefined} hasFocus={false} />, inner)
    } else {
        const frame = document.createElement('iframe')
        if (one.how === 'raw') frame.setAttribute('sandbox', SANDBOX)
        frame.srcdoc = one.how === 'raw' ? documentOf(`<body>${one.html}</body>`, 'light') : one.html
        inner.append(frame)
    }
    return { holder, sentinel }
}

/** One dot, which the page has; nothing is fetched for it. */
const PICTURE = new Blob([Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), one => one.charCodeAt(0))], { type: 'image/gif' })

async function loaded(holder: HTMLElement): Promise<HTMLIFrameElement | undefined> {
    for (let i = 0; i < 100; i++) {
        const frame = holder.querySelector('iframe')
        if (frame?.contentDocument?.readyState === 'complete' && frame.contentDocument.URL === 'about:srcdoc') return frame
        await new Promise(resolve => setTimeout(resolve, 20))
    }
    return undefined
}

function faultsOf(one: FrameCase, frame: HTMLIFrameElement | undefined, sentinel: HTMLElement): string[] {
    if (!frame) return ['it is not shown']
    const faults: string[] = []
    const inside = frame.contentDocument
    if (!inside || inside.URL !== 'about:srcdoc') return ['it went elsewhere']
    if ((frame.contentWindow as unknown as { pwned?: unknown }).pwned === 1 || pwned() === 1 || typeof pwned() === 'string') faults.push('a script ran')
    sentinel.scrollIntoView()
    const { left, top } = sentinel.getBoundingClientRect()
    if (document.elementFromPoint(left + 5, top + 5) !== sentinel) faults.push('it draws over the application')
    if (one.how === 'asked') return [...faults, ...unseen(inside)]
    return one.how === 'sanitised' || one.how === 'edited' ? [...faults, ...left_over(inside)] : faults
}

function backgroundOf(frame: HTMLIFrameElement | undefined): string {
    const root = frame?.contentDocument?.documentElement
    return root ? getComputedStyle(root).backgroundColor : ''
}

/** Pictures that were asked for and are not there. */
function unseen(inside: Document): string[] {
    return [...inside.images].filter(one => !one.complete || one.naturalWidth === 0).map(one => `a picture is not shown: ${one.outerHTML}`)
}

/** What must not be there, whether or not it does anything. */
function left_over(inside: Document): string[] {
    const faults = [...inside.body.querySelectorAll(FORBIDDEN)].map(one => `<${one.localName}> is left`)
    const isPage = inside.body.localName === 'body' && inside.documentElement.localName === 'html'
    if (!isPage) faults.push('a name takes the place of the page')
    for (const one of [inside.body, ...inside.body.querySelectorAll('*')]) {
        for (const { name, value } of one.attributes) {
            if (name.startsWith('on') || LOADING.test(name)) faults.push(`${name} is left`)
            if (/^(cite|usemap)$/.test(name) && !/^(https?:|#)/i.test(value)) faults.push(`${name}="${value}"`)
            // eslint-disable-next-line no-control-regex
            if (/^(href|src|action|xlink:href|data)$/.test(name) && /^(javascript|vbscript|data:text)/i.test(value.replace(/[\u0000-\u0020]/g, '')))
                faults.push(`${name}="${value}"`)
        }
        const style = one.getAttribute('style') ?? ''
        if (/url\s*\(|@import|expression\s*\(/i.test(style)) faults.push(`style="${style}"`)
    }
    const link = [...inside.body.querySelectorAll('a[href], area[href]')].find(one => !one.getAttribute('href')!.startsWith('#')
        && (one.getAttribute('rel') !== 'noopener noreferrer' || one.getAttribute('target') !== '_blank'))
    if (link) faults.push(`a link that knows the page: ${link.outerHTML}`)
    if (inside.head.firstElementChild?.getAttribute('http-equiv') !== 'Content-Security-Policy') faults.push('the policy is not first')
    return faults
}

async function all(): Promise<FrameFound[]> {
    const cases = await (await fetch('/data')).json() as FrameCase[]
    const found: FrameFound[] = []
    for (let i = 0; i < cases.length; i += AT_ONCE) {
        const part = cases.slice(i, i + AT_ONCE).map(one => ({ one, ...shown(one) }))
        const frames = await Promise.all(part.map(({ holder }) => loaded(holder)))
        part.filter(({ one }) => one.how === 'asked').forEach(({ holder }) => holder.querySelector<HTMLElement>('.bar button')?.click())
        await new Promise(resolve => setTimeout(resolve, SETTLE_MS))
        part.forEach(({ one, holder, sentinel }, n) => found.push({ name: one.name, how: one.how,
            faults: faultsOf(one, frames[n], sentinel),
            notes: [...holder.querySelectorAll('.bar .note')].map(note => note.textContent ?? ''),
            document: frames[n]?.contentDocument?.body?.outerHTML ?? '', background: backgroundOf(frames[n]) }))
        part.forEach(({ holder }) => holder.remove())
        delete (window as unknown as { pwned?: unknown }).pwned
    }
    return found
}

void all().then(found => fetch('/result', { method: 'POST', body: JSON.stringify(found) }),
    error => fetch('/result', { method: 'POST', body: JSON.stringify(String(error)) }))
