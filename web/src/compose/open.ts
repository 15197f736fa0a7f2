import type { Client } from '../jmap/client'
import type { Email, Identity } from '../jmap/types'
import { textOfHtml } from '../html/text'
import { editable } from '../html/editing'
import { leaving } from '../html/leaving'
import type { Messages } from '../text/en'
import { type Boxes, Composer } from './composer'
import { aboutOf } from './about'
import { type Attached, type CameFor, type DraftEmail, draftOf, emptyDraft, identityFor, writtenTo } from './draft'
import { parseMailto } from './mailto'
import { answering, fresh, type How, signed } from './start'

/** What a message begins with. `html`: as a stranger has written it. */
export type Begin = { kind: 'new' } | { kind: 'mailto', href: string, about?: Email & CameFor }
    | { kind: How | 'draft', email: DraftEmail, text: string, html: string | undefined, files?: Attached[] }

/** The account itself comes first, as it is who writes where nothing else says it. */
export async function identitiesOf(client: Client): Promise<Identity[]> {
    const got = await client.call('Identity/get', { accountId: client.accountId, ids: null }).answer
    if (!got.ok) return []
    const own = client.session.username.toLowerCase()
    return got.value.list.sort((a, b) => Number(b.email.toLowerCase() === own) - Number(a.email.toLowerCase() === own))
}

export function composerFor(client: Client, identities: readonly Identity[], boxes: Boxes, begin: Begin, words: Messages): Composer {
    const first = identities[0]!
    if (begin.kind === 'new') return new Composer(client, identities, boxes, fresh(first))
    if (begin.kind === 'mailto') {
        const { body, ...fields } = parseMailto(begin.href)
        const from = begin.about ? identityFor(writtenTo(begin.about), identities) : first
        return new Composer(client, identities, boxes, { ...emptyDraft(from.id), ...fields, text: signed(body, from) })
    }
    const { email } = begin
    const html = begin.html === undefined ? undefined : leaving(editable(begin.html))
    const text = begin.text.trim() !== '' || begin.html === undefined ? begin.text : textOfHtml(begin.html)
    const draft = begin.kind === 'draft' ? draftOf(email, identities, text, html) : answering(begin.kind, { email, text, html }, identities, words, boxes.sent)
    const { html: begun, ...rest } = draft
    const whole = { ...rest, ...begun !== undefined && { html: leaving(begun) },
        attachments: [...draft.attachments, ...begin.files ?? []] }
    if (begin.kind !== 'draft') return new Composer(client, identities, boxes, whole)
    // it keeps its name, by which it is found where another window has saved or sent it
    const composer = new Composer(client, identities, boxes, whole, email.id, email.messageId?.[0])
    composer.isAbout(aboutOf(client, email))
    // it lies there under an address that is not his any more
    if (draft.knownAs !== undefined) composer.change({})
    return composer
}
