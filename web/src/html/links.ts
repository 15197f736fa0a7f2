import { inert } from '../text/addresses'

/** What looks like the address of a place: with a scheme, or a name with points and an ending of letters. */
const ADDRESS = /(?:https?:\/\/)?((?:[a-z0-9\u00a1-\uffff-]+\.)+[a-z\u00a1-\uffff]{2,})(?=[/:?#\s]|$)/i
/** Beats what the message's own style says. */
const STYLE = 'all: initial !important; display: inline !important; font: 0.85em system-ui, sans-serif !important; '
    + 'color: CanvasText !important; background: Canvas !important; border: 1px solid !important; padding: 0 4px !important; '
    + 'position: relative !important; z-index: 2147483647 !important; white-space: nowrap !important; unicode-bidi: isolate !important'

/** Where a link's text names one place and the link leads to another, the other is written behind it. */
export function showTargets(body: ParentNode): void {
    for (const link of body.querySelectorAll('a[href]')) {
        const host = hostOf(link.getAttribute('href')!)
        const named = ADDRESS.exec(inert(link.textContent ?? ''))?.[1]
        if (host === undefined || named === undefined || isSamePlace(named, host)) continue
        const shown = link.ownerDocument.createElement('span')
        shown.setAttribute('style', STYLE)
        shown.setAttribute('data-target', '')
        shown.textContent = `→ ${host}`
        link.append(' ', shown)
    }
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
