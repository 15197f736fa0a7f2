import type { AutocryptPeer, Kept, Pins } from './pins'
import { contactOf, keyOf, offered, ofBase64, toBase64, withContact } from './pins'

/** A header field of Autocrypt Level 1, section 2.1. */
export interface AutocryptHeader { address: string, prefersEncryption: boolean, octets: Uint8Array<ArrayBuffer> }

/** Section 2.1: headers that are larger are not to be sent; one that is larger is no reason to read it. */
const HEADER_CHARACTERS_MAX = 14_000
/** Section 2.4: a key that came so long before the last mail is old. */
const STALE_MS = 35 * 86_400_000

/** Undefined for what is none, or has an attribute that is critical and unknown (section 2.1). */
export function parseHeader(value: string): AutocryptHeader | undefined {
    if (value.length > HEADER_CHARACTERS_MAX) return undefined
    const attributes = new Map<string, string>()
    for (const piece of value.split(';')) {
        const equals = piece.indexOf('=')
        if (equals < 0) {
            if (piece.trim() !== '') return undefined
            continue
        }
        const name = piece.slice(0, equals).trim().toLowerCase()
        if (attributes.has(name)) return undefined
        attributes.set(name, piece.slice(equals + 1).trim())
    }
    for (const name of attributes.keys()) if (!['addr', 'keydata', 'prefer-encrypt'].includes(name) && !name.startsWith('_')) return undefined
    const address = keyOf(attributes.get('addr') ?? '')
    const keydata = (attributes.get('keydata') ?? '').replace(/\s+/g, '')
    if (!/^[^\s@]+@[^\s@]+$/.test(address) || !/^[A-Za-z0-9+/]+={0,2}$/.test(keydata)) return undefined
    try {
        return { address, prefersEncryption: attributes.get('prefer-encrypt') === 'mutual', octets: ofBase64(keydata) }
    } catch {
        return undefined
    }
}

/** Of one's own, to be put into what one sends: folded at 76 signs. */
export function headerOf(address: string, octets: Uint8Array, prefersEncryption: boolean): string | undefined {
    return fieldOf('Autocrypt', `addr=${address};${prefersEncryption ? ' prefer-encrypt=mutual;' : ''}`, octets)
}

/**
 * Of somebody who gets the same message, for the others who get it: Autocrypt Level 1, "Key Gossip". What he prefers
 * is his to say.
 */
export function gossipOf(address: string, octets: Uint8Array): string | undefined { return fieldOf('Autocrypt-Gossip',
    `addr=${address};`, octets, GOSSIP_FIELD_CHARACTERS_MAX) }

/**
 * Lines for all of whom there is room: a message whose inner header is larger opens nowhere, and what is cut off a
 * field is no certificate any more (openpgp/entity.ts, headers.ts).
 */
export function gossipLines(people: readonly { address: string, octets: Uint8Array }[]): string {
    let lines = ''
    for (const { address, octets } of people) {
        const field = gossipOf(address, octets) ?? ''
        if (lines.length + field.length <= GOSSIP_CHARACTERS_MAX) lines += field
    }
    return lines
}

function fieldOf(name: string, attributes: string, octets: Uint8Array,
    most = HEADER_CHARACTERS_MAX): string | undefined {
    const data = toBase64(octets).match(/.{1,76}/g)?.join('\r\n ') ?? ''
    const field = `${name}: ${attributes} keydata=\r\n ${data}\r\n`
    return field.length > most || data === '' ? undefined : field
}

/** Of one message: more than that nobody writes to and answers all. */
export const GOSSIP_MAX = 50
/** Of one field, and of all of them in one message, as they are written. */
const GOSSIP_FIELD_CHARACTERS_MAX = 9_900
const GOSSIP_CHARACTERS_MAX = 24 << 10

/** What a message that was encrypted says of those to whom it went too. `recipients`: of its protected To and Cc. */
export function heard(fields: readonly (readonly [name: string, value: string])[],
    recipients: readonly string[]): AutocryptHeader[] {
    const named = new Set(recipients.map(keyOf))
    const all = fields.filter(([name]) => name.toLowerCase() === 'autocrypt-gossip').slice(0, GOSSIP_MAX)
        .flatMap(([, value]) => parseHeader(value) ?? [])
    // of two for one address nobody knows which
    return all.filter(one => named.has(one.address) && all.filter(other => other.address === one.address).length === 1)
}

/** What of a message is looked at. `at`: when it was sent, or came, whichever was first. */
export interface Seen { from: readonly string[], headers: readonly string[], at: number, isReport: boolean, isJunk: boolean }

/** Section 2.3: the one header that is of the sender, or none. Undefined: nothing is to be noted of this message. */
export function noted({ from, headers, isReport, isJunk }: Seen): { address: string, header: AutocryptHeader | undefined } | undefined {
    if (from.length !== 1 || isReport || isJunk) return undefined
    const address = keyOf(from[0]!)
    const valid = headers.slice(0, 10).map(parseHeader).filter(one => one !== undefined).filter(one => one.address === address)
    return { address, header: valid.length === 1 ? valid[0] : undefined }
}

/** Section 2.3. `key`: of the header, where it has one that can be used. What is pinned is not exchanged. */
export function learnt(pins: Pins, address: string, at: number, key: Kept | undefined, prefersEncryption: boolean): Pins {
    const before = contactOf(pins, address).autocrypt
    if (before?.at !== undefined && at < before.at) return pins
    if (!key) return before && at > before.lastSeen ? withPeer(pins, address, { ...before, lastSeen: at }) : pins
    const peer: AutocryptPeer = { ...before, lastSeen: Math.max(at, before?.lastSeen ?? 0), at, key, prefersEncryption }
    const next = withPeer(pins, address, peer)
    return contactOf(next, address).pin ? offered(next, address, key) : next
}

/**
 * Section 2.3, gossip: a hint, which encrypts nothing by itself. `key.at`: when that message was sent, or came. Beside
 * what its owner said himself, or what is pinned, it is nothing.
 */
export function gossiped(pins: Pins, address: string, key: Kept): Pins {
    const { pin, autocrypt: before } = contactOf(pins, address)
    const isOlder = before?.gossip !== undefined && key.at <= before.gossip.at
    return pin || before?.key || isOlder ? pins : withPeer(pins, address, { ...before,
        lastSeen: before?.lastSeen ?? 0, gossip: key })
}

function withPeer(pins: Pins, address: string, autocrypt: AutocryptPeer): Pins { return withContact(pins, address, one => ({ ...one, autocrypt })) }

/** Section 2.4: whether the key of before is likely not to be read any more. */
export function isStale({ at, lastSeen }: AutocryptPeer): boolean { return at !== undefined && at + STALE_MS < lastSeen }
