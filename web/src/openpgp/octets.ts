/** Octets as text and back, where both are of ASCII or Latin-1. */

export type Octets = Uint8Array<ArrayBuffer>

export function asciiOf(octets: Uint8Array): string { return new TextDecoder('latin1').decode(octets) }

export function octetsOf(text: string): Octets { return new TextEncoder().encode(text) }

export function joined(...pieces: readonly Uint8Array[]): Octets {
    const all = new Uint8Array(pieces.reduce((sum, one) => sum + one.length, 0))
    let at = 0
    for (const one of pieces) {
        all.set(one, at)
        at += one.length
    }
    return all
}

/** Base64 without anything around it. Throws where it is none. */
export function ofBase64(text: string): Octets { return Uint8Array.from(atob(text), one => one.charCodeAt(0)) }

export function toBase64(octets: Uint8Array): string {
    let text = ''
    for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192))
    return btoa(text)
}
