import type { Attached } from '../compose/draft'
import type { Email, EmailAddress, EmailBodyPart } from '../jmap/types'
import type { How } from '../compose/start'
import type { InnerHeaders, OpenedMessage } from '../openpgp/calls'
import { contentIn } from '../openpgp/content'
import type { Opened } from './bodies'

/** In a draft: what it answers was encrypted. Its value: to whom of those whom the draft is for, or `yes`. */
const ABOUT_ENCRYPTED = 'sigillo-about-encrypted'

/** Whether there may be something of OpenPGP in it: then the worker looks at its octets. */
export function isOpenPgp(email: Email): boolean {
    const isPart = ({ type }: EmailBodyPart) => type === 'application/pgp-encrypted' || type === 'application/pgp-signature'
    return email.attachments.some(isPart) || Object.values(email.bodyValues).some(({ value }) => /-----BEGIN PGP (?:SIGNED )?MESSAGE-----/.test(value))
}

/**
 * The message with what was sealed in its place. Who it is from stays what the server says, which the signature was
 * compared with.
 */
export function withInner(email: Opened, { state, body, headers }: OpenedMessage): Opened {
    if (state === 'plain') return withoutVersion(email)
    if (state === 'refused' || !body) return withoutVersion({ ...email, textBody: [], htmlBody: [], bodyValues: {} })
    const { textBody, htmlBody, attachments, bodyValues } = body
    const links = headers?.fields.filter(([name]) => name.toLowerCase() === 'sigillo-protected').map(([, value]) => value)
    return { ...email, textBody, htmlBody, attachments, bodyValues, ...headers?.subject !== undefined && { subject: headers.subject },
        ...links?.length && { 'header:Sigillo-Protected:asText:all': links } }
}

/** RFC 3156 section 4: the first part says only that the second one is of version 1. */
function withoutVersion(email: Opened): Opened { return { ...email, attachments: email.attachments.filter(one => one.type !== 'application/pgp-encrypted') } }

/**
 * What of it may stand in an answer; attachments are in the memory of this browser alone, and do not come along. Whom
 * the answer is for stands outside too, where whoever sends on what was sealed for one has put himself: so what is
 * inside counts, and where nothing is said there, an answer to others than the sender quotes nothing.
 */
export function forAnswer(email: Opened, opened: OpenedMessage | undefined, how: How): Opened {
    if (opened?.state === 'plain') return email
    const isProtected = opened?.headers?.from !== undefined
    const mayQuote = opened?.mayQuote && (opened.encryption === 'none' || isProtected || how === 'forward' || !goesElsewhere(email, how))
    const shown = mayQuote ? withInner(email, opened) : { ...email, textBody: [], htmlBody: [], bodyValues: {} }
    return { ...shown, ...opened?.encryption === 'whole' && isProtected && addressesIn(opened.headers!), attachments: [] }
}

function addressesIn({ to, cc, replyTo }: InnerHeaders) { return { to: addresses(to), cc: addresses(cc), replyTo: addresses(replyTo) } }

function goesElsewhere({ from, to, cc, replyTo }: Opened, how: How): boolean {
    const senders = (from ?? []).map(one => one.email.toLowerCase())
    return (replyTo ?? []).some(one => !senders.includes(one.email.toLowerCase())) || how === 'replyAll' && (to ?? []).length + (cc ?? []).length > 1
}

function addresses(all: InnerHeaders['to']): EmailAddress[] | null { return all?.map(({ name, email }) => ({ name: name || null, email })) ?? null }

/** Small addresses of those who got an encrypted message, as its protected fields say. */
export function answeredIn({ headers }: OpenedMessage): Set<string> {
    const all = [...headers?.from ?? [], ...headers?.to ?? [], ...headers?.cc ?? []]
    return new Set(all.map(one => one.email.toLowerCase()))
}

/** The same of a draft, which has kept it: undefined where it answers nothing that was encrypted. */
export function answeredByDraft({ headers }: OpenedMessage): Set<string> | undefined {
    const said = headers?.fields.find(([name]) => name.toLowerCase() === ABOUT_ENCRYPTED)?.[1]
    return said === undefined ? undefined : new Set(said.split(',').map(one => one.trim().toLowerCase()).filter(one =>
        one.includes('@')))
}

/** Its files, in this browser alone. */
export async function filesIn({ body }: OpenedMessage): Promise<Attached[]> {
    return (body?.attachments ?? []).flatMap((part, i) => {
        const octets = part.blobId === null ? undefined : contentIn([body!], part.blobId)
        return octets ? [{ key: `sealed${i}`, name: part.name ?? part.type, type: part.type, size: octets.length, progress: 1, local: new Blob([octets], { type: part.type }),
            ...part.cid !== null && { cid: part.cid } }] : []
    })
}

/** A draft as it was written: whom it is for stands inside. */
export function draftIn(email: Opened, opened: OpenedMessage): Opened {
    const { headers } = opened
    const said = (name: string) => headers?.fields.find(([one]) => one.toLowerCase() === name)?.[1] ?? ''
    const receipt = said('disposition-notification-to')
    const ids = (name: string) => said(name).match(/(?<=<)[^<>\s]+(?=>)/g)
    return { ...withInner(email, opened), attachments: [], to: addresses(headers?.to), cc: addresses(headers?.cc),
        bcc: said('bcc').split(',').map(one => one.trim()).filter(one => one !== '').map(one => ({ name: null, email: one })),
        inReplyTo: ids('in-reply-to'), references: ids('references'),
        'header:X-Forwarded-Message-Id:asMessageIds': ids('x-forwarded-message-id'),
        'header:Disposition-Notification-To:asAddresses': receipt === '' ? null : [{ name: null, email: receipt }] }
}
