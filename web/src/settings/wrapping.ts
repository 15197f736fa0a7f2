import { joined, type Octets, octetsOf } from '../openpgp/octets'

/**
 * That not the sender encrypted it: as this server says it of what it encrypts when it comes (docs/sealing.md, level
 * L2).
 */
const MARK = 'Encrypted-At-Delivery: later, by its owner\r\n'
/**
 * What is said outside as it is; the subject is hidden, and all else is inside alone. As
 * `pgpmime.HeaderPolicy.DELIVERY` has it.
 */
const ARRIVED = new Set(['from', 'sender', 'reply-to', 'to', 'cc', 'date', 'message-id', 'in-reply-to', 'references', 'return-path', 'delivered-to', 'received',
    'authentication-results', 'x-spam-status', 'x-spam-flag', 'x-spam-opinions'])
export const READ_BY_PEOPLE = ['from', 'sender', 'reply-to', 'to', 'cc', 'date', 'subject', 'message-id', 'in-reply-to', 'references']
const HEADER_MAX = 1 << 20
const FIELD_MAX = 16 << 10
const TRACE_MAX = 32 << 10
export const CIPHER = ';\r\n hp="cipher"; protected-headers="v1"\r\n'
const CR = 13, LF = 10

/** `from` to `to` in octets, the line end among them; `text` has CRLF. */
export interface Field { name: string, text: string, from: number, to: number }
interface Header { fields: Field[], isOdd: boolean }

/**
 * A message that lies here in clear, for its encryption: the fields outside, and an entity that has all of it, header
 * and all. Without what is added
 * it is the message again, to the octet; one that is odd is enclosed as it is.
 */
export function wrapping(raw: Octets, boundary: string): { outer: string, inner: Octets } {
    const header = headerOf(raw)
    const outer = MARK + outside(header.fields)
    const above = octetsOf(MARK + outer.replace(/^(?=[^ \t\r\n])/gm, 'HP-Outer: '))
    const types = header.fields.filter(one => one.name === 'content-type')
    const [type] = types
    if (!type || header.isOdd || types.length > 1 || !isMarkable(type.text)) return { outer, inner: enclosed(raw, header.fields, above, boundary) }
    const marked = octetsOf(type.text.replace(/[ \t]*\r\n$/, CIPHER))
    return { outer, inner: joined(above, raw.subarray(0, type.from), marked, raw.subarray(type.to)) }
}

export function headerOf(raw: Octets): Header {
    // of one that is folded a thousand times, where it ends: it is read once
    const places: { from: number, to: number }[] = []
    let isEnded = false
    for (let at = 0; at < Math.min(raw.length, HEADER_MAX);) {
        const found = raw.indexOf(LF, at)
        const end = found < 0 ? raw.length : found + 1
        if (raw[at] === LF || raw[at] === CR && raw[at + 1] === LF) {
            isEnded = true
            break
        }
        const last = places.at(-1)
        if (last && (raw[at] === 32 || raw[at] === 9)) last.to = end
        else places.push({ from: at, to: end })
        at = end
    }
    const fields = places.map(({ from, to }) => field(raw, from, to))
    return { fields, isOdd: !isEnded || fields.some(one => one.name === '' || one.name === 'hp-outer') }
}

function field(raw: Octets, from: number, to: number): Field {
    const text = new TextDecoder().decode(raw.subarray(from, to)).replace(/\r?\n/g, '\r\n').replace(/(?<!\r\n)$/, '\r\n').replace(/\r(?!\n)/g, ' ')
    const name = /^([!-9;-~]+)[ \t]*:/.exec(text)?.[1]?.toLowerCase() ?? ''
    return { name, text, from, to }
}

/** A stranger chooses how long a header is: what passes the bounds stays inside. */
function outside(fields: Field[]): string {
    let left = TRACE_MAX
    let text = ''
    for (const one of fields) {
        const isRead = READ_BY_PEOPLE.includes(one.name) && fields.find(other => other.name === one.name) === one
        if (one.text.length > (isRead ? FIELD_MAX : left)) continue
        if (!isRead && ARRIVED.has(one.name)) left -= one.text.length
        if (one.name === 'subject') text += 'Subject: [...]\r\n'
        else if (ARRIVED.has(one.name)) text += one.text
    }
    return text
}

/** Without anything in which what is added could hide: comments, open quotes, words of protection. */
function isMarkable(type: string): boolean {
    return /^[^:]+:\s*[\w.+-]+\/[\w.+-]+\s*(?:;\s*[\w.*+-]+=(?:"[^"\\]*"|[^\s";()\\]+)\s*)*$/.test(type) && !/;\s*(?:hp|protected-headers)=/i.test(type)
}

function enclosed(raw: Octets, fields: Field[], above: Octets, boundary: string): Octets {
    const shown = READ_BY_PEOPLE.flatMap(name => fields.filter(one => one.name === name && one.text.length <= FIELD_MAX).slice(0, 1)).map(one => one.text).join('')
    return joined(above, octetsOf(`${shown}Content-Type: multipart/mixed; boundary="${boundary}"${CIPHER}`
        + `\r\n--${boundary}\r\nContent-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n`), raw, octetsOf(`\r\n--${boundary}--\r\n`))
}
