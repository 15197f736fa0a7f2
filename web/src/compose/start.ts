import { type Leaving, showsPart } from '../html/leaving'
import { textOfHtml } from '../html/text'
import type { Email, EmailAddress, Id, Identity } from '../jmap/types'
import { displayName } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import { forwarded, forwardSubject, quoted, recipients, replySubject, threading } from '../text/quoting'
import { attachedOf, type Begun, type Draft, type CameFor, emptyDraft, formerName, identityFor, writtenTo } from './draft'

export type How = 'reply' | 'replyAll' | 'forward'
/** What is answered: its text, and its HTML where it has some, cleaned, as it may leave. */
export interface Answered { email: Email & CameFor, text: string, html: Leaving | undefined }

const QUOTE = 'margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex'

/** As other programs mark it. */
export const SIGNATURE = 'gmail_signature'

/** A new message with the signature of who writes. */
export function fresh(identity: Identity): Draft { return { ...emptyDraft(identity.id), text: signed('', identity) } }

/** An answer, or something sent on. Rich where that is what is answered. `sent`: the mailbox of what one has sent. */
export function answering(how: How, { email, text, html }: Answered,
    identities: readonly Identity[], words: Messages, sent?: Id): Begun {
    const identity = identityFor([...writtenTo(email), ...email.from ?? []], identities)
    const knownAs = formerName(email, identities, sent)
    const own = [...identities.map(one => one.email), ...knownAs === undefined ? [] : [knownAs]]
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
        ...knownAs !== undefined && { knownAs },
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
    if (old === fresh && from.htmlSignature === to.htmlSignature) return text
    const there = signatureIn(text, from)
    if (there) return text.slice(0, there.from) + fresh + text.slice(there.to)
    const quote = quoteAt(text)
    return signatures(from).length > 0 ? text : text.slice(0, quote) + fresh + text.slice(quote)
}

/** Plain text as it begins where it is given a form: its signature is known as one still, or where one would stand. */
export function withForm(text: string, identity: Identity): string {
    const there = signatureIn(text, identity)
    if (there) return htmlOfText(text.slice(0, there.from)) + signatureHtml(identity) + restOf(text.slice(there.to))
    const quote = quoteAt(text)
    if (quote === text.length || signatures(identity).length > 0) return htmlOfText(text)
    return `${htmlOfText(text.slice(0, quote))}<div class="${SIGNATURE}"></div>${restOf(text.slice(quote))}`
}

function restOf(text: string): string { return text === '' ? '' : htmlOfText(text.replace(/^\n/, '')) }

/** Where the line begins that says whose words follow; the end where there are none. */
function quoteAt(text: string): number {
    const at = text.search(/\n\n[^\n]*:\n>/)
    return at < 0 ? text.length : at
}

/** As it stands in text: also as it was made of HTML, which keeps no empty line above it and no space at ends. */
function signatureIn(text: string, identity: Identity): { from: number, to: number } | undefined {
    for (const one of signatures(identity)) {
        const lines = one.split('\n').map(line => line.trim().replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('[ \\t]*\\n[ \\t]*')
        const found = new RegExp(`(?:^|\\n{1,2})--[ \\t]*\\n[ \\t]*${lines}(?=[ \\t]*(?:\\n|$))`).exec(text)
        if (found) return { from: found.index, to: found.index + found[0].length }
    }
    return undefined
}

/** What a signature says, as plain text and as that of its form, where there is one. */
export function signatures({ textSignature, htmlSignature }: Identity): string[] {
    const all = [textSignature, htmlSignature.trim() === '' ? '' : textOfHtml(htmlSignature)]
    return [...new Set(all.map(one => one.trim().replace(/\r\n?/g, '\n')).filter(one => one !== ''))]
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

function htmlOfText(text: string): string {
    return text.split('\n').map(line => `<div>${escaped(line) || '<br>'}</div>`).join('')
}

export type { EmailAddress }
