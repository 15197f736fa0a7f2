import type { Email, EmailBodyPart } from '../jmap/types'
import { deletesSpace, flowed, isFlowed } from '../text/flowed'

export interface Shown { isTruncated: boolean }

/** What of a message is shown: RFC 8621 section 4.1.4. */
export type Bodied = Pick<Email, 'textBody' | 'htmlBody' | 'bodyValues'>

/** The plain text of a message. */
export function textOf(email: Bodied): Shown & { text: string } {
    const parts = email.textBody.filter(part => part.partId !== null && part.type === 'text/plain')
    const values = parts.map(part => email.bodyValues[part.partId!])
    const text = parts.map((part, i) => plainText(part, values[i]?.value ?? '')).join('\n\n')
    return { text, isTruncated: values.some(one => one?.isTruncated) }
}

function plainText(part: EmailBodyPart, value: string): string {
    const type = part['header:Content-Type:asRaw'] ?? ''
    return isFlowed(type) ? flowed(value, deletesSpace(type)) : value
}

/** Its HTML, with pictures and texts that stand between; undefined where it has none. As a stranger has written it. */
export function htmlOf(email: Bodied): Shown & { html: string } | undefined {
    if (!email.htmlBody.some(part => part.type === 'text/html')) return undefined
    let isTruncated = false
    const pieces = email.htmlBody.map(part => {
        const value = part.partId === null ? undefined : email.bodyValues[part.partId]
        isTruncated ||= value?.isTruncated ?? false
        if (part.type === 'text/html') return value?.value ?? ''
        if (part.type.startsWith('text/')) return `<pre>${escaped(plainText(part, value?.value ?? ''))}</pre>`
        return part.type.startsWith('image/') && part.blobId !== null ? `<p><img src="cid:${escaped(nameOf(part))}"></p>` : ''
    })
    return { html: pieces.join('\n'), isTruncated }
}

/** How a picture is called in the HTML. */
export function nameOf(part: EmailBodyPart): string { return part.cid ?? `${part.blobId}@inline` }

/**
 * With pictures that stand between texts, which are no attachments (RFC 8621 section 4.1.4), among them: who takes the
 * text along takes them too.
 */
export function withPictures<T extends Email>(email: T, isHtml: boolean): T {
    const pictures = email.htmlBody.filter(part => part.type.startsWith('image/') && part.blobId !== null
        && !email.attachments.some(one => one.blobId === part.blobId))
    return { ...email, attachments: [...email.attachments,
        ...pictures.map(part => isHtml ? { ...part, cid: nameOf(part) } : part)] }
}

/** Whether the message shows it itself. */
export function isShownInside(part: EmailBodyPart, html: string): boolean {
    return part.cid !== null && part.type.startsWith('image/') && part.disposition !== 'attachment'
        && (html.includes(`cid:${part.cid}`) || html.includes(`cid:${encodeURIComponent(part.cid)}`))
}

export function escaped(text: string): string {
    return text.replace(/[&<>"']/g, one => `&#${one.charCodeAt(0)};`)
}

/** The one part of HTML, where it was too long to come with the rest. */
export function cutHtmlPart(email: Email): EmailBodyPart | undefined {
    const parts = email.htmlBody.filter(one => one.type === 'text/html' && one.partId !== null)
    const [part] = parts
    return parts.length === 1 && part!.blobId !== null && email.bodyValues[part!.partId!]?.isTruncated ? part : undefined
}
