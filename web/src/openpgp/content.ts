import type { Content, InnerBody } from './calls'
import { type Entity, field } from './entity'
import { asciiOf, type Octets } from './octets'

/** What a part is, decoded: RFC 2045 section 6. What cannot be read in it is left out. */
export function decoded({ encoding, octets }: Content): Octets {
    if (encoding === 'base64') return ofBase64(asciiOf(octets))
    return encoding === 'quoted-printable' ? ofQuotedPrintable(asciiOf(octets)) : octets
}

export function decodedContent(entity: Entity): Octets { return decoded({ encoding: encodingOf(entity), octets: entity.body }) }

export function encodingOf(entity: Entity): Content['encoding'] {
    const said = field(entity.fields, 'content-transfer-encoding').trim().toLowerCase()
    return said === 'base64' || said === 'quoted-printable' ? said : 'identity'
}

/** Of an opened message, by the id of a part's blob. */
export function contentIn(bodies: readonly InnerBody[], blobId: string): Octets | undefined {
    const content = bodies.map(one => one.contents[blobId]).find(one => one !== undefined)
    return content && decoded(content)
}

function ofBase64(text: string): Octets {
    const clean = text.replace(/[^A-Za-z0-9+/]/g, '')
    const whole = atob(clean.slice(0, clean.length - (clean.length % 4 === 1 ? 1 : 0)))
    const octets = new Uint8Array(whole.length)
    for (let i = 0; i < whole.length; i++) octets[i] = whole.charCodeAt(i)
    return octets
}

function ofQuotedPrintable(text: string): Octets {
    const plain = text.replace(/[ \t]+(\r?\n)?/g, (all, end?: string) => end ?? all).replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    return Uint8Array.from(plain, one => one.charCodeAt(0))
}
