import { harmless } from '../base/trusted'
import { remoteOfCss } from './css'

/**
 * HTML as others get it, as drafts have it too: nothing is left of what the page put into it to show it. `leaving`
 * alone makes it, and what is sent takes nothing else.
 */
export type Leaving = string & { readonly mayLeave: true }

/** What leaves may name pictures by. All else leads to what only this page has. */
const ADDRESS = /^(?:https?:|cid:|data:image\/)/i
/** Added where mail is shown and written: html/sanitise.ts, html/links.ts, the editor. */
const OWN = /^(?:data-|contenteditable$)/

/** Pictures lead again where they led: to a part of the message, or to where they lie. */
export function leaving(written: string): Leaving {
    const { body } = new DOMParser().parseFromString(harmless(`<body>${written}`), 'text/html')
    withoutOwn(body)
    for (const one of body.querySelectorAll<HTMLElement>('*')) {
        takeHere(one)
        ledAgain(one)
        for (const name of one.getAttributeNames()) if (OWN.test(name)) one.removeAttribute(name)
        if (one.getAttribute('target') !== '_blank') continue
        one.removeAttribute('target')
        one.removeAttribute('rel')
    }
    body.querySelectorAll('img[src=""]').forEach(one => one.remove())
    return body.innerHTML as Leaving
}

/** What is written beside links, and what folds quotes, where mail is read: one may have copied it from there. */
export function withoutOwn(root: ParentNode): void {
    root.querySelectorAll('[data-target]').forEach(one => one.remove())
    root.querySelectorAll('details > [data-fold]').forEach(one => {
        const details = one.parentElement!
        one.remove()
        details.replaceWith(...details.childNodes)
    })
}

/** Whether the HTML shows this part of its message: RFC 2392. */
export function showsPart(html: Leaving, cid: string): boolean { return html.includes(`"${addressOf(cid)}"`) }

/** What could end the address, or mean something in it, is encoded; programs that decode nothing read the rest. */
function addressOf(cid: string): string {
    return `cid:${cid.replace(/[^\w!$'()*+,./:;=?@^`{|}~-]/gu, sign => Array.from(new TextEncoder().encode(sign),
        octet => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`).join(''))}`
}

/** What only this page has: whose place it took is written down beside it, if there was anything. */
function takeHere(one: HTMLElement): void {
    for (const name of ['src', 'background']) {
        const value = one.getAttribute(name)
        if (value === null || ADDRESS.test(value.trim())) continue
        if (one.tagName === 'IMG' && name === 'src') one.setAttribute(name, '')
        else one.removeAttribute(name)
    }
    const style = one.getAttribute('style') ?? ''
    if (/\bblob:/i.test(style)) one.setAttribute('style', remoteOfCss(style).css)
}

function ledAgain(one: HTMLElement): void {
    const { cid, remote, remoteStyle } = one.dataset
    const address = cid !== undefined ? addressOf(cid) : remote
    if (address !== undefined) one.setAttribute(one.tagName === 'IMG' ? 'src' : 'background', address)
    if (remoteStyle === undefined) return
    const style = one.getAttribute('style')?.replace(/;\s*$/, '')
    const behind = `background-image: url("${remoteStyle.replaceAll('"', '%22')}")`
    one.setAttribute('style', style ? `${style}; ${behind}` : behind)
}
