import { asciiOf, type Octets, octetsOf, seeker } from './octets'

/** What newer browsers have of themselves. */
interface FastOctets {
    setFromBase64?: (text: string, options: { lastChunkHandling: string }) => { read: number, written: number }
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
const CR = 13
const LF = 10
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

const LETTERS = octetsOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const PADDING = 61
const LINE_OCTETS = 57

/**
 * With CRLF, without header lines and checksum, and with what stands around it. Octet by octet: browsers take three
 * times as long for strings of this size.
 */
export function toArmour(octets: Uint8Array, before = '', behind = ''): Octets {
    const [head, foot] = [octetsOf(`${before}${BEGIN}\r\n\r\n`), octetsOf(`${END}\r\n${behind}`)]
    const lines = Math.ceil(octets.length / LINE_OCTETS)
    const all = new Uint8Array(head.length + 4 * Math.ceil(octets.length / 3) + 2 * lines + foot.length)
    all.set(head)
    let to = head.length
    for (let at = 0, left = LINE_OCTETS; at < octets.length; at += 3, left -= 3) {
        if (left === 0) {
            all[to++] = CR
            all[to++] = LF
            left = LINE_OCTETS
        }
        // behind the end there are zeros
        const three = octets[at]! << 16 | octets[at + 1]! << 8 | octets[at + 2]!
        all[to++] = LETTERS[three >> 18]!
        all[to++] = LETTERS[three >> 12 & 63]!
        all[to++] = LETTERS[three >> 6 & 63]!
        all[to++] = LETTERS[three & 63]!
    }
    all.fill(PADDING, to - (3 - octets.length % 3) % 3, to)
    if (lines > 0) {
        all[to++] = CR
        all[to++] = LF
    }
    all.set(foot, to)
    return all
}
