import DOMPurify, { type Config as DOMPurifyConfig } from 'dompurify'
import { policy } from '../base/trusted'
import { remoteOfCss, withoutImports } from './css'
import { LAYOUT, ofBody, spanning } from './layout'
import { hasTooMany, withoutElements } from './many'

/** What of a message's HTML may be shown. Nodes of a document of their own: nothing of it runs or is loaded. */
export interface Sanitised {
    body: DocumentFragment
    /** Attributes of its `<body>`: colours, direction, style. */
    ofBody: Record<string, string>
    /** It had so many elements that its text is all that is shown. */
    isPlain: boolean
    /**
     * Addresses of images that lie at others; in the HTML `data-remote` and `data-remote-style` say where they
     * belong.
     */
    remote: string[]
    /** Content-IDs of images that the message brings along; `data-cid` says where. */
    cids: string[]
}

/** Neither forms nor frames, no SVG and no MathML: mail needs none of them, and most tricks do. */
const CONFIG = {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['form', 'input', 'button', 'select', 'option', 'optgroup', 'datalist', 'textarea', 'output', 'fieldset',
        'dialog', 'audio', 'video', 'source', 'track', 'picture', 'template', 'slot', 'nav', 'marquee'],
    FORBID_ATTR: ['srcset', 'sizes', 'poster', 'ping', 'action', 'formaction', 'autofocus', 'tabindex', 'accesskey',
        'contenteditable', 'popover', 'popovertarget', 'is', 'slot', 'download', 'loading', 'target'],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|cid:|data:image\/(?:png|gif|jpe?g|webp|bmp);|#)/i,
    // nothing but addresses passes by it, and what is empty
    ADD_URI_SAFE_ATTR: LAYOUT,
    ADD_ATTR: LAYOUT,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOW_UNKNOWN_PROTOCOLS: false,
    FORCE_BODY: true,
    RETURN_DOM_FRAGMENT: true as const,
}
/** A message that names more is not one that anybody reads. */
const REMOTE_MAX = 300

/** `isPlain`: nothing but its text is wanted. */
export function sanitise(html: string, isPlain = hasTooMany(html)): Sanitised {
    const found = { remote: new Set<string>(), cids: new Set<string>() }
    const purify = DOMPurify(window)
    const boundSpans = spanning()
    let whole: Record<string, string> = {}
    purify.addHook('uponSanitizeElement', (node, { tagName }) => {
        if (tagName === 'style') node.textContent = withoutImports(node.textContent ?? '')
    })
    purify.addHook('afterSanitizeAttributes', node => {
        takeImage(node, found)
        takeStyle(node, found)
        boundSpans(node)
        if (node.tagName === 'BODY') whole = ofBody(node)
        if (node.matches('a, area')) takeLink(node)
    })
    // behind a body that was begun no frameset takes its place
    const body = purify.sanitize(`<body>${isPlain ? withoutElements(html) : html}`, policy ? { ...CONFIG, TRUSTED_TYPES_POLICY: policy as unknown as NonNullable<DOMPurifyConfig['TRUSTED_TYPES_POLICY']> } : CONFIG)
    return { body, ofBody: whole, isPlain, remote: [...found.remote], cids: [...found.cids] }
}

interface Found { remote: Set<string>, cids: Set<string> }

/** `src` of images, and `background` of the tables of old. Elsewhere neither is kept. */
function takeImage(node: Element, found: Found): void {
    for (const name of ['src', 'background']) {
        const value = node.getAttribute(name)?.trim()
        if (value === undefined) continue
        if (name === 'src' && node.tagName === 'IMG' && /^data:/i.test(value)) continue
        node.removeAttribute(name)
        if (name === 'src' && node.tagName !== 'IMG') continue
        if (/^cid:/i.test(value)) keep(node, 'data-cid', cidOf(value), found.cids)
        else if (/^https?:/i.test(value)) keep(node, 'data-remote', value, found.remote)
    }
}

function keep(node: Element, name: string, value: string, all: Set<string>): void {
    if (all.size >= REMOTE_MAX && !all.has(value)) return
    all.add(value)
    node.setAttribute(name, value)
}

/** RFC 2392: what stands behind `cid:` is encoded as in addresses. */
function cidOf(value: string): string {
    try {
        return decodeURIComponent(value.slice(4))
    } catch {
        return value.slice(4)
    }
}

function takeStyle(node: Element, found: Found): void {
    const style = node.getAttribute('style')
    if (style === null) return
    const { css, remote } = remoteOfCss(style)
    if (css === '') node.removeAttribute('style')
    else if (css !== style) node.setAttribute('style', css)
    if (remote) keep(node, 'data-remote-style', remote, found.remote)
}

/** They lead away from the page, into a window that knows nothing of it. */
function takeLink(node: Element): void {
    const href = node.getAttribute('href') ?? ''
    if (!/^(https?:|mailto:|tel:|#)/i.test(href.trim())) node.removeAttribute('href')
    else if (!href.startsWith('#')) {
        node.setAttribute('target', '_blank')
        node.setAttribute('rel', 'noopener noreferrer')
    }
}
