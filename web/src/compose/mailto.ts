import type { EmailAddress } from '../jmap/types'
import { inert, parseAddresses } from '../text/addresses'

export interface Mailto { to: EmailAddress[], cc: EmailAddress[], bcc: EmailAddress[], subject: string, body: string }

const BODY_CHARACTERS_MAX = 20_000

/** RFC 6068. Only these fields: a link may not say who writes, or attach anything. */
export function parseMailto(href: string): Mailto {
    const [, path, query] = /^mailto:([^?#]*)(?:\?([^#]*))?/i.exec(href) ?? []
    const found: Mailto = { to: addresses(decoded(path ?? '')), cc: [], bcc: [], subject: '', body: '' }
    for (const one of (query ?? '').split('&')) {
        const at = one.indexOf('=')
        const [name, value] = [decoded(one.slice(0, Math.max(0, at))).toLowerCase(), decoded(one.slice(at + 1))]
        if (name === 'to' || name === 'cc' || name === 'bcc') found[name].push(...addresses(value))
        if (name === 'subject') found.subject = inert(value)
        if (name === 'body') found.body = value.replace(/\r\n?/g, '\n').slice(0, BODY_CHARACTERS_MAX)
    }
    return found
}

function addresses(text: string): EmailAddress[] { return parseAddresses(text).addresses }

/** A plus is a plus in a mailto. */
function decoded(text: string): string {
    try {
        return decodeURIComponent(text)
    } catch {
        return text
    }
}
