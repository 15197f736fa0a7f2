import { showsPart } from '../html/leaving'
import type { EmailAddress, Identity } from '../jmap/types'
import type { Draft } from './draft'

/* A message as the browser writes it: where the server is not to see what is in it. RFC 5322, 2045 to 2047, 2231; protected fields: RFC 9788. */

type Octets = Uint8Array<ArrayBuffer>

export interface MimeFile { name: string, type: string, octets: Uint8Array, cid?: string }
/**
 * Fields of the whole message. `extra`: protected as all others, and in the outer header not at all; `folded`: the
 * same, as whole lines.
 */
export interface Fields { messageId: string, date: Date, extra?: readonly [name: string, value: string][],
    folded?: string }

const LINE_MAX = 76
const SUBJECT_OUTSIDE = '[...]'

export function octetsOf(text: string): Octets { return new TextEncoder().encode(text) }

function joined(...pieces: readonly Uint8Array[]): Octets {
    const all = new Uint8Array(pieces.reduce((sum, one) => sum + one.length, 0))
    let at = 0
    for (const one of pieces) {
        all.set(one, at)
        at += one.length
    }
    return all
}

// ---- fields ----

/** No value begins a line of its own. */
function safe(value: string): string { return value.replace(/[\r\n\0]+/g, ' ') }

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text)

/** RFC 2047: pieces of whole characters, of 45 octets at most. */
function encodedWords(text: string): string {
    const pieces: string[] = ['']
    for (const sign of text) {
        if (octetsOf(pieces.at(-1)! + sign).length > 45) pieces.push('')
        pieces.push(pieces.pop()! + sign)
    }
    return pieces.map(one => `=?utf-8?B?${base64(octetsOf(one))}?=`).join(' ')
}

export function unstructured(text: string): string {
    const plain = safe(text)
    return isAscii(plain) && !/=\?|  |^ | $|[^ ]{200}/.test(plain) ? plain : encodedWords(plain)
}

function mailbox({ name, email }: EmailAddress): string {
    const plain = safe(name ?? '').trim()
    const address = safe(email).replace(/[<>\s]/g, '')
    if (plain === '') return address
    if (!isAscii(plain) || plain.includes('=?')) return `${encodedWords(plain)} <${address}>`
    return /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/.test(plain) ? `${plain} <${address}>` : `"${plain.replace(/(["\\])/g, '\\$1')}" <${address}>`
}

/** Folded at blanks; a piece that is longer by itself stays whole, up to the 998 of RFC 5322 section 2.1.1. */
export function field(name: string, value: string): string {
    const lines: string[] = []
    let line = `${name}:`
    for (const piece of value.split(' ').filter(one => one !== '')) {
        if (line.length + 1 + piece.length > LINE_MAX && line.trim() !== '' && !line.endsWith(':')) {
            lines.push(line)
            line = ''
        }
        line += ` ${piece.slice(0, 900)}`
    }
    return `${[...lines, line].join('\r\n')}\r\n`
}

function addresses(name: string, all: readonly EmailAddress[]): string { return all.length === 0 ? '' : field(name, all.map(mailbox).join(', ')) }

/** RFC 5322 section 3.3. */
export function dateText(date: Date): string { return date.toUTCString().replace('GMT', '+0000') }

function ids(name: string, all: readonly string[] | null): string { return all?.length ? field(name, all.map(one => `<${safe(one).replace(/[<>\s]/g, '')}>`).join(' ')) : '' }

/** What all see: never Bcc, and a subject only of what is not encrypted. `autocrypt`: the whole field. */
export function outerFields(draft: Draft, identity: Identity, { messageId, date }: Fields, autocrypt: string, subject = SUBJECT_OUTSIDE): string {
    return people(draft, identity) + field('Date', dateText(date)) + field('Message-ID', `<${messageId}>`) + field('Subject', unstructured(subject))
        + ids('In-Reply-To', draft.inReplyTo) + ids('References', draft.references) + autocrypt
}

function people(draft: Draft, identity: Identity): string {
    return addresses('From', [{ name: identity.name || null, email: identity.email }]) + addresses('To', draft.to) + addresses('Cc', draft.cc)
        + addresses('Reply-To', identity.replyTo ?? []) + receipt(draft, identity)
}

/** RFC 8098 section 2.1. */
function receipt(draft: Draft, { email }: Identity): string {
    return draft.wantsReceipt ? addresses('Disposition-Notification-To', [{ name: null, email }]) : ''
}

/** RFC 9788 sections 2.1 and 2.2: those that are protected, and how they are outside. */
function innerFields(draft: Draft, identity: Identity, { messageId, date, extra = [], folded = '' }: Fields,
    isEncrypted: boolean): string {
    const fields = people(draft, identity) + field('Date', dateText(date)) + field('Message-ID', `<${messageId}>`)
        + field('Subject', unstructured(draft.subject)) + ids('In-Reply-To', draft.inReplyTo) + ids('References', draft.references)
    const outside = isEncrypted ? fieldsOf(outerFields(draft, identity, { messageId, date }, '')).map(one => `HP-Outer: ${one}`).join('') : ''
    return fields + extra.map(([name, value]) => field(name, value)).join('') + folded + outside
}

