import { harmless } from '../base/trusted'

/**
 * A browser takes the square of the time for elements that nobody closes: of so many it needs a second or two, and what
 * fits into a message would keep the page for minutes.
 */
const ELEMENTS_MAX = 10_000
/**
 * Where one is begun, in comments and values too: nobody gets round a count of these. Or ended: for each all that is
 * open is gone through. By name those that last, HTML section 13.2.4.3: what holds one and ends without it has it begun
 * anew in what follows, so a hundred of them and a hundred ends are ten thousand elements. An `a` or `nobr` ends the
 * one before.
 */
const EDGE = /<(?:(b|big|code|em|font|i|s|small|strike|strong|tt|u)(?=[\s/>])|(\/?)[a-z])/gi
const LASTING_END = /<\/(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)(?=[\s/>])/gi
/** By its elements. */
const LASTING = 'b, big, code, em, font, i, s, small, strike, strong, tt, u'
/** That are begun anew: people forget to end some. */
const ANEW_MAX = 1_000
/** That last, and for which no end is written anywhere: of more the answer is known before any is read. */
const OPEN_MAX = 200

/** Whether a browser would make more of it than anybody reads, and than it can bear. */
export function hasTooMany(html: string): boolean {
    let [begun, ended, lasting, anew] = [0, 0, 0, 0]
    for (const { 1: lasts, 2: slash } of html.matchAll(EDGE)) {
        if (slash) ended++
        else begun++
        if (begun > ELEMENTS_MAX || ended > ELEMENTS_MAX) return true
        if (lasts) lasting++
        else anew += lasting
    }
    if (anew <= ANEW_MAX) return false
    for (const _ of html.matchAll(LASTING_END)) lasting--
    return lasting > OPEN_MAX || growsTooMuch(html)
}

/**
 * It is read piece by piece in a document of its own, in which nothing runs and nothing is loaded. How many there are
 * of those that last is looked at before they can have become half as many again.
 */
function growsTooMuch(html: string): boolean {
    const read = document.implementation.createHTMLDocument('')
    read.open()
    read.write(harmless('<body>'))
    let [from, lasting, anew, there] = [0, 0, 0, 0]
    const grows = (to: number) => {
        read.write(harmless(html.slice(from, to)))
        there = read.querySelectorAll(LASTING).length
        from = to
        anew = 0
        return there - lasting > ANEW_MAX
    }
    for (const { 1: lasts, index } of html.matchAll(EDGE)) {
        if (anew >= Math.max(ANEW_MAX, there) / 2 && grows(index)) return true
        if (lasts) lasting++
        else anew += lasting
    }
    return grows(html.length)
}

/** The text between the elements, as one that is set already. A sign that begins none is text. */
export function withoutElements(html: string): string {
    const text = html.replace(/<(?:!--[^>]*--|[a-z/!?][^<>]*)>?/gi, ' ').replace(/[ \t]{2,}/g, ' ')
    return `<pre>${text.replace(/&(?!#?\w{1,12};)/g, '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`
}

/** As it is, or its text where there are too many. */
export function bearable(html: string): string { return hasTooMany(html) ? withoutElements(html) : html }
