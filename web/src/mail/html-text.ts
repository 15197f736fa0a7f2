const BLOCKS = 'address, article, blockquote, br, div, h1, h2, h3, h4, h5, h6, hr, li, p, pre, section, table, tr'
const UNSEEN = 'head, script, style, template, noscript, iframe, object, svg, title'

/** The text in HTML. The document is one of its own: nothing of it runs, is loaded, or comes into the page. */
export function textOfHtml(html: string): string {
    const { body } = new DOMParser().parseFromString(html, 'text/html')
    body.querySelectorAll(UNSEEN).forEach(one => one.remove())
    body.querySelectorAll(BLOCKS).forEach(one => one.before('\n'))
    return (body.textContent ?? '').replace(/[ \t\u00a0]+/g, ' ').replace(/ *\n */g, '\n').replace(/\n{3,}/g, '\n\n').trim()
}
