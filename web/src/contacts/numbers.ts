/*
 * What two people read to each other to see that they have each other's certificates: 60 digits of both fingerprints
 * and both addresses, the same on both sides. Digits are read out alike in each language; 60 of them are 199 bits, of
 * which nobody forges a part worth having.
 */

const GROUPS = 12
const LABEL = 'sigillo/v1/numbers'

interface Party { address: string, fingerprint: string }

export async function safetyNumber(one: Party, other: Party): Promise<string[]> {
    const sides = [one, other].map(({ address, fingerprint }) => `${address.trim().toLowerCase()}\0${fingerprint.toLowerCase()}`).sort()
    const made = new Uint8Array(await crypto.subtle.digest('SHA-512', new TextEncoder().encode([LABEL, ...sides].join('\0'))))
    return Array.from({ length: GROUPS }, (_, i) => {
        const five = made.subarray(i * 5, i * 5 + 5).reduce((sum, octet) => sum * 256 + octet, 0)
        return String(five % 100_000).padStart(5, '0')
    })
}

/** As people read it. */
export function grouped(fingerprint: string): string { return fingerprint.toUpperCase().match(/.{1,4}/g)?.join(' ') ?? '' }

/** What programs for OpenPGP put into a QR code, and read from one. */
export function qrText(fingerprint: string): string { return `OPENPGP4FPR:${fingerprint.toUpperCase()}` }

/** Of such a code; undefined for others. Small letters. */
export function fingerprintIn(text: string): string | undefined {
    return /^(?:openpgp4fpr:)?\s*((?:[0-9a-f]\s*){40}|(?:[0-9a-f]\s*){64})$/i.exec(text.trim())?.[1]?.replace(/\s+/g, '').toLowerCase()
}
