import { type Octets, octetsOf } from './octets'

/** What newer browsers have of themselves. */
interface Fast { fromBase64?: (text: string) => Octets }
interface FastOctets { toBase64?: () => string }

const BEGIN = '-----BEGIN PGP MESSAGE-----'
const END = '-----END PGP MESSAGE-----'
const LINE = 76

/** The octets of an armoured message (RFC 9580 section 6.2), much quicker than by the library. The checksum says nothing, and is not looked at. Undefined where it is none. */
export function ofArmour(text: string): Octets | undefined {
    const begin = text.indexOf(BEGIN)
    const end = text.indexOf(END, begin + 1)
    if (begin < 0 || end < 0) return undefined
    // header lines, and the empty line behind them
    const head = /^[ \t]*\r?\n(?:[!-9;-~]+: [^\n]*\n){0,20}[ \t]*\r?\n/.exec(text.slice(begin + BEGIN.length, begin + BEGIN.length + 4_000))
    if (!head) return undefined
    const body = text.slice(begin + BEGIN.length + head[0].length, end)
    const checksum = body.lastIndexOf('\n=')
    try {
        return base64Octets(checksum < 0 ? body : body.slice(0, checksum))
    } catch {
        return undefined
    }
}

function base64Octets(text: string): Octets {
    const fast = (Uint8Array as unknown as Fast).fromBase64
    if (fast) return fast.call(Uint8Array, text)
    const whole = atob(text)
    const octets = new Uint8Array(whole.length)
    for (let i = 0; i < whole.length; i++) octets[i] = whole.charCodeAt(i)
    return octets
}

/** With CRLF, without header lines and checksum. */
export function toArmour(octets: Uint8Array): Octets {
    const text = base64(octets)
    const lines = [BEGIN, '']
    for (let at = 0; at < text.length; at += LINE) lines.push(text.slice(at, at + LINE))
    lines.push(END, '')
    return octetsOf(lines.join('\r\n'))
}

function base64(octets: Uint8Array): string {
    const fast = (octets as FastOctets).toBase64
    if (fast) return fast.call(octets)
    const pieces: string[] = []
    for (let at = 0; at < octets.length; at += 24_576) pieces.push(btoa(String.fromCharCode(...octets.subarray(at, at + 24_576))))
    return pieces.join('')
}
