import { argon2id } from 'hash-wasm'

/** What the server says of an account, or makes up for one that it has not: docs/signing-in.md. */
export interface Parameters {
    version: number
    /** Of the labels of HKDF. */
    account: string
    /** Base64. */
    salt: string
    memoryKib: number
    passes: number
    lanes: number
}

/** What is sent, 32 octets each as base64; and what stays: it opens the vault, and no server ever has it. */
export interface Stretched { sent: { authenticating: string, opening: string }, kept: Uint8Array<ArrayBuffer> }

/** More than this no server of ours asks for: a hostile one could keep a browser busy for ever. */
const MEMORY_KIB_MAX = 1 << 18
const PASSES_MAX = 10
const STRETCHED_OCTETS = 64
const PART_BITS = 256

/** Whether it is a version that is known here, and costs what may be asked for. */
export function isFair(asked: Parameters): boolean {
    return asked.version === 1 && asked.memoryKib <= MEMORY_KIB_MAX && asked.passes <= PASSES_MAX && asked.lanes === 1
}

/**
 * Two values that say who is there and open his mail, and one that stays in the browser; from none of them somebody
 * learns the password: Argon2id (RFC 9106), then
 * HKDF with SHA-256 (RFC 5869).
 */
export async function stretch(password: string, asked: Parameters): Promise<Stretched> {
    const stretched = await argon2id({
        password: password.normalize('NFC'),
        salt: Uint8Array.from(atob(asked.salt), one => one.charCodeAt(0)),
        memorySize: asked.memoryKib,
        iterations: asked.passes,
        parallelism: asked.lanes,
        hashLength: STRETCHED_OCTETS,
        outputType: 'binary',
    })
    const key = await crypto.subtle.importKey('raw', new Uint8Array(stretched), 'HKDF', false, ['deriveBits'])
    stretched.fill(0)
    return {
        sent: { authenticating: base64(await part(key, 'sigillo/v1/auth', asked.account)), opening: base64(await part(key, 'sigillo/v1/slotS', asked.account)) },
        kept: await part(key, 'sigillo/v1/slotC', asked.account),
    }
}

/** The label's length, the label, the account. */
async function part(key: CryptoKey, label: string, account: string): Promise<Uint8Array<ArrayBuffer>> {
    const text = new TextEncoder()
    const info = new Uint8Array([label.length, ...text.encode(label), ...text.encode(account)])
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, key, PART_BITS))
}

function base64(octets: Uint8Array): string { return btoa(String.fromCharCode(...octets)) }
