import { type Octets, octetsOf } from './octets'

const BITS = 256

/** HKDF with SHA-256 (RFC 5869), without salt, of secrets that are random enough. 32 octets. */
export async function derived(secret: Uint8Array<ArrayBuffer>, info: Octets): Promise<Octets> {
    const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, key, BITS))
}

/** For AES-256-GCM, and nothing else; it cannot be read out. */
export async function derivedKey(secret: Uint8Array<ArrayBuffer>, info: Octets): Promise<CryptoKey> {
    const octets = await derived(secret, info)
    try {
        return await crypto.subtle.importKey('raw', octets, 'AES-GCM', false, ['encrypt', 'decrypt'])
    } finally {
        octets.fill(0)
    }
}

/** Each with its length before it, so that no two lists look alike. */
export function labelled(...texts: string[]): Octets {
    return new Uint8Array(texts.flatMap(text => {
        const octets = octetsOf(text)
        return [octets.length >> 8, octets.length & 255, ...octets]
    }))
}

const NONCE_OCTETS = 12

/** A fresh random nonce, then the rest. */
export async function sealed(key: CryptoKey, clear: Uint8Array<ArrayBuffer>, additionalData: Octets): Promise<Octets> {
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_OCTETS))
    const rest = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, clear))
    const all = new Uint8Array(iv.length + rest.length)
    all.set(iv)
    all.set(rest, iv.length)
    return all
}

/** Undefined where it was changed, or is of another place. */
export async function unsealed(key: CryptoKey, octets: Uint8Array<ArrayBuffer>, additionalData: Octets): Promise<Octets | undefined> {
    try {
        const iv = octets.subarray(0, NONCE_OCTETS)
        return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, octets.subarray(NONCE_OCTETS)))
    } catch {
        return undefined
    }
}
