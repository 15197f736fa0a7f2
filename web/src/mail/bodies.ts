import type { Client } from '../jmap/client'
import type { Email, Id } from '../jmap/types'
import { ROW_PROPERTIES } from '../store/query'

/** In octets of each body value; the server's own bound. */
const BODY_OCTETS_MAX = 256 * 1024
/** Messages whose bodies are kept: what is opened again is there at once. */
const KEPT_MAX = 60
/** Of what has become of a message on its way, as fields say it. */
const FIELDS = ['header:Authentication-Results:asRaw:all', 'header:Received:asRaw:all', 'header:X-Spam-Status:asRaw',
    'header:List-Unsubscribe:asURLs', 'header:List-Id:asText', 'header:Disposition-Notification-To:asAddresses']

/** A message as it is read. */
export interface Opened extends Email {
    'header:Authentication-Results:asRaw:all': string[] | null
    'header:Received:asRaw:all': string[] | null
    'header:X-Spam-Status:asRaw': string | null
    'header:List-Unsubscribe:asURLs': string[] | null
    'header:List-Id:asText': string | null
    'header:Disposition-Notification-To:asAddresses': { name: string | null, email: string }[] | null
}

/** Whole messages, of which the last are kept: what is in a message never changes. */
export class Bodies {
    private readonly known = new Map<Id, Promise<Opened | undefined>>()

    constructor(private readonly client: Client) {}

    get(id: Id): Promise<Opened | undefined> {
        const there = this.known.get(id) ?? this.fetch(id)
        this.known.delete(id)
        this.known.set(id, there)
        for (const old of this.known.keys()) {
            if (this.known.size <= KEPT_MAX) break
            this.known.delete(old)
        }
        return there
    }

    private async fetch(id: Id): Promise<Opened | undefined> {
        const got = await this.client.get<Opened>('Email/get', [id], {
            properties: [...ROW_PROPERTIES, 'blobId', 'messageId', 'inReplyTo', 'references', 'cc', 'bcc', 'replyTo', 'sentAt', 'textBody',
                'htmlBody', 'attachments', 'bodyValues', ...FIELDS],
            fetchTextBodyValues: true,
            fetchHTMLBodyValues: true,
            maxBodyValueBytes: BODY_OCTETS_MAX,
        })
        const email = got.ok ? got.value.list[0] : undefined
        if (!email) this.known.delete(id)
        return email
    }
}
