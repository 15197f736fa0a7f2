import { type Leaving, showsPart } from '../html/leaving'
import type { Email, EmailAddress, Identity } from '../jmap/types'
import { displayName } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import { forwarded, forwardSubject, quoted, recipients, replySubject, threading } from '../text/quoting'
import { attachedOf, type Begun, type Draft, type CameFor, emptyDraft, identityFor, writtenTo } from './draft'

export type How = 'reply' | 'replyAll' | 'forward'
/** What is answered: its text, and its HTML where it has some, cleaned, as it may leave. */
export interface Answered { email: Email & CameFor, text: string, html: Leaving | undefined }

const QUOTE = 'margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex'

/** As other programs mark it. */
export const SIGNATURE = 'gmail_signature'

/** A new message with the signature of who writes. */
export function fresh(identity: Identity): Draft { return { ...emptyDraft(identity.id), text: signed('', identity) } }

/** An answer, or something sent on. Rich where that is what is answered. */
export function answering(how: How, { email, text, html }: Answered,
    identities: readonly Identity[], words: Messages): Begun {
    const identity = identityFor([...writtenTo(email), ...email.from ?? []], identities)
    const own = identities.map(one => one.email)
    const quote = how === 'forward' ? forwarded(email, text, words) : quoted(email, text, words)
    const base = {
        ...emptyDraft(identity.id),
        text: `${signed('', identity)}\n\n${quote}`,
        ...html !== undefined && { html: `<p><br></p>${signatureHtml(identity)}${quoteHtml(how, email, html, words)}` },
    }
    if (how === 'forward') {
        return { ...base, subject: forwardSubject(email.subject), attachments: attachedOf(email),
            about: { id: email.id, how: 'forwarded' },
            ...email.messageId?.[0] !== undefined && { forwards: email.messageId[0] } }
    }
    return { ...base, ...recipients(email, own, how === 'replyAll'), subject: replySubject(email.subject), ...threading(email),
        attachments: html === undefined ? [] : attachedOf(email)
            .filter(one => one.cid !== undefined && showsPart(html, one.cid)),
        about: { id: email.id, how: 'answered' } }
}

/** RFC 3676 section 4.3. */
export function signed(text: string, { textSignature }: Identity): string {
    return textSignature.trim() === '' ? text : `${text}\n\n-- \n${textSignature.trim()}`
}

export function signatureHtml({ htmlSignature, textSignature }: Identity): string {
    const html = htmlSignature.trim() || escaped(textSignature.trim()).replaceAll('\n', '<br>')
    return html === '' ? '' : `<div class="${SIGNATURE}">-- <br>${html}</div>`
}

/** With another one's signature in the place of the first's. */
export function resigned(text: string, from: Identity, to: Identity): string {
    const [old, fresh] = [signed('', from), signed('', to)]
    if (old === fresh) return text
    const at = old === '' ? -1 : text.indexOf(old)
    if (at >= 0) return text.slice(0, at) + fresh + text.slice(at + old.length)
    const quote = text.search(/\n\n[^\n]*:\n>/)
    return old !== '' ? text : quote < 0 ? text + fresh : text.slice(0, quote) + fresh + text.slice(quote)
}

function quoteHtml(how: How, email: Email, html: string, words: Messages): string {
    if (how !== 'forward') {
        const who = (email.from ?? []).map(displayName).join(', ')
        return `<div class="gmail_quote"><div>${escaped(words.quote.wrote(who, longDate(email.sentAt ?? email.receivedAt, words)))}</div>`
            + `<blockquote type="cite" style="${QUOTE}">${html}</blockquote></div>`
    }
    const heading = escaped(forwarded(email, '', words).trim()).replaceAll('\n', '<br>')
    return `<div class="gmail_quote"><p>${heading}</p>${html}</div>`
}

export function escaped(text: string): string { return text.replace(/[&<>"']/g, one => `&#${one.charCodeAt(0)};`) }

/** Plain text as it begins where it is given a form. */
export function htmlOfText(text: string): string {
    return text.split('\n').map(line => `<div>${escaped(line) || '<br>'}</div>`).join('')
}

export type { EmailAddress }
