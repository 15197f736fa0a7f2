import { type Leaving, showsPart } from '../html/leaving'
import type { Email, EmailAddress, Id, Identity } from '../jmap/types'

/** A file of a draft. `blobId` is missing while it comes up. */
export interface Attached {
    key: string
    name: string
    type: string
    size: number
    blobId?: Id
    /** In this browser alone: the server is not to have it in clear. */
    local?: Blob
    /** From 0 to 1, while it comes up. */
    progress?: number
    failed?: boolean
    /** It was not taken: with it the message would be larger than the server takes. */
    isTooMuch?: boolean
    /** Of a picture that is shown in the text; others may have one, too. */
    cid?: string
    /** It was seen in the text while it was written: taken out of that, it does not go along. */
    wasShown?: boolean
}

export interface About { id: Id, how: 'answered' | 'forwarded' }

/** A draft as it lies at the server. */
export interface DraftEmail extends Email {
    'header:Disposition-Notification-To:asAddresses'?: { name: string | null, email: string }[] | null
    /** As Thunderbird says what is sent on. */
    'header:X-Forwarded-Message-Id:asMessageIds'?: string[] | null
}

/** What is being written. */
export interface Draft {
    identityId: Id
    to: EmailAddress[]
    cc: EmailAddress[]
    bcc: EmailAddress[]
    subject: string
    /** The text where it is plain; beside HTML, what those see who take none. */
    text: string
    /** What stands in the body; undefined: it is plain. */
    html?: Leaving
    attachments: Attached[]
    inReplyTo: string[] | null
    references: string[] | null
    /** What is answered or sent on: it gets a mark once this is sent. */
    about?: About
    /** What is sent on is called so: a draft that is taken up again knows it by that. */
    forwards?: string
    wantsReceipt?: boolean
    /** Under this address others know who writes, and he may not write under it any more. */
    knownAs?: string
}

/** As it is begun: its HTML is that of others, cleaned, and ours around it. */
export type Begun = Omit<Draft, 'html'> & { html?: string }

export function emptyDraft(identityId: Id): Draft {
    return { identityId, to: [], cc: [], bcc: [], subject: '', text: '', attachments: [], inReplyTo: null, references: null }
}

/** Whether the text shows it. */
export function isShown({ cid }: Attached, html: Leaving | undefined): boolean {
    return html !== undefined && cid !== undefined && showsPart(html, cid)
}

/** With what the text shows now noted, so that it is known when it is taken out. */
export function noted(draft: Draft): Draft {
    const isNew = (one: Attached) => !one.wasShown && isShown(one, draft.html)
    return draft.attachments.some(isNew) ? { ...draft, attachments: draft.attachments.map(one => isNew(one) ? { ...one, wasShown: true } : one) } : draft
}

/** What goes along: not the pictures that were taken out of the text. */
export function going(draft: Draft): Attached[] {
    return draft.attachments.filter(one => !one.wasShown || isShown(one, draft.html))
}

/** Whether anything of it is worth being kept. */
export function isEmpty(draft: Draft, signature: string): boolean {
    const body = draft.text.replace(/\s+/g, ' ').trim()
    return draft.subject.trim() === '' && draft.to.length + draft.cc.length + draft.bcc.length + draft.attachments.length === 0
        && (body === '' || body === signature.replace(/\s+/g, ' ').trim())
}

/** As Email/set takes it: RFC 8621 section 4.6. What is not up yet is not in it. */
export function emailOf(draft: Draft, identity: Identity, mailboxId: Id): Record<string, unknown> {
    const files = draft.attachments.filter(one => one.blobId !== undefined)
    const { html: written } = draft
    const inline = written === undefined ? []
        : files.filter(one => one.cid !== undefined && showsPart(written, one.cid))
    const loose = files.filter(one => !inline.includes(one))
    const values: Record<string, { value: string }> = { text: { value: draft.text } }
    if (draft.html !== undefined) values['html'] = { value: documentOf(draft.html) }
    const text: Part = { type: 'text/plain', partId: 'text' }
    const html: Part = { type: 'text/html', partId: 'html' }
    const shown = inline.length > 0 ? multipart('related', [html, ...inline.map(one => part(one, 'inline'))]) : html
    const body = draft.html === undefined ? text : multipart('alternative', [text, shown])
    return {
        mailboxIds: { [mailboxId]: true },
        keywords: { $draft: true, $seen: true },
        from: [{ name: identity.name || null, email: identity.email }],
        ...draft.to.length > 0 && { to: draft.to },
        ...draft.cc.length > 0 && { cc: draft.cc },
        ...draft.bcc.length > 0 && { bcc: draft.bcc },
        ...identity.replyTo?.length && { replyTo: identity.replyTo },
        subject: draft.subject,
        ...draft.inReplyTo && { inReplyTo: draft.inReplyTo },
        ...draft.references && { references: draft.references },
        ...draft.wantsReceipt && { 'header:Disposition-Notification-To:asAddresses': [{ name: null, email: identity.email }] },
        ...draft.forwards !== undefined && { 'header:X-Forwarded-Message-Id:asMessageIds': [draft.forwards] },
        bodyStructure: loose.length > 0 ? multipart('mixed', [body, ...loose.map(one => part(one, 'attachment'))]) : body,
        bodyValues: values,
    }
}

