import { harmless } from '../base/trusted'
import { bearable } from './many'

const BLOCKS = 'address, article, blockquote, br, div, h1, h2, h3, h4, h5, h6, hr, li, p, pre, section, table, tr'
const UNSEEN = 'head, script, style, template, noscript, iframe, object, svg, title'

/**
 * The text in HTML, quotes behind `>`. The document is one of its own: nothing of it runs, is loaded, or comes into
 * the page.
 */
export function textOfHtml(html: string): string {
    const { body } = new DOMParser().parseFromString(harmless(`<body>${bearable(html)}`), 'text/html')
    body.querySelectorAll(UNSEEN).forEach(one => one.remove())
    return tidied(textIn(body))
}

function textIn(node: Element): string {
    node.querySelectorAll('blockquote').forEach(one => {
        if (one.parentElement?.closest('blockquote')) return
        const inner = tidied(textIn(one)).split('\n').map(line => line.startsWith('>') ? `>${line}` : `> ${line}`).join('\n')
        const pre = node.ownerDocument.createElement('pre')
        pre.textContent = `\n${inner}\n`
        one.replaceWith(pre)
    })
    node.querySelectorAll('li').forEach(one => one.prepend('- '))
    node.querySelectorAll('a[href]').forEach(one => {
        const href = one.getAttribute('href')!
        const text = one.textContent?.trim() ?? ''
        if (/^https?:/i.test(href) && text !== '' && !href.includes(text)) one.append(` <${href}>`)
    })
    node.querySelectorAll(BLOCKS).forEach(one => one.before('\n'))
    node.querySelectorAll('p, h1, h2, h3, ul, ol').forEach(one => one.after('\n'))
    return node.textContent ?? ''
}

/** RFC 3676 section 4.3: the line above a signature keeps its space. */
function endOfLine(found: string, at: number, text: string): string {
    return found.startsWith(' ') && /(?:^|\n) *--$/.test(text.slice(Math.max(0, at - 4), at)) ? ' \n' : '\n'
}

function tidied(text: string): string {
    return text.replace(/[ \t\u00a0]+/g, ' ').replace(/ *\n */g, endOfLine).replace(/\n{3,}/g, '\n\n').trim()
}
