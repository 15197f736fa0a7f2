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

/**
 * Looks for a mark: where it stands at or behind `from`, -1 where it does not. Most octets are not looked at (Horspool,
 * "Practical Fast Searching in Strings", 1980): the one that stands where the mark would end says how far the next
 * place can be.
 */
export function seeker(mark: Uint8Array): (octets: Uint8Array, from: number) => number {
    const last = mark.length - 1
    const steps = new Uint32Array(256).fill(mark.length)
    for (let i = 0; i < last; i++) steps[mark[i]!] = last - i
    const final = mark[last]
    return (octets, from) => {
        for (let end = from + last; end < octets.length; end += steps[octets[end]!]!) {
            if (octets[end] === final && mark.every((one, i) => octets[end - last + i] === one)) return end - last
        }
        return -1
    }
}

/** Base64 without anything around it. Throws where it is none. */
export function ofBase64(text: string): Octets { return Uint8Array.from(atob(text), one => one.charCodeAt(0)) }

export function toBase64(octets: Uint8Array): string {
    let text = ''
    for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192))
    return btoa(text)
}
