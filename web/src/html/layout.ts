/**
 * Attributes by which mail is laid out, and that hold no address: whatever stands in them loads nothing and leads
 * nowhere. Those that hold one (href, src, background, cite, usemap ...) stay under the pattern of addresses.
 */
export const LAYOUT = [
    'abbr', 'align', 'axis', 'bgcolor', 'border', 'bordercolor', 'cellpadding', 'cellspacing', 'char', 'clear',
    'color', 'colspan', 'compact', 'coords', 'datetime', 'dir', 'face', 'frame', 'headers', 'height', 'hidden',
    'hspace', 'lang', 'media', 'noshade', 'nowrap', 'open', 'reversed', 'rowspan', 'rules', 'scope', 'shape',
    'size', 'span', 'start', 'translate', 'type', 'valign', 'vspace', 'width', 'alink', 'link', 'text', 'vlink',
    'bottommargin', 'leftmargin', 'marginheight', 'marginwidth', 'rightmargin', 'topmargin',
]
/** Of the body of a message, which the body that is shown gets; what is known of its picture too. */
const OF_BODY = [
    'alink', 'bgcolor', 'bottommargin', 'class', 'data-cid', 'data-remote', 'data-remote-style', 'dir', 'id',
    'lang', 'leftmargin', 'link', 'marginheight', 'marginwidth', 'rightmargin', 'style', 'text', 'topmargin',
    'vlink',
]
/** No table that is read is wider or higher, and a browser takes minutes over some that are. */
const SPANS_MAX: Record<string, number> = { colspan: 100, rowspan: 1_000, span: 100 }
/** Cells of the grid, in a whole message, that are there only because others reach over them. */
const SPANNED_MAX = 50_000

const PIXELS = /^\s*(\d{1,5})(?:px)?\s*$/i

/** Counts what the cells of one message reach over, and takes the attribute away where it is too much. */
export function spanning(): (node: Element) => void {
    let spanned = 0
    return node => {
        let cells = 1
        for (const [name, most] of Object.entries(SPANS_MAX)) {
            const value = node.getAttribute(name)
            if (value === null) continue
            const count = Number.parseInt(value, 10)
            if (count > 1 && count <= most && spanned + cells * count <= SPANNED_MAX) cells *= count
            else node.removeAttribute(name)
        }
        if (cells > 1) spanned += cells
    }
}

/** What the body of a message says of the whole of it. Its `dir` and `lang` may stand one element higher. */
export function ofBody(body: Element): Record<string, string> {
    const said: Record<string, string> = {}
    for (const name of OF_BODY) {
        const value = body.getAttribute(name)
        if (value !== null) said[name] = value
    }
    for (const name of ['dir', 'lang']) {
        const value = body.parentElement?.getAttribute(name)
        if (value) said[name] ??= value
    }
    return said
}

/**
 * A picture that is too wide for the page gets narrower: it keeps the shape that its attributes give it. What its own
 * style says counts more.
 */
export function keepShapes(body: ParentNode): void {
    for (const image of body.querySelectorAll('img[width][height]')) {
        const [width, height] = ['width', 'height'].map(name => PIXELS.exec(image.getAttribute(name)!)?.[1])
        const style = image.getAttribute('style') ?? ''
        if (!Number(width) || !Number(height) || /(?:^|[;\s-])(?:width|height|aspect-ratio)\s*:/i.test(style)) continue
        image.setAttribute('style', `aspect-ratio: ${width} / ${height}; height: auto; ${style}`.trim())
    }
}
