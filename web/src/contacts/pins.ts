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

/** Each has a certificate or two of some KiB at most; the blob may have 4 MiB. */
export const CONTACTS_MAX = 1_000
const REFUSED_MAX = 20
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

/** Beyond the bound those go that nobody has compared or written to, the longest unused first. */
function trimmed(pins: Pins): Pins {
    const over = Object.keys(pins.contacts).length - CONTACTS_MAX
    if (over <= 0) return pins
    const weight = ({ pin, autocrypt, usedAt }: Contact) => (pin?.verifiedAt ? 1e15 : 0) + (pin ? 1e14 : 0) + Math.max(usedAt ?? 0, autocrypt?.lastSeen ?? 0)
    const oldest = Object.entries(pins.contacts).sort(([, a], [, b]) => weight(a) - weight(b)).slice(0, over)
    for (const [address] of oldest) delete pins.contacts[address]
    return pins
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
