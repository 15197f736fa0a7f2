import type { CertificateFacts } from '../openpgp/calls'

/** Where a certificate was learnt. `own`: of this server's directory. */
export type Source = 'own' | 'autocrypt' | 'gossip' | 'wkd' | 'keyserver' | 'file'

/** What is kept of a certificate: facts can grow old, its octets (base64) do not. */
export interface Kept { fingerprint: string, certificate: string, source: Source, at: number }

/** What counts for an address. `verifiedAt`: a person has compared it. */
export interface Pin extends Kept { verifiedAt?: number }

/** Autocrypt Level 1, section 2.1; times in milliseconds since 1970. */
export interface AutocryptPeer { lastSeen: number, at?: number, key?: Kept, prefersEncryption?: boolean, gossip?: Kept }

/**
 * All that is known of one address. `offered`: another certificate than the pinned one was seen, and waits for the
 * person.
 */
export interface Contact { pin?: Pin, offered?: Kept, refused?: string[], autocrypt?: AutocryptPeer, usedAt?: number }

/** The vault's blob `contacts.pins`, by small addresses. */
export interface Pins { version: 1, contacts: Record<string, Contact> }

/** Each has a certificate or two of some KiB mostly; the blob may have 4 MiB, in which this has room, sealed. */
export const CONTACTS_MAX = 1_000
export const PINS_CHARACTERS_MAX = 3 << 20
const REFUSED_MAX = 20
/** Of JSON between an address and what it has. */
const ENTRY_CHARACTERS = 4
/** Base64 of a certificate: what is longer is not kept. */
export const CERTIFICATE_CHARACTERS_MAX = 24_000
const FORM = /^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/

export function noPins(): Pins { return { version: 1, contacts: {} } }

export function keyOf(address: string): string { return address.trim().toLowerCase() }

/** Total: what is no such blob has nothing in it. */
export function pinsOf(value: unknown): Pins {
    const { version, contacts } = (value ?? {}) as Partial<Pins>
    if (version !== 1 || typeof contacts !== 'object' || contacts === null) return noPins()
    const all: Record<string, Contact> = Object.create(null)
    for (const [address, one] of Object.entries(contacts)) if (FORM.test(address) && typeof one === 'object' && one !== null) all[address] = one
    return { version: 1, contacts: all }
}

export function contactOf(pins: Pins, address: string): Contact { return Object.hasOwn(pins.contacts, keyOf(address)) ? pins.contacts[keyOf(address)]! : {} }

export function withContact(pins: Pins, address: string, change: (one: Contact) => Contact): Pins {
    const key = keyOf(address)
    if (!FORM.test(key)) return pins
    const contacts = Object.assign(Object.create(null) as Record<string, Contact>, pins.contacts)
    const next = change(contactOf(pins, key))
    if (Object.keys(next).length === 0) delete contacts[key]
    else contacts[key] = next
    return trimmed({ version: 1, contacts })
}

/**
 * Beyond a bound go, of what is too long, first what others have said, the oldest first; then those that nobody has
 * compared or written to, the longest unused first.
 */
function trimmed(pins: Pins): Pins {
    const { contacts } = pins
    let over = lengthOf(pins) - PINS_CHARACTERS_MAX
    if (over > 0) {
        const hints = Object.entries(contacts).filter(([, one]) => one.autocrypt?.gossip)
        hints.sort(([, a], [, b]) => a.autocrypt!.gossip!.at - b.autocrypt!.gossip!.at)
        for (const [address, one] of hints) {
            if (over <= 0) break
            over -= charactersOf(one)
            const rest = withoutGossip(one)
            if (rest) contacts[address] = rest
            else delete contacts[address]
            over += rest ? charactersOf(rest) : 0
        }
    }
    let count = Object.keys(contacts).length
    if (over <= 0 && count <= CONTACTS_MAX) return pins
    const weight = ({ pin, autocrypt, usedAt }: Contact) => (pin?.verifiedAt ? 1e15 : 0) + (pin ? 1e14 : 0)
        + Math.max(usedAt ?? 0, autocrypt?.lastSeen ?? 0, pin?.at ?? 0)
    for (const [address, one] of Object.entries(contacts).sort(([, a], [, b]) => weight(a) - weight(b))) {
        if (over <= 0 && count <= CONTACTS_MAX) break
        delete contacts[address]
        over -= charactersOf(one)
        count--
    }
    return pins
}

