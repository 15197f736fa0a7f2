import { asciiOf, type Octets, octetsOf, seeker } from './octets'

/** What newer browsers have of themselves. */
interface FastOctets {
    setFromBase64?: (text: string, options: { lastChunkHandling: string }) => { read: number, written: number }
    toBase64?: () => string
}

const BEGIN = '-----BEGIN PGP MESSAGE-----'
const END = '-----END PGP MESSAGE-----'
const seekBegin = seeker(octetsOf(BEGIN))
const seekEnd = seeker(octetsOf(END))
const HEAD_OCTETS_MAX = 4_000
/** Of the line with the checksum, and what may stand behind it. */
const CHECKSUM_OCTETS_MAX = 100
const LINE = 76
/** Decoded at a time: a string of all of it would be larger than itself. In octets. */
const STRETCH = 49_152

/**
 * The octets of an armoured message (RFC 9580 section 6.2), much quicker than by the library. They are put where the
 * armour was, which is used up: so nothing as large is taken from memory. The checksum says nothing, and is not looked
 * at. Undefined where it is none.
 */
export function ofArmour(armoured: Octets): Octets | undefined {
    const begin = seekBegin(armoured, 0)
    const end = begin < 0 ? begin : seekEnd(armoured, begin + BEGIN.length)
    if (end < 0) return undefined
    const behind = begin + BEGIN.length
    const begins = asciiOf(armoured.subarray(behind, Math.min(end, behind + HEAD_OCTETS_MAX)))
    // header lines, and the empty line behind them
    const head = /^[ \t]*\r?\n(?:[!-9;-~]+: [^\n]*\n){0,20}[ \t]*\r?\n/.exec(begins)
    if (!head) return undefined
    const body = armoured.subarray(behind + head[0].length, end)
    const tail = Math.max(0, body.length - CHECKSUM_OCTETS_MAX)
    const checksum = asciiOf(body.subarray(tail)).lastIndexOf('\n=')
    try {
        return base64Octets(checksum < 0 ? body : body.subarray(0, tail + checksum))
    } catch {
        return undefined
    }
}

/** In its place. Throws where it is none. */
function base64Octets(text: Octets): Octets {
    if (!('setFromBase64' in text)) return set(text, atob(asciiOf(text)))
    let length = 0
    for (let at = 0; at < text.length;) {
        const lastChunkHandling = at + STRETCH >= text.length ? 'loose' : 'stop-before-partial'
        const place = text.subarray(length) as FastOctets
        const { read, written } = place.setFromBase64!(asciiOf(text.subarray(at, at + STRETCH)), { lastChunkHandling })
        // so much white space in a row is nobody's armour
        if (read === 0) throw new SyntaxError()
        at += read
        length += written
    }
    return text.subarray(0, length)
}

function set(octets: Octets, latin1: string): Octets {
    for (let i = 0; i < latin1.length; i++) octets[i] = latin1.charCodeAt(i)
    return octets.subarray(0, latin1.length)
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
