import { harmless } from '../base/trusted'
import { keepShapes } from './layout'
import { hasTooMany } from './many'
import { foldQuotes } from './quotes'
import { sanitise } from './sanitise'
import { type Elsewhere, showTargets } from './links'

/**
 * Of the frame that shows mail: nothing runs in it, and it loads nothing, from nowhere, ever. Pictures are fetched by
 * the
 * page, where somebody has asked for them, and come in as blobs.
 */
export const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src blob: data:; base-uri 'none'; form-action 'none'"

/**
 * `dark`: as messages without colours are shown; `turned`: light ones made dark; `own`: the message has thought of
 * it.
 */
export type Look = 'light' | 'dark' | 'turned' | 'own'

export interface Prepared {
    /** For `srcdoc`. */
    document: string
    remote: string[]
    cids: string[]
    look: Look
    /** Links that lead elsewhere than their text says. */
    elsewhere: Elsewhere[]
    /** Only its text is shown: it has too many elements. */
    isPlain: boolean
}

const BASE = `
html { overflow-x: auto; overflow-wrap: break-word; overscroll-behavior-x: contain; }
body { margin: 0; padding: 1px; font: 0.9375rem/1.45 system-ui, sans-serif; }
img { max-width: 100%; } img[data-cid], img[data-remote] { min-width: 1em; min-height: 1em; outline: 1px dashed GrayText; }
blockquote { margin: 0 0 0 4px; padding-left: 10px; border-left: 2px solid GrayText; } pre { white-space: pre-wrap; }
table { max-width: calc(100vw - 2px); }`
const LOOKS: Record<Look, string> = {
    light: 'html { color-scheme: only light; background: #fff; color: #1b1d21; }',
    dark: 'html { color-scheme: dark; background: #16181c; color: #e7e9ee; } a { color: #8fb2ff; }',
    turned: 'html { color-scheme: only light; background: #fff; color: #1b1d21; filter: invert(0.92) hue-rotate(180deg); } '
        + 'img[src] { filter: invert(1) hue-rotate(180deg); }',
    own: 'html { color-scheme: light dark; }',
}
/** Paper is white, whatever the page is. */
const PRINTED = '@media print { html { color-scheme: only light; background: #fff; color: #000; filter: none; } '
    + 'img[src] { filter: none; } }'

/** `isDark`: what the page looks like. `unfold`: what opens a folded quote. */
export function prepare(html: string, isDark: boolean, unfold: string): Prepared {
    const { whole, isPlain, ...found } = cleaned(html, unfold)
    const look = lookOf(whole, isDark)
    return { ...found, document: harmless(documentOf(whole.innerHTML, look)), look, isPlain }
}

/** What is taken out may let the rest be read otherwise, and be more then, by the frame: so it is counted again. */
function cleaned(html: string, unfold: string, isAsked?: true) {
    const { body, ofBody, isPlain, remote, cids } = sanitise(html, isAsked)
    const elsewhere = showTargets(body)
    if (body.firstChild) foldQuotes(body, unfold)
    keepShapes(body)
    const [whole, holder] = [body.ownerDocument.createElement('html'), body.ownerDocument.createElement('body')]
    for (const [name, value] of Object.entries(ofBody)) holder.setAttribute(name, value)
    holder.append(body)
    whole.append(holder)
    if (!isPlain && hasTooMany(whole.innerHTML)) return cleaned(html, unfold, true)
    return { whole, remote, cids, elsewhere, isPlain }
}

/** `body`: with its tags. The policy is the first of all: what stands before it would not be under it. */
export function documentOf(body: string, look: Look): string {
    return `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="${POLICY}">`
        + '<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer">'
        + `<style>${BASE}${LOOKS[look]}${PRINTED}</style></head>${body}</html>`
}

function lookOf(holder: HTMLElement, isDark: boolean): Look {
    if (!isDark) return 'light'
    const styles = [...holder.querySelectorAll('style')].map(one => `${one.media} ${one.textContent}`).join(' ')
    if (/prefers-color-scheme/i.test(styles)) return 'own'
    const isColoured = holder.querySelector('[bgcolor], [color], [text]') !== null || /(color|background)\s*:/i.test(styles)
        || [...holder.querySelectorAll('[style]:not([data-target]):not(summary)')].some(one => namesColour(one.getAttribute('style')!))
    return isColoured ? 'turned' : 'dark'
}

function namesColour(style: string): boolean {
    return style.split(';').some(one => /color|background/i.test(one.slice(0, Math.max(0, one.indexOf(':')))))
}