interface Part { type: string, partId?: string, blobId?: Id, name?: string, disposition?: string, cid?: string, subParts?: Part[] }

function multipart(kind: string, subParts: Part[]): Part { return { type: `multipart/${kind}`, subParts } }

function part(one: Attached, disposition: 'inline' | 'attachment'): Part {
    return { type: one.type, blobId: one.blobId!, name: one.name, disposition, ...one.cid !== undefined && { cid: one.cid } }
}

function documentOf(html: string): string {
    return `<!doctype html><html><head><meta charset="utf-8"></head><body>${html}</body></html>`
}

/** A draft that lies on the server, as it is taken up again. `html`: what stands in its body, cleaned. */
export function draftOf(email: DraftEmail, identities: readonly Identity[], text: string,
    html: string | undefined): Begun {
    const forwards = email['header:X-Forwarded-Message-Id:asMessageIds']?.[0]
    return {
        identityId: identityFor(email.from ?? [], identities).id,
        to: email.to ?? [],
        cc: email.cc ?? [],
        bcc: email.bcc ?? [],
        subject: email.subject ?? '',
        text,
        ...html !== undefined && { html },
        attachments: attachedOf(email),
        inReplyTo: email.inReplyTo,
        references: email.references,
        ...email['header:Disposition-Notification-To:asAddresses']?.length && { wantsReceipt: true },
        ...forwards !== undefined && { forwards },
        ...isOwn(email.from?.[0]?.email, identities) ? {} : { knownAs: email.from![0]!.email },
    }
}

/** True where there is none. What stands behind a plus is the same person's. */
function isOwn(address: string | undefined, identities: readonly Identity[]): boolean {
    const all = [address, address?.replace(/\+[^@]*@/, '@')].map(one => one?.toLowerCase())
    return address === undefined || identities.some(one => all.includes(one.email.toLowerCase()))
}

/**
 * The address under which others know who answers now, where he writes under it no more: a masked one that was switched
 * off. `sent`: the mailbox of what he has sent.
 */
export function formerName(email: Pick<Email, 'from' | 'to' | 'cc' | 'bcc' | 'mailboxIds'> & CameFor,
    identities: readonly Identity[], sent?: Id): string | undefined {
    const isSent = sent !== undefined && email.mailboxIds?.[sent] !== undefined
    if (!isSent && writtenTo(email).some(one => isOwn(one.email, identities))) return undefined
    const address = isSent ? email.from?.[0]?.email : email['header:Delivered-To:asAddresses:all']?.[0]?.[0]?.email
    if (address === undefined || isOwn(address, identities)) return undefined
    const domain = (one: string) => one.slice(one.lastIndexOf('@') + 1).toLowerCase()
    // elsewhere one was somebody before one's mail was here
    return identities.some(one => domain(one.email) === domain(address)) ? address : undefined
}

export function attachedOf(email: Pick<Email, 'attachments'>): Attached[] {
    return email.attachments.filter(one => one.blobId !== null).map((one, i) => ({ key: `kept${i}${one.blobId}`, name: one.name ?? one.type, type: one.type,
        size: one.size, blobId: one.blobId!, ...one.cid !== null && { cid: one.cid } }))
}

/** As whom one writes: who was written to, or who has written; else the account itself, which comes first. */
export function identityFor(addresses: readonly EmailAddress[], identities: readonly Identity[]): Identity {
    for (const { email } of addresses) {
        const own = identities.find(one => one.email.toLowerCase() === email.toLowerCase())
        if (own) return own
    }
    return identities[0]!
}

/**
 * Whom it was written to, as it says; then whom it came for, which it says nowhere where it came by Bcc or a list: that
 * stands on top, by this server. So who knows a masked address is not told another.
 */
export function writtenTo(email: Pick<Email, 'to' | 'cc' | 'bcc'> & CameFor): EmailAddress[] {
    return [...email.to ?? [], ...email.cc ?? [], ...email.bcc ?? [], ...email['header:Delivered-To:asAddresses:all']?.[0] ?? []]
}

/** What a server writes above what it takes. */
export interface CameFor { 'header:Delivered-To:asAddresses:all'?: EmailAddress[][] | null }