/** Undefined: nothing else is known. */
function withoutGossip({ autocrypt, ...one }: Contact): Contact | undefined {
    const { gossip: _, ...rest } = autocrypt!
    const next = rest.lastSeen === 0 && !rest.key ? one : { ...one, autocrypt: rest }
    return Object.keys(next).length === 0 ? undefined : next
}

/** Of contacts, which are never changed but exchanged. */
const LENGTHS = new WeakMap<Contact, number>()

function charactersOf(one: Contact): number {
    const known = LENGTHS.get(one)
    if (known !== undefined) return known
    const length = JSON.stringify(one).length
    LENGTHS.set(one, length)
    return length
}

/** As JSON, about: of each its address and what stands between. */
function lengthOf({ contacts }: Pins): number {
    let length = 0
    for (const address in contacts) length += address.length + ENTRY_CHARACTERS + charactersOf(contacts[address]!)
    return length
}

/**
 * What was seen for an address: it is pinned where nothing is; one that is pinned is never exchanged by what was seen:
 * the other waits for the person. One that was refused does not come again.
 */
export function offered(pins: Pins, address: string, seen: Kept): Pins {
    return withContact(pins, address, one => {
        if (!one.pin) return { ...one, pin: seen }
        if (one.pin.fingerprint === seen.fingerprint) return { ...without(one, 'offered', seen.fingerprint), pin: { ...one.pin, certificate: newer(one.pin, seen) } }
        return one.refused?.includes(seen.fingerprint) ? one : { ...one, offered: seen }
    })
}

/** The same key with later signatures: an expiry that was moved. */
function newer(pin: Pin, seen: Kept): string { return seen.at >= pin.at ? seen.certificate : pin.certificate }

function without(one: Contact, name: 'offered', fingerprint: string): Contact {
    if (one[name]?.fingerprint !== fingerprint) return one
    const { [name]: _, ...rest } = one
    return rest
}

/** The person has decided for the other one. */
export function accepted(pins: Pins, address: string, now: number): Pins {
    return withContact(pins, address, ({ offered: other, ...one }) => other ? { ...one, pin: { ...other, at: now } } : one)
}

/** The person keeps the old one. */
export function refused(pins: Pins, address: string): Pins {
    return withContact(pins, address, ({ offered: other, ...one }) => other
        ? { ...one, refused: [other.fingerprint, ...one.refused ?? []].slice(0, REFUSED_MAX) } : one)
}

/** The person has compared it, by numbers, a picture or in another way. */
export function verified(pins: Pins, address: string, fingerprint: string, now: number): Pins {
    return withContact(pins, address, one => one.pin?.fingerprint === fingerprint ? { ...one, pin: { ...one.pin, verifiedAt: now } } : one)
}

/** The person brings one: it counts at once. */
export function brought(pins: Pins, address: string, fresh: Kept): Pins {
    return withContact(pins, address, ({ offered: _, ...one }) => ({ ...one, pin: fresh }))
}

export function forgotten(pins: Pins, address: string): Pins { return withContact(pins, address, () => ({})) }

export function used(pins: Pins, address: string, now: number): Pins { return withContact(pins, address, one => ({ ...one, usedAt: now })) }

/** Undefined for what is too large to be kept, or is for others. */
export function keptOf(facts: CertificateFacts, address: string, source: Source, at: number): Kept | undefined {
    if (!facts.addresses.includes(keyOf(address))) return undefined
    const certificate = toBase64(facts.octets)
    return certificate.length > CERTIFICATE_CHARACTERS_MAX ? undefined : { fingerprint: facts.fingerprint, certificate, source, at }
}

export function toBase64(octets: Uint8Array): string {
    let text = ''
    for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192))
    return btoa(text)
}

export function ofBase64(text: string): Uint8Array<ArrayBuffer> { return Uint8Array.from(atob(text), one => one.charCodeAt(0)) }