function fieldsOf(header: string): string[] { return header.split(/(?<=\r\n)(?![ \t])/).filter(one => one !== '') }

// ---- bodies ----

export function base64(octets: Uint8Array): string {
    let text = ''
    for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192))
    return btoa(text)
}

/** In pieces that are whole lines, so that a large file makes no large text. */
function base64Lines(octets: Uint8Array): Octets {
    const pieces: Octets[] = []
    for (let at = 0; at < octets.length; at += 57 * 1024) {
        const text = base64(octets.subarray(at, at + 57 * 1024))
        pieces.push(octetsOf(`${text.match(/.{1,76}/g)!.join('\r\n')}\r\n`))
    }
    return joined(...pieces)
}

/** RFC 2045 section 6.7. */
export function quotedPrintable(text: string): string {
    return text.replace(/\r\n?/g, '\n').split('\n').map(line => {
        const signs = Array.from(octetsOf(line), one => one === 61 || one < 32 && one !== 9 || one > 126 ? `=${one.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(one))
        const last = signs.at(-1)
        if (last === ' ' || last === '\t') signs[signs.length - 1] = last === ' ' ? '=20' : '=09'
        let out = ''
        let length = 0
        for (const sign of signs) {
            if (length + sign.length > LINE_MAX - 1) {
                out += '=\r\n'
                length = 0
            }
            out += sign
            length += sign.length
        }
        return out
    }).join('\r\n')
}

interface Part { fields: string, body: Octets }

function textPart(subtype: string, text: string): Part {
    return { fields: `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n`, body: octetsOf(`${quotedPrintable(text)}\r\n`) }
}

function filePart({ name, type, octets, cid }: MimeFile): Part {
    const kind = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/i.test(type) && !/^(multipart|message)\//i.test(type) ? type : 'application/octet-stream'
    const plain = safe(name).replace(/["\\]/g, '_')
    // RFC 2231, and the older way for those who read no other
    const named = isAscii(plain) ? `filename="${plain}"` : `filename*=utf-8''${encodeURIComponent(plain).replace(/['()*]/g, one => `%${one.charCodeAt(0).toString(16)}`)}`
    return { fields: `Content-Type: ${kind}\r\nContent-Transfer-Encoding: base64\r\n${cid === undefined ? '' : `Content-ID: <${safe(cid).replace(/[<>]/g, '')}>\r\n`}`
        + `Content-Disposition: ${cid === undefined ? 'attachment' : 'inline'};\r\n ${named.match(/.{1,800}/g)!.join('')}\r\n`, body: base64Lines(octets) }
}

function multipart(subtype: string, parts: readonly Part[]): Part {
    const boundary = `=_${base64(crypto.getRandomValues(new Uint8Array(18))).replace(/[+/]/g, '_')}`
    const pieces = parts.flatMap(one => [octetsOf(`--${boundary}\r\n${one.fields}\r\n`), one.body, octetsOf('\r\n')])
    return { fields: `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n`, body: joined(...pieces, octetsOf(`--${boundary}--\r\n`)) }
}

/** The text, its HTML where it has some, pictures in it, and files. */
function bodyOf(draft: Draft, files: readonly MimeFile[]): Part {
    const text = textPart('plain', draft.text)
    const { html: written } = draft
    const isInline = ({ cid }: MimeFile) => written !== undefined && cid !== undefined && showsPart(written, cid)
    const inline = files.filter(isInline)
    const loose = files.filter(one => !isInline(one)).map(({ cid: _, ...one }) => filePart(one))
    const html = draft.html === undefined ? undefined : textPart('html', `<!doctype html><html><head><meta charset="utf-8"></head><body>${draft.html}</body></html>`)
    const shown = html && (inline.length > 0 ? multipart('related', [html, ...inline.map(filePart)]) : html)
    const body = shown ? multipart('alternative', [text, shown]) : text
    return loose.length > 0 ? multipart('mixed', [body, ...loose]) : body
}

/** What is sealed or signed: a whole entity, whose header has the protected fields. */
export function innerEntity(draft: Draft, identity: Identity, files: readonly MimeFile[], fields: Fields, isEncrypted: boolean): Octets {
    const body = bodyOf(draft, files)
    // the older form beside it: Thunderbird reads the subject by that
    const marked = body.fields.replace(/^Content-Type: ([^\r]*)\r\n/, (_, value: string) => `Content-Type: ${value};\r\n hp="${isEncrypted ? 'cipher' : 'clear'}"; protected-headers="v1"\r\n`)
    return joined(octetsOf(`${innerFields(draft, identity, fields, isEncrypted)}MIME-Version: 1.0\r\n${marked}\r\n`), body.body)
}
