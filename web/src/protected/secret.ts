import type { Stretching } from '../login/account'
import { base64, concat, derived, octetsOf, random, sha256, utf8, base64url, hex } from './sealed'

const ID_OCTETS = 16
const FRAGMENT_OCTETS = 16
/** RFC 9106, second choice but for the lanes, which browsers have not. */
const STRETCHING = { version: 1, account: 'protected', memoryKib: 65_536, passes: 3, lanes: 1 }

type Octets = Uint8Array<ArrayBuffer>

/** What stands behind the # of a link: the id, by which the server finds the message, and what it never sees. */
export interface Link { id: Octets, fragment: Octets }

/** `kek`: wraps the message key. `authenticator`: is shown to the server, which gives nothing without. */
export interface Keys { kek: Octets, authenticator: Octets }

export function freshLink(): Link { return { id: random(ID_OCTETS), fragment: random(FRAGMENT_OCTETS) } }

export function linkText(origin: string, { id, fragment }: Link): string { return `${origin}/protected#${base64url(concat(id, fragment))}` }

/** Of what is behind the #. */
export function parseLink(text: string): Link | undefined {
    const both = /^[A-Za-z0-9_-]{43}$/.test(text) ? octetsOf(text) : undefined
    return both && { id: both.slice(0, ID_OCTETS), fragment: both.slice(ID_OCTETS) }
}

/** How the server calls it. */
export async function nameOf({ id }: Link): Promise<string> { return hex(await sha256(id)) }

/**
 * Password and link together: a weak password is worth nothing to who has not the link, and the link nothing without
 * the password. The salt is made of the link, so that the server has none to give. Undefined where the browser cannot
 * stretch.
 */
export async function keysOf(password: string, { id, fragment }: Link, stretch: Stretching): Promise<Keys | undefined> {
    const salt = (await sha256(concat(utf8('sigillo/v1/protected/salt'), fragment))).subarray(0, 16)
    const made = await stretch(password, { ...STRETCHING, salt: base64(salt) })
    const [opening, authenticating] = [octetsOf(made?.sent.opening ?? ''), octetsOf(made?.sent.authenticating ?? '')]
    if (!opening?.length || !authenticating?.length) return undefined
    return { kek: await derived(concat(opening, fragment), 'kek', id), authenticator: await derived(concat(authenticating, fragment), 'authenticator', id) }
}

const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Easy to say on the telephone: four groups, 80 bits. */
export function suggestedPassword(): string {
    return Array.from(random(16), (one, i) => (i > 0 && i % 4 === 0 ? '-' : '') + SIGNS[one & 31]).join('')
}
