import { fail, ok, type Result } from '../base/result'

/*
 * The form of password-protected messages and of answers to them (decision 0067), which only browsers read. WebCrypto
 * and nothing else.
 *
 *     message  "SPM1"  nonce 12  AES-256-GCM(KEK, message key) 48  pieces
 *     answer   "SPR1"  public key of who answers 65 (P-256)        pieces
 * pieces of 64 KiB plain octets each, AES-256-GCM, nonce = 0^3, number (8 octets), 1 for the last: none can go, come or
 * change places
 *     plain    length 4, JSON of the head, then its files one after the other
 */

const MESSAGE = 'SPM1'
const ANSWER = 'SPR1'
const NONCE_OCTETS = 12
const KEY_OCTETS = 32
const TAG_OCTETS = 16
const PUBLIC_OCTETS = 65
const PIECE_OCTETS = 65_536
/** Of the JSON: a long text. */
const HEAD_OCTETS_MAX = 8 << 20
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const LABEL = 'sigillo/v1/protected/'

export interface SealedFile { name: string, type: string, octets: Uint8Array }

/** What is inside of a message. `replyKey`: base64, where it may be answered. */
export interface Inner { subject: string, from: string, to: string, date: string, text: string, replyKey?: string }

/** What is inside of an answer. */
export interface Answer { text: string, date: string }

/**
 * What the sender's own copy keeps, by which answers are opened: base64url, of 32 octets of the message key and the
 * private key as PKCS #8.
 */
export type AnswerKey = string

type Octets = Uint8Array<ArrayBuffer>

export function concat(...parts: readonly Uint8Array[]): Octets {
    const all = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0))
    let at = 0
    for (const one of parts) {
        all.set(one, at)
        at += one.length
    }
    return all
}

export function utf8(text: string): Octets { return new Uint8Array(new TextEncoder().encode(text)) }

export function random(octets: number): Octets { return crypto.getRandomValues(new Uint8Array(octets)) }

export function base64(octets: Uint8Array): string {
    let text = ''
    for (let at = 0; at < octets.length; at += 0x8000) text += String.fromCharCode(...octets.subarray(at, at + 0x8000))
    return btoa(text)
}

export function base64url(octets: Uint8Array): string { return base64(octets).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') }

/** Of both alphabets; undefined for what is none. */
export function octetsOf(text: string): Octets | undefined {
    try {
        return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), one => one.charCodeAt(0))
    } catch {
        return undefined
    }
}

export function hex(octets: Uint8Array): string { return Array.from(octets, one => one.toString(16).padStart(2, '0')).join('') }

export async function sha256(octets: Octets): Promise<Octets> { return new Uint8Array(await crypto.subtle.digest('SHA-256', octets)) }

/** RFC 5869 with SHA-256, without a salt. */
export async function derived(ikm: Octets, label: string, context: Octets = new Uint8Array()): Promise<Octets> {
    const key = await crypto.subtle.importKey('raw', ikm, 'HKDF', false, ['deriveBits'])
    const info = concat(utf8(LABEL + label), new Uint8Array(1), context)
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, key, KEY_OCTETS * 8))
}

function aes(octets: Octets): Promise<CryptoKey> { return crypto.subtle.importKey('raw', octets, 'AES-GCM', false, ['encrypt', 'decrypt']) }

/** `kek`: of password and link. `id`: of the link. */
export async function sealMessage(kek: Octets, id: Octets, inner: Inner, files: readonly SealedFile[], messageKey: Octets = random(KEY_OCTETS)): Promise<Octets> {
    const nonce = random(NONCE_OCTETS)
    const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: concat(utf8(MESSAGE), id) }, await aes(kek), messageKey)
    return concat(utf8(MESSAGE), nonce, new Uint8Array(wrapped), await sealPieces(await derived(messageKey, 'body'), inner, files))
}

export interface OpenedMessage { inner: Inner, files: SealedFile[], messageKey: Octets }

/** Fails for what was changed by a single bit, or is of another link. */
export async function openMessage(kek: Octets, id: Octets, sealed: Octets): Promise<Result<OpenedMessage, 'broken'>> {
    const head = 4 + NONCE_OCTETS
    const body = head + KEY_OCTETS + TAG_OCTETS
    if (sealed.length < body || new TextDecoder().decode(sealed.subarray(0, 4)) !== MESSAGE) return fail('broken')
    try {
        const additionalData = concat(utf8(MESSAGE), id)
        const messageKey = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.subarray(4, head), additionalData }, await aes(kek), sealed.subarray(head, body)))
        const { value, files } = await openPieces(await derived(messageKey, 'body'), sealed.subarray(body))
        return isInner(value) ? ok({ inner: value, files, messageKey }) : fail('broken')
    } catch {
        return fail('broken')
    }
}

// ---- answers ----

/** `publicKey` goes into the message, `answerKey` stays with the sender's own copy. */
export async function makeAnswerKey(messageKey: Octets): Promise<{ publicKey: string, answerKey: AnswerKey }> {
    const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])
    const own = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey))
    return { publicKey: base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))), answerKey: base64url(concat(messageKey, own)) }
}

