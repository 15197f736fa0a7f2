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
/** Header lines, and the empty line behind them. */
const HEAD = /^[ \t]*\r?\n(?:[!-9;-~]+: [^\n]*\n){0,20}[ \t]*\r?\n/
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
    if (begin < 0) return undefined
    const behind = begin + BEGIN.length
    const head = HEAD.exec(asciiOf(armoured.subarray(behind, behind + HEAD_OCTETS_MAX)))
    if (!head) return undefined
    const body = armoured.subarray(behind + head[0].length)
    try {
        return 'setFromBase64' in body ? inStretches(body) : atOnce(body)
    } catch {
        return undefined
    }
}

/** Base64 up to the end of the armour, decoded in its place. Throws where it is none. */
function inStretches(body: Octets): Octets {
    let [at, length] = [0, 0]
    for (;;) {
        const text = asciiOf(body.subarray(at, at + STRETCH + CHECKSUM_OCTETS_MAX))
        const dash = text.indexOf('-')
        const isLast = dash >= 0
        if (isLast && asciiOf(body.subarray(at + dash, at + dash + END.length)) !== END) throw new SyntaxError()
        if (!isLast && text.length < STRETCH + CHECKSUM_OCTETS_MAX) throw new SyntaxError()
        const base64 = isLast ? withoutChecksum(text.slice(0, dash)) : text.slice(0, STRETCH)
        const place = body.subarray(length) as FastOctets
        const lastChunkHandling = isLast ? 'loose' : 'stop-before-partial'
        const { read, written } = place.setFromBase64!(base64, { lastChunkHandling })
        length += written
        if (isLast) return body.subarray(0, length)
        // so much white space in a row is nobody's armour
        if (read === 0) throw new SyntaxError()
        at += read
    }
}

function atOnce(body: Octets): Octets {
    const end = seekEnd(body, 0)
    if (end < 0) throw new SyntaxError()
    const latin1 = atob(withoutChecksum(asciiOf(body.subarray(0, end))))
    for (let i = 0; i < latin1.length; i++) body[i] = latin1.charCodeAt(i)
    return body.subarray(0, latin1.length)
}

function withoutChecksum(base64: string): string {
    const tail = Math.max(0, base64.length - CHECKSUM_OCTETS_MAX)
    const checksum = base64.slice(tail).lastIndexOf('\n=')
    return checksum < 0 ? base64 : base64.slice(0, tail + checksum)
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
