import type { Result } from '../base/result'
import type { EmailBodyPart } from '../jmap/types'
import type { SealedText } from './client-text'
import type { Found, SearchAsked, SearchHit } from './search-index'

/** What the page asks of the worker, and what it is told. Private keys are in no answer but the one of `exportKeys`. */

/** An OpenPGP certificate as binary packets: RFC 9580 section 10.1. */
export type CertificateOctets = Uint8Array<ArrayBuffer>

/** What is known of a certificate. `fingerprint`: hexadecimal, lower case. Times in milliseconds since 1970. */
export interface CertificateFacts {
    fingerprint: string
    addresses: string[]
    userIds: string[]
    createdAt: number
    expiresAt?: number
    /** By the rules of `policy.ts`, now. */
    encrypts: boolean
    signs: boolean
    isRevoked: boolean
    octets: CertificateOctets
}

/**
 * One of one's own. Those that are not current open old mail, and nothing else. `renews`: it was made here, and is
 * renewed here before it expires.
 */
export interface OwnKey { certificate: CertificateFacts, isCurrent: boolean, renews: boolean }

/** Why something was not done. Words are made on the page. */
export type Trouble =
    /** No keys are open in this worker. */
    | 'locked'
    /** None of ours opens it. */
    | 'noKey'
    /** What is inside was changed, cut or exchanged: nothing of it is given out. */
    | 'tampered'
    /** It has no protection against changes: RFC 9580 section 5.7. */
    | 'unprotected'
    | 'weak' | 'malformed' | 'tooLarge' | 'tooDeep' | 'tooMany' | 'nested'
    /** Armour within HTML: what is around it would come along. */
    | 'inHtml'
    | 'passphrase' | 'notPrivate' | 'foreignAddress' | 'noRecipient'
    /** The worker has ended. */
    | 'lost'

export type SignatureState =
    | { kind: 'none' }
    /** All that is shown is signed, by a certificate of this sender. */
    | { kind: 'good', fingerprint: string, at: number }
    /** The signature is right, and not of who the message says it is from. */
    | { kind: 'otherSender', fingerprint: string, addresses: string[], at: number }
    /** It is not known by whom. */
    | { kind: 'unknownKey', keyId: string }
    | { kind: 'wrong' }
    | { kind: 'weak' }
    /** Only a part of what is shown is signed: nobody can see which. */
    | { kind: 'partly' }

export type EncryptionState = 'none' | 'whole' | 'partly'

/** RFC 9788: what the outer message says less of, or otherwise. */
export interface InnerHeaders {
    subject?: string
    from?: { name: string, email: string }[]
    to?: { name: string, email: string }[]
    cc?: { name: string, email: string }[]
    replyTo?: { name: string, email: string }[]
    date?: string
    /** All protected fields, unfolded, in their order. */
    fields: [name: string, value: string][]
}

/** A part of an opened message. `blobId` is of `contents`; nothing of it is at the server. */
export type InnerPart = EmailBodyPart

/** How a part is encoded: RFC 2045 section 6. */
export interface Content { encoding: 'base64' | 'quoted-printable' | 'identity', octets: Uint8Array<ArrayBuffer> }

/** What a message shows: as JMAP has it (RFC 8621 section 4.1.4). */
export interface InnerBody {
    textBody: InnerPart[]
    htmlBody: InnerPart[]
    attachments: InnerPart[]
    bodyValues: Record<string, { value: string, isEncodingProblem: boolean, isTruncated: boolean }>
    contents: Record<string, Content>
}

/** A piece of a message that stands by itself: shown in an area of its own, and never quoted. */
export interface Apart { why?: Trouble, signature: SignatureState, body?: InnerBody }

export interface OpenedMessage {
    /**
     * `plain`: it is shown as it lies on the server. `open`: `body` is shown in its place. `refused`: nothing is,
     * see `why`.
     */
    state: 'plain' | 'open' | 'refused'
    why?: Trouble
    encryption: EncryptionState
    signature: SignatureState
    headers?: InnerHeaders
    body?: InnerBody
    apart: Apart[]
    /** Whether an answer may have its text in it. */
    mayQuote: boolean
}

export interface OpenAsked {
    /** The whole message as it lies on the server. */
    raw: Uint8Array<ArrayBuffer>
    /** Of the outer From: each address that it names. */
    from: string[]
    /** Those that count for the sender. */
    certificates: CertificateOctets[]
}

export interface SealAsked {
    /** Header fields of the outer message, with CRLF behind each; none of MIME. */
    outer: string
    /** A whole MIME entity with CRLF: its header has the fields that are protected (RFC 9788). */
    inner: Uint8Array<ArrayBuffer>
    /** Empty: it is only signed. One's own is to be among them, else one cannot read it again. */
    to: CertificateOctets[]
    isSigned: boolean
}

