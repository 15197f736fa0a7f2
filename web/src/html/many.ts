/**
 * A browser takes the square of the time for elements that nobody closes: of so many it needs a second or two, and what
 * fits into a message would keep the page for minutes.
 */
const ELEMENTS_MAX = 10_000

/** Begun in it, also where they stand in comments and values: nobody gets round a count of these. */
export function hasTooMany(html: string): boolean {
    let count = 0
    for (const _ of html.matchAll(/<[a-z]/gi)) if (++count > ELEMENTS_MAX) return true
    return false
}

/** The text between the elements, as one that is set already. */
export function withoutElements(html: string): string {
    const text = html.replace(/<(?:!--[^>]*--|[^<>]*)>?/g, ' ').replace(/[ \t]{2,}/g, ' ')
    return `<pre>${text.replace(/&(?!#?\w{1,12};)/g, '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`
}
