import { joined, type Octets, octetsOf } from '../openpgp/octets'
import { CIPHER, type Field, headerOf, READ_BY_PEOPLE } from './wrapping'

const MARK = 'encrypted-at-delivery'

/**
 * The message that was encrypted when it came, or later by its owner, as it was; `inner` is what was encrypted of
 * `raw`. Undefined for
 * what others have encrypted, and where the header outside is not the one that it had then: who sends something that
 * says so inside gets
 * his mail put in nobody else's name.
 */
export function unwrapping(raw: Octets, inner: Octets): Octets | undefined {
    const outer = headerOf(raw).fields.filter(one => !isOfMime(one))
    const { fields } = headerOf(inner)
    if (outer[0]?.name !== MARK || fields[0]?.text !== outer[0].text) return undefined
    const count = 1 + fields.slice(1).findIndex(one => one.name !== 'hp-outer')
    const said = fields.slice(1, count).map(one => one.text.replace(/^HP-Outer:(?:\r\n)? /i, '')).join('')
    if (count < 1 || said !== outer.map(one => one.text).join('')) return undefined
    const rest = fields.slice(count)
    const message = enclosedIn(inner, rest) ?? unmarked(inner, rest)
    return message && isOf(headerOf(message).fields, outer.slice(1)) ? message : undefined
}

function isOfMime({ name }: Field): boolean { return name === 'mime-version' || name.startsWith('content-') }

/** All that stands outside stands inside too, and the sender is the same. */
function isOf(fields: readonly Field[], outer: readonly Field[]): boolean {
    const first = (all: readonly Field[]) => all.find(one => one.name === 'from')?.text
    return first(fields) === first(outer) && outer.every(one => one.name === 'subject' || fields.some(other => other.text === one.text))
}

/** Without the two parameters at the end of its Content-Type. */
function unmarked(inner: Octets, rest: readonly Field[]): Octets | undefined {
    const [type] = rest.filter(one => one.name === 'content-type')
    if (!type?.text.endsWith(CIPHER)) return undefined
    return joined(inner.subarray(rest[0]!.from, type.to - CIPHER.length), octetsOf('\r\n'), inner.subarray(type.to))
}

/** One that was odd lies in it as a file, below the fields that people read, and nothing else. */
function enclosedIn(inner: Octets, rest: readonly Field[]): Octets | undefined {
    const type = rest.at(-1)
    const [, boundary] = /^Content-Type: multipart\/mixed; boundary="(=_[0-9a-f]{36})"/.exec(type?.text ?? '') ?? []
    if (!boundary || !type!.text.endsWith(CIPHER) || !rest.slice(0, -1).every(one => READ_BY_PEOPLE.includes(one.name))) return undefined
    const before = octetsOf(`\r\n--${boundary}\r\nContent-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n`)
    const behind = octetsOf(`\r\n--${boundary}--\r\n`)
    const from = type!.to + before.length
    const to = inner.length - behind.length
    const has = (at: number, octets: Octets) => octets.every((one, i) => inner[at + i] === one)
    return from <= to && has(type!.to, before) && has(to, behind) ? inner.slice(from, to) : undefined
}
