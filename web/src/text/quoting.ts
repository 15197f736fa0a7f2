import type { Email, EmailAddress } from '../jmap/types'
import { displayName, formatAddress, inert } from './addresses'
import { longDate } from './dates'
import type { Messages } from './en'

/** Of what mail programs put before subjects of replies and of what is sent on. */
const REPLY = /^\s*((re|r|aw|sv|antw|rif)(\[\d+\])?\s*:\s*)+/i
const FORWARD = /^\s*((fwd?|i|wg|inoltro)\s*:\s*)+/i
/** RFC 5322 section 3.6.4 sets no limit; a line has 998 octets, and some servers take no more fields. */
const REFERENCES_MAX = 20

export function replySubject(subject: string | null): string { return `Re: ${(subject ?? '').replace(REPLY, '')}`.trim() }

export function forwardSubject(subject: string | null): string { return `Fwd: ${(subject ?? '').replace(FORWARD, '')}`.trim() }

/** The text below a line that says who wrote it, each line behind `>`. What stands below `-- ` is left out. */
export function quoted(email: Pick<Email, 'from' | 'sentAt' | 'receivedAt'>, text: string, words: Messages,
    timeZone?: string): string {
    const who = (email.from ?? []).map(displayName).join(', ')
    const lines = withoutSignature(text.replace(/\r\n?/g, '\n')).trimEnd().split('\n')
    const heading = words.quote.wrote(who, longDate(email.sentAt ?? email.receivedAt, words, timeZone))
    // RFC 3676 section 4.5: what is quoted already gets one more without a space
    return [heading, ...lines.map(line => line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`), ''].join('\n')
}

/** RFC 3676 section 4.3. Only the last one that nobody has quoted. */
export function withoutSignature(text: string): string {
    const at = `\n${text}`.lastIndexOf('\n-- \n')
    return at < 0 ? text : text.slice(0, Math.max(0, at - 1))
}

/** RFC 5322 section 3.6.4. */
export function threading(email: Pick<Email, 'messageId' | 'inReplyTo' | 'references'>):
    { inReplyTo: string[] | null, references: string[] | null } {
    const before = email.references ?? (email.inReplyTo?.length === 1 ? email.inReplyTo : [])
    const all = [...new Set([...before, ...email.messageId ?? []])]
    // the first and the last ones: threads are made of these
    const kept = all.length > REFERENCES_MAX ? [all[0]!, ...all.slice(1 - REFERENCES_MAX)] : all
    return { inReplyTo: email.messageId, references: kept.length > 0 ? kept : null }
}

/** To whom a reply goes. `own`: addresses of the account, which get none, except where one has written to oneself. */
export function recipients(email: Pick<Email, 'from' | 'to' | 'cc' | 'replyTo'>, own: readonly string[], toAll: boolean):
    { to: EmailAddress[], cc: EmailAddress[] } {
    const mine = new Set(own.map(one => one.toLowerCase()))
    const isMine = (one: EmailAddress) => mine.has(one.email.toLowerCase())
    const isBySelf = (email.from ?? []).length > 0 && email.from!.every(isMine)
    const first = isBySelf ? email.to ?? [] : email.replyTo?.length ? email.replyTo : email.from ?? []
    const to = distinct(first)
    if (!toAll) return { to, cc: [] }
    const others = distinct([...isBySelf ? [] : email.to ?? [], ...email.cc ?? []])
    const there = new Set(to.map(one => one.email.toLowerCase()))
    return { to, cc: others.filter(one => !isMine(one) && !there.has(one.email.toLowerCase())) }
}

function distinct(all: readonly EmailAddress[]): EmailAddress[] {
    const seen = new Set<string>()
    return all.filter(({ email }) => seen.size < seen.add(email.toLowerCase()).size)
}

export function forwarded(email: Email, text: string, words: Messages, timeZone?: string): string {
    const list = (all: EmailAddress[] | null) => (all ?? []).map(formatAddress).join(', ')
    const fields = [
        [words.reading.from, list(email.from)],
        [words.reading.date, longDate(email.sentAt ?? email.receivedAt, words, timeZone)],
        [words.compose.subject, inert(email.subject ?? '')],
        [words.reading.to, list(email.to)],
        [words.reading.cc, list(email.cc)],
    ].filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`)
    return [words.quote.forwarded, ...fields, '', text].join('\n')
}

/** Cuts off what is quoted at the end, with the line that says who wrote it. Nothing where there is little else. */
export function cutQuote(text: string): { own: string, quote: string } {
    const lines = text.replace(/\r\n?/g, '\n').trimEnd().split('\n')
    const isQuoted = (line: string | undefined) => line?.startsWith('>') ?? false
    let at = lines.length
    while (at > 0 && (isQuoted(lines[at - 1]) || lines[at - 1]!.trim() === '')) at--
    if (!lines.slice(at).some(isQuoted)) return { own: text, quote: '' }
    // it may be broken into two
    for (const back of [1, 2]) if (lines[at - 1]?.trim().endsWith(':') && lines.slice(at - back, at).join(' ').length < 300) {
        const begins = /^\S+.{0,200}\S:$/.test(lines.slice(at - back, at).join(' ').trim())
        if (begins && (back === 2 || /\d|@/.test(lines[at - 1]!))) {
            at -= back
            break
        }
    }
    const own = lines.slice(0, at).join('\n').trimEnd()
    return own === '' ? { own: text, quote: '' } : { own, quote: lines.slice(at).join('\n').trim() }
}
