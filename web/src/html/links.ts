import { inert } from '../text/addresses'

/** Of what the name of a host is made, as people write it. */
const NAME = /[a-z0-9\u00a1-\uffff.-]+/gi
/** RFC 1035 section 2.3.4. */
const NAME_CHARACTERS_MAX = 253
/** Beats what the message's own style says. */
const STYLE = 'all: initial !important; display: inline !important; font: 0.85em system-ui, sans-serif !important; '
    + 'color: CanvasText !important; background: Canvas !important; border: 1px solid !important; padding: 0 4px !important; '
    + 'position: relative !important; z-index: 2147483647 !important; white-space: nowrap !important; unicode-bidi: isolate !important'

/** A link whose text names one place, and that leads to another; both as they are written for machines. */
export interface Elsewhere { named: string, host: string }
/** So many are told: the first ones, each once. */
const TOLD_MAX = 3

/**
 * Where a link's text names one place and the link leads to another, the other is written behind it. The message's own
 * style may hide that: what is given back is told outside of it.
 */
export function showTargets(body: ParentNode): Elsewhere[] {
    const found = new Map<string, Elsewhere>()
    for (const link of body.querySelectorAll('a[href]')) {
        const host = hostOf(link.getAttribute('href')!)
        const named = namedIn(inert(link.textContent ?? ''))
        if (host === undefined || named === undefined || isSamePlace(named, host)) continue
        const shown = link.ownerDocument.createElement('span')
        shown.setAttribute('style', STYLE)
        shown.setAttribute('data-target', '')
        shown.textContent = `→ ${host}`
        // what the link cuts off is not cut off behind it
        link.after(' ', shown)
        const plain = hostOf(`https://${named}`) ?? named
        if (found.size < TOLD_MAX) found.set(`${plain} ${host}`, { named: plain, host })
    }
    return [...found.values()]
}

/** What looks like the name of a place: words with points between, the last one of letters. The first one counts. */
function namedIn(text: string): string | undefined {
    for (const { 0: found, index } of text.matchAll(NAME)) {
        // a point may be that of the sentence
        const labels = found.slice(-NAME_CHARACTERS_MAX).replace(/\.$/, '').split('.')
        const name = labels.slice(labels.lastIndexOf('') + 1)
        const isEnded = /^[/:?#\s]?$/.test(text.charAt(index + found.length))
        if (isEnded && name.length > 1 && /^[a-z\u00a1-\uffff]{2,}$/i.test(name.at(-1)!)) return name.join('.')
    }
    return undefined
}

/** As it is written for machines: a letter that looks like another one is seen. */
function hostOf(href: string): string | undefined {
    try {
        const { protocol, hostname } = new URL(href)
        return protocol === 'http:' || protocol === 'https:' ? hostname : undefined
    } catch {
        return undefined
    }
}

/** `www.` and names below the named one are of the same place. */
function isSamePlace(named: string, host: string): boolean {
    const plain = hostOf(`https://${named}`)?.replace(/^www\./, '')
    return plain === undefined || host === plain || host.endsWith(`.${plain}`)
}