export type SlotKind = 'password' | 'recovery' | 'passkey'

/** How a password was stretched: what is needed to do it again. */
export interface Cost { salt: string, memoryKib: number, passes: number, lanes: number }

/** What a slot of the vault has in it, as JSON. `sealed`: the client root, base64. */
export interface WrappedSlot extends Partial<Cost> { v: 1, sealed: string }

export type Answer<T> = Promise<Result<T, Trouble>>

/** The calls of the worker. */
export interface Calls {
    /** A new key of one's own. It is the current one from now on. */
    makeKeys(address: string, name: string): Answer<OwnKey>
    ownKeys(): Answer<OwnKey[]>
    /** All of them, armoured, under a passphrase (S2K iterated and salted). */
    exportKeys(passphrase: string): Answer<string>
    /** Armoured private keys. `address`: one of them has to be for it. `isCurrent`: it is used from now on. */
    importKeys(armoured: string, passphrase: string, address: string, isCurrent: boolean): Answer<OwnKey[]>
    /** Armoured: it takes a certificate of ours back wherever it is published. */
    revocation(fingerprint: string): Answer<string>
    /**
     * Of a certificate the least by which one encrypts to this address: Autocrypt Level 1, "OpenPGP Based key data".
     */
    leastOf(certificate: CertificateOctets, address: string): Answer<CertificateOctets>
    /** Those made here that expire soon are good for longer; undefined where there is none. */
    renewKeys(): Answer<OwnKey[] | undefined>
    certificateOf(octetsOrArmour: Uint8Array<ArrayBuffer> | string): Answer<CertificateFacts>
    /** The octets of the message are used up. */
    openMessage(asked: OpenAsked): Answer<OpenedMessage>
    /** What was encrypted as it was, for its owner who keeps it in clear again. The octets given are used up. */
    innerOctets(raw: Uint8Array<ArrayBuffer>): Answer<Uint8Array<ArrayBuffer>>
    /** A whole message: multipart/encrypted or multipart/signed, RFC 3156. */
    sealMessage(asked: SealAsked): Answer<Uint8Array<ArrayBuffer>>

    /** A new client root, and no keys. */
    makeRoot(account: string): Answer<undefined>
    /** The client root by one of these slots. */
    openRoot(account: string, kind: SlotKind, slots: CertificateOctets[], secret: CertificateOctets, pepper: CertificateOctets): Answer<undefined>
    /** As a slot has it. */
    wrapRoot(kind: SlotKind, secret: CertificateOctets, pepper: CertificateOctets, cost?: Cost): Answer<CertificateOctets>
    /** What the server has to say so that this browser opens the root by itself; undefined where it cannot. */
    deviceHalf(account: string): Answer<string | undefined>
    openFromDevice(account: string, halfKey: CertificateOctets): Answer<undefined>
    keepOnDevice(account: string, halfKey: CertificateOctets, half: string): Answer<undefined>
    forgetDevice(account: string): Answer<undefined>
    /** Own keys, as they lie in the vault. */
    sealKeys(version: number): Answer<CertificateOctets>
    openKeys(version: number, octets: CertificateOctets): Answer<OwnKey[]>
    /** JSON, as it lies in the vault. */
    sealValue(name: string, version: number, value: unknown): Answer<CertificateOctets>
    openValue(name: string, version: number, octets: CertificateOctets): Answer<unknown>

    /** Of the index of what no server reads. `at`: in milliseconds since 1970. */
    searchAdd(id: string, at: number, found: Found): Answer<number>
    searchMissing(ids: string[]): Answer<string[]>
    /** The newest first. */
    searchFind(asked: SearchAsked, most: number): Answer<SearchHit[]>
    /** What a list shows of these messages; those that are not known are left out. */
    searchShown(ids: string[]): Answer<SearchHit[]>
    /**
     * To which the server seals what it makes of mail that comes: the public key of X-Wing that follows from the
     * client root.
     */
    textsKey(): Answer<CertificateOctets>
    /**
     * Into the index; `at`: when they came. `refused`: ids of those that do not open, changed or of something else;
     * `added`: of how many more is known than before.
     */
    takeTexts(records: (SealedText & { at: number })[]): Answer<{ opened: string[], refused: string[],
        added: number }>
    /** Names of shards that the vault does not have like this. */
    searchChanged(): Answer<string[]>
    searchAgain(name: string): Answer<undefined>
    sealShard(name: string, version: number): Answer<CertificateOctets>
    openShard(name: string, version: number, octets: CertificateOctets): Answer<number>

    /** Forgets all keys, the client root, and what was found. */
    lock(): Answer<undefined>
}

export interface Asked { id: number, call: keyof Calls, with: unknown[] }
export interface Answered { id: number, result: Result<unknown, Trouble> }
