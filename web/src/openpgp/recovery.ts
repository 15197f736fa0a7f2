import { derived } from './derive'
import { type Octets, octetsOf } from './octets'

/** A recovery code as `login.RecoveryCode` has it: 20 octets in 32 signs and 4 that find slips; Crockford's base 32. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const OCTETS = 20
const SIGNS = 32
const CHECK_SIGNS = 4

/**
 * `text`: for its owner's eyes. `part`: the server's, by which a password is set anew. `secret`: of the slot in the
 * vault; never sent.
 */
export interface Recovery { text: string, part: Octets, secret: Octets }

export async function freshRecovery(): Promise<Recovery> { return recoveryOf(crypto.getRandomValues(new Uint8Array(OCTETS))) }

/** Undefined for what is no code, or has a slip. Small letters are as good, blanks and dashes are nothing. */
export async function typedRecovery(typed: string): Promise<Recovery | undefined> {
    const meant = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1').replaceAll('U', 'V')
    if (meant.length !== SIGNS + CHECK_SIGNS || [...meant].some(one => !ALPHABET.includes(one))) return undefined
    const made = await recoveryOf(octetsIn(meant))
    return made.text.replaceAll('-', '') === meant ? made : undefined
}

async function recoveryOf(octets: Octets): Promise<Recovery> {
    const check = new Uint8Array(await crypto.subtle.digest('SHA-256', octets)).subarray(0, 3)
    const text = (signs(octets, SIGNS) + signs(check, CHECK_SIGNS)).replace(/.{4}(?!$)/g, '$&-')
    return { text, part: await derived(octets, octetsOf('sigillo/v1/recovery')), secret: await derived(octets, octetsOf('sigillo/v1/recovery/slotC')) }
}

/** Five bits each, the highest first. */
function signs(octets: Uint8Array, count: number): string {
    const bit = (at: number) => (octets[at >> 3] ?? 0) >> 7 - at % 8 & 1
    return Array.from({ length: count }, (_, sign) => ALPHABET[[0, 1, 2, 3, 4].reduce((sum, i) => sum << 1 | bit(5 * sign + i), 0)]).join('')
}

function octetsIn(text: string): Octets {
    const octets = new Uint8Array(OCTETS)
    for (let bit = 0; bit < 8 * OCTETS; bit++) {
        if (ALPHABET.indexOf(text[Math.floor(bit / 5)]!) >> 4 - bit % 5 & 1) octets[bit >> 3]! |= 0x80 >> bit % 8
    }
    return octets
}
