/**
 * A piece of text: `href` where it leads somewhere. `host`: where that is, if the text does not say it in these
 * letters.
 */
export interface Piece { text: string, href?: string, host?: string }

/** What may stand in a link, up to white space, quotes and angle brackets. Nothing but these three schemes. */
const LINK = /\b(https?:\/\/|www\.|mailto:)[^\s<>"'`\u0000-\u001f\u200b-\u200f\u2028-\u202e\u2060-\u2069]+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/gi
const LINK_CHARACTERS_MAX = 2_000

/** Cuts plain text into pieces; put together again they are the text. The links are of http, https and mailto. */
export function linkify(text: string): Piece[] {
    const pieces: Piece[] = []
    let end = 0
    for (const found of text.matchAll(LINK)) {
        const link = withoutTail(found[0])
        const href = hrefOf(link)
        if (!href) continue
        if (found.index! > end) pieces.push({ text: text.slice(end, found.index) })
        const host = otherHost(link, href)
        pieces.push({ text: link, href, ...host !== undefined && { host } })
        end = found.index! + link.length
    }
    if (end < text.length) pieces.push({ text: text.slice(end) })
    return pieces
}

/** Points and commas behind it belong to the sentence, and brackets that were not opened in it. */
function withoutTail(link: string): string {
    let end = link.length
    const opened = { ')': count(link, '('), ']': count(link, '[') }
    const closed = { ')': count(link, ')'), ']': count(link, ']') }
    for (; end > 0; end--) {
        const last = link[end - 1]!
        if ((last === ')' || last === ']') && closed[last] > opened[last]) closed[last]--
        else if (!'.,;:!?*_~'.includes(last)) break
    }
    return link.slice(0, end)
}

/** As it is written for machines: a letter that looks like another one is seen. */
function otherHost(link: string, href: string): string | undefined {
    const { hostname } = new URL(href)
    const written = /^(?:https?:\/\/)?([^/?#:]*)/i.exec(link)![1]!.toLowerCase()
    return hostname === '' || written === hostname ? undefined : hostname
}

function count(text: string, one: string): number { return text.split(one).length - 1 }

function hrefOf(link: string): string | undefined {
    if (link.length > LINK_CHARACTERS_MAX) return undefined
    const isAddress = !/^(https?:\/\/|www\.|mailto:)/i.test(link)
    const written = isAddress ? `mailto:${link}` : /^www\./i.test(link) ? `https://${link}` : link
    try {
        const url = new URL(written)
        const leads = url.protocol === 'mailto:' ? url.pathname.includes('@') : url.hostname !== ''
        // a name before the host makes it look like another one
        return leads && url.username === '' && url.password === '' ? url.href : undefined
    } catch {
        return undefined
    }
}
