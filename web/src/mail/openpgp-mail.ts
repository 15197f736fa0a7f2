import type { Email, EmailBodyPart } from '../jmap/types'
import type { OpenedMessage } from '../openpgp/calls'
import type { Opened } from './bodies'

/** Whether there may be something of OpenPGP in it: then the worker looks at its octets. */
export function isOpenPgp(email: Email): boolean {
    const isPart = ({ type }: EmailBodyPart) => type === 'application/pgp-encrypted' || type === 'application/pgp-signature'
    return email.attachments.some(isPart) || Object.values(email.bodyValues).some(({ value }) => /-----BEGIN PGP (?:SIGNED )?MESSAGE-----/.test(value))
}

/** The message with what was sealed in its place. Who it is from stays what the server says, which the signature was compared with. */
export function withInner(email: Opened, { state, body, headers }: OpenedMessage): Opened {
    if (state === 'plain') return email
    if (state === 'refused' || !body) return { ...email, textBody: [], htmlBody: [], bodyValues: {} }
    const { textBody, htmlBody, attachments, bodyValues } = body
    return { ...email, textBody, htmlBody, attachments, bodyValues, ...headers?.subject !== undefined && { subject: headers.subject } }
}

/** What of it may stand in an answer; attachments are in the memory of this browser alone, and do not come along. */
export function forAnswer(email: Opened, opened: OpenedMessage | undefined): Opened {
    if (opened?.state === 'plain') return email
    const shown = opened?.mayQuote ? withInner(email, opened) : { ...email, textBody: [], htmlBody: [], bodyValues: {} }
    return { ...shown, attachments: [] }
}