/** Its key is made of both secrets: who has broken the one needs the password too. */
async function answerSecret(own: CryptoKey, other: CryptoKey, messageKey: Octets, ephemeral: Octets): Promise<Octets> {
    const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256))
    return derived(concat(shared, messageKey), 'answer', ephemeral)
}

export async function sealAnswer({ inner, messageKey }: OpenedMessage, answer: Answer, files: readonly SealedFile[]): Promise<Octets | undefined> {
    const to = octetsOf(inner.replyKey ?? '')
    if (!to || to.length !== PUBLIC_OCTETS) return undefined
    const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])
    const ephemeral = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
    const other = await crypto.subtle.importKey('raw', to, CURVE, false, [])
    const key = await answerSecret(pair.privateKey, other, messageKey, ephemeral)
    return concat(utf8(ANSWER), ephemeral, await sealPieces(key, answer, files))
}

export async function openAnswer(answerKey: AnswerKey, sealed: Octets): Promise<Result<{ answer: Answer, files: SealedFile[] }, 'broken'>> {
    const own = octetsOf(answerKey)
    const head = 4 + PUBLIC_OCTETS
    if (!own || own.length <= KEY_OCTETS || sealed.length < head || new TextDecoder().decode(sealed.subarray(0, 4)) !== ANSWER) return fail('broken')
    try {
        const ephemeral = sealed.slice(4, head)
        const privateKey = await crypto.subtle.importKey('pkcs8', own.slice(KEY_OCTETS), CURVE, false, ['deriveBits'])
        const other = await crypto.subtle.importKey('raw', ephemeral, CURVE, false, [])
        const key = await answerSecret(privateKey, other, own.slice(0, KEY_OCTETS), ephemeral)
        const { value, files } = await openPieces(key, sealed.subarray(head))
        const { text, date } = value as Partial<Answer>
        return typeof text === 'string' && typeof date === 'string' ? ok({ answer: { text, date }, files }) : fail('broken')
    } catch {
        return fail('broken')
    }
}

// ---- what is inside ----

function isInner(value: unknown): value is Inner {
    const one = value as Record<string, unknown> | null
    return one !== null && ['subject', 'from', 'to', 'date', 'text'].every(name => typeof one[name] === 'string') && ['undefined', 'string'].includes(typeof one['replyKey'])
}

async function sealPieces(key: Octets, value: object, files: readonly SealedFile[]): Promise<Octets> {
    const head = utf8(JSON.stringify({ ...value, files: files.map(({ name, type, octets }) => ({ name, type, size: octets.length })) }))
    const length = new Uint8Array(4)
    new DataView(length.buffer).setUint32(0, head.length)
    const plain = concat(length, head, ...files.map(one => one.octets))
    const cipher = await aes(key)
    const pieces: Octets[] = []
    for (let at = 0, i = 0; at < plain.length; at += PIECE_OCTETS, i++) {
        const isLast = at + PIECE_OCTETS >= plain.length
        pieces.push(new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonceOf(i, isLast) }, cipher, plain.subarray(at, at + PIECE_OCTETS))))
    }
    return concat(...pieces)
}

function nonceOf(piece: number, isLast: boolean): Octets {
    const nonce = new Uint8Array(NONCE_OCTETS)
    new DataView(nonce.buffer).setBigUint64(3, BigInt(piece))
    nonce[NONCE_OCTETS - 1] = isLast ? 1 : 0
    return nonce
}

/** Nothing is given before all of it is verified. Throws for what is broken. */
async function openPieces(key: Octets, sealed: Octets): Promise<{ value: unknown, files: SealedFile[] }> {
    const cipher = await aes(key)
    const pieces: Octets[] = []
    const step = PIECE_OCTETS + TAG_OCTETS
    for (let at = 0, i = 0; at < sealed.length; at += step, i++) {
        const iv = nonceOf(i, at + step >= sealed.length)
        pieces.push(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, cipher, sealed.subarray(at, at + step))))
    }
    return parted(concat(...pieces))
}

function parted(plain: Octets): { value: unknown, files: SealedFile[] } {
    const length = new DataView(plain.buffer, plain.byteOffset, plain.length).getUint32(0)
    if (length > HEAD_OCTETS_MAX || 4 + length > plain.length) throw new Error('no head')
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain.subarray(4, 4 + length))) as Record<string, unknown>
    let at = 4 + length
    const files = (Array.isArray(value['files']) ? value['files'] : []).map((one: { name?: unknown, type?: unknown, size?: unknown }) => {
        const { name, type, size } = one
        if (typeof name !== 'string' || typeof type !== 'string' || !Number.isSafeInteger(size) || (size as number) < 0 || at + (size as number) > plain.length) throw new Error('no file')
        const octets = plain.subarray(at, at + (size as number))
        at += size as number
        return { name, type, octets }
    })
    if (at !== plain.length) throw new Error('more than its files')
    return { value, files }
}
