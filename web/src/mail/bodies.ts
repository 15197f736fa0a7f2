import type { Client } from '../jmap/client'
import type { Email, EmailAddress, EmailRow, Id } from '../jmap/types'
import type { KeptValues } from '../store/kept-values'
import { ROW_PROPERTIES } from '../store/query'

/** In octets of each body value; the server's own bound. */
const BODY_OCTETS_MAX = 256 * 1024
/** Messages whose bodies are kept: what is opened again is there at once. */
const KEPT_MAX = 60
/** What is fetched before somebody opens it. In octets of the message. */
const AHEAD_OCTETS_MAX = 200_000
/** Messages that are asked for ahead at once. */
const AHEAD_MAX = 10
/** Those that come unasked, and the whole type: whether lines go on stands there. */
const PART_PROPERTIES = ['partId', 'blobId', 'size', 'name', 'type', 'charset', 'disposition', 'cid', 'language',
    'location', 'header:Content-Type:asRaw']
/** Of what has become of a message on its way, as fields say it. */
const FIELDS = ['header:Authentication-Results:asRaw:all', 'header:Received:asRaw:all', 'header:X-Spam-Status:asRaw',
    'header:List-Unsubscribe:asURLs', 'header:List-Unsubscribe-Post:asText', 'header:List-Id:asText', 'header:Delivered-To:asAddresses:all', 'header:Disposition-Notification-To:asAddresses',
    'header:X-Forwarded-Message-Id:asMessageIds', 'header:Autocrypt:asRaw:all', 'header:Sigillo-Protected:asText:all', 'header:Sigillo-Protected-Reply:asText']

/** A message as it is read. */
export interface Opened extends Email {
    'header:Authentication-Results:asRaw:all': string[] | null
    'header:Received:asRaw:all': string[] | null
    'header:X-Spam-Status:asRaw': string | null
    'header:List-Unsubscribe:asURLs': string[] | null
    'header:List-Unsubscribe-Post:asText': string | null
    'header:List-Id:asText': string | null
    'header:Delivered-To:asAddresses:all'?: EmailAddress[][] | null
    'header:Disposition-Notification-To:asAddresses': { name: string | null, email: string }[] | null
    'header:X-Forwarded-Message-Id:asMessageIds'?: string[] | null
    'header:Autocrypt:asRaw:all'?: string[] | null
    /** Of our own copy of a protected message; of an answer to one. */
    'header:Sigillo-Protected:asText:all'?: string[] | null
    'header:Sigillo-Protected-Reply:asText'?: string | null
    /** Its body is what a signature by S/MIME encloses. */
    isEnclosed?: boolean
}

/** RFC 8551 section 3.5.2: there is nothing in it but a signature, which may enclose what was written. */
export function isEnclosed(email: Opened): boolean {
    const [only, more] = email.attachments
    return only !== undefined && more === undefined && /^application\/(x-)?pkcs7-mime$/.test(only.type)
        && only.blobId !== null && email.textBody.length === 0 && email.htmlBody.length === 0
}

/** Whole messages, of which the last are kept: what is in a message never changes. */
export class Bodies {
    private readonly known = new Map<Id, Promise<Opened | undefined>>()
    private readonly ready = new Map<Id, Opened>()

    /** `kept`: what the browser keeps of them. */
    constructor(private readonly client: Client, private readonly kept?: KeptValues) {}

    /** If it is there: it can be drawn at once. */
    now(id: Id): Opened | undefined { return this.ready.get(id) }

    get(id: Id): Promise<Opened | undefined> {
        const there = this.known.get(id) ?? this.fetch(id)
        this.hold(id, there)
        return there
    }

    /** So that they are there when somebody opens them, and without the server. */
    async ahead(rows: readonly EmailRow[]): Promise<void> {
        const wanted: Id[] = []
        for (const { id, size } of rows) {
            if (wanted.length < AHEAD_MAX && size <= AHEAD_OCTETS_MAX && !this.known.has(id) && !await this.kept?.has(id)) wanted.push(id)
        }
        if (wanted.length === 0) return
        for (const email of await this.load(wanted) ?? []) this.hold(email.id, Promise.resolve(email))
    }

    /**
     * What a signature by S/MIME encloses, with the header of the message itself. Undefined where the server finds no
     * signature: the same type is that of what is encrypted (RFC 8551 section 3.3).
     */
    async enclosed(email: Opened): Promise<Opened | undefined> {
        const blobId = email.attachments[0]?.blobId
        if (!blobId) return undefined
        const said = await this.client.get<{ id: Id, smimeStatus: string | null }>('Email/get', [email.id],
            { properties: ['smimeStatus'] })
        if (!said.ok || !said.value.list[0]?.smimeStatus?.startsWith('signed/')) return undefined
        const got = await this.client.call('Email/parse', {
            accountId: this.client.accountId, blobIds: [blobId], properties: ['textBody', 'htmlBody', 'attachments', 'bodyValues'],
            bodyProperties: PART_PROPERTIES,
            fetchTextBodyValues: true, fetchHTMLBodyValues: true, maxBodyValueBytes: BODY_OCTETS_MAX,
        }).answer
        const inside = got.ok ? got.value.parsed?.[blobId] : undefined
        return inside && { ...email, ...inside, isEnclosed: true }
    }

    /** The last in the order is the one that was used last. */
    private hold(id: Id, email: Promise<Opened | undefined>): void {
        this.known.delete(id)
        this.known.set(id, email)
        void email.then(one => { if (one && this.known.has(id)) this.ready.set(id, one) })
        for (const old of this.known.keys()) {
            if (this.known.size <= KEPT_MAX) break
            this.known.delete(old)
            this.ready.delete(old)
        }
    }

    private async fetch(id: Id): Promise<Opened | undefined> {
        const kept = await this.kept?.get(id) as Opened | undefined
        const email = kept ?? (await this.load([id]))?.[0]
        if (!email) this.known.delete(id)
        return email
    }

    private async load(ids: Id[]): Promise<Opened[] | undefined> {
        const got = await this.client.get<Opened>('Email/get', ids, {
            properties: [...ROW_PROPERTIES, 'blobId', 'messageId', 'inReplyTo', 'references', 'cc', 'bcc', 'replyTo', 'sentAt', 'textBody',
                'htmlBody', 'attachments', 'bodyValues', ...FIELDS],
            bodyProperties: PART_PROPERTIES,
            fetchTextBodyValues: true,
            fetchHTMLBodyValues: true,
            maxBodyValueBytes: BODY_OCTETS_MAX,
        })
        if (!got.ok) return undefined
        for (const one of got.value.list) void this.kept?.put(one.id, one)
        return got.value.list
    }
}
