import { fail, ok, type Result } from '../base/result'
import type { Client } from '../jmap/client'
import type { Identity } from '../jmap/types'
import { inWorker } from '../login/stretching'
import { hex, makeAnswerKey, random, sealMessage, sha256 } from '../protected/sealed'
import { freshLink, keysOf, linkText, nameOf } from '../protected/secret'
import { formatAddress } from '../text/addresses'
import type { Draft } from './draft'
import type { MimeFile } from './mime'
import type { LinkTerms } from './security'

/** Header field of the sender's own copy: to whom, the name at the server, and the key by which answers are opened. */
export const PROTECTED_FIELD = 'Sigillo-Protected'

/** One that the server has. `field`: the value of `PROTECTED_FIELD`. */
export interface MadeLink { address: string, link: string, name: string, field: string }
export type LinkTrouble = 'full' | 'tooLarge' | 'tooMany' | 'lost' | 'refused'

/** Encrypts it for one recipient, and gives it to the server to keep. */
export async function keepProtected(client: Client, draft: Draft, identity: Identity, files: readonly MimeFile[], address: string, messageId: string,
    terms: LinkTerms, stretch = inWorker): Promise<Result<MadeLink, LinkTrouble>> {
    const link = freshLink()
    const keys = await keysOf(terms.password, link, stretch)
    if (!keys) return fail('refused')
    const messageKey = random(32)
    const answering = await makeAnswerKey(messageKey)
    const inner = { subject: draft.subject, from: formatAddress({ name: identity.name || null, email: identity.email }), to: address, date: new Date().toISOString(),
        text: draft.text, ...terms.takesReplies && { replyKey: answering.publicKey } }
    const sealed = await sealMessage(keys.kek, link.id, inner, files.map(({ name, type, octets }) => ({ name, type, octets })), messageKey)
    const name = await nameOf(link)
    const query = new URLSearchParams({ name, verifier: hex(await sha256(keys.authenticator)), message: messageId, days: String(terms.days),
        ...terms.isOnce && { once: '' }, ...terms.tells && { tell: '' }, ...terms.takesReplies && { replies: '' } })
    const kept = await put(client, `/webmail/protected?${query}`, sealed)
    return kept.ok ? ok({ address, link: linkText(location.origin, link), name, field: `${name} ${address} ${answering.answerKey}` }) : kept
}

async function put(client: Client, url: string, body: Uint8Array<ArrayBuffer>): Promise<Result<undefined, LinkTrouble>> {
    try {
        const response = await client.http.once(url, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body })
        if (response.ok) return ok(undefined)
        const { error } = await response.json().catch(() => ({})) as { error?: string }
        return fail((['full', 'tooLarge', 'tooMany'] as const).find(one => one === error) ?? 'refused')
    } catch {
        return fail('lost')
    }
}

/** From now on nobody opens it. */
export function revokeProtected(client: Client, name: string): Promise<boolean> { return changed(client, name, 'DELETE') }

/** A backup has brought it back, and it may be opened again. */
export function releaseProtected(client: Client, name: string): Promise<boolean> { return changed(client, name, 'PUT') }

async function changed(client: Client, name: string, method: 'DELETE' | 'PUT'): Promise<boolean> {
    try {
        return (await client.http.once(`/webmail/protected?name=${name}`, { method })).ok
    } catch {
        return false
    }
}

const SUBJECTS = { en: 'A protected message for you', it: 'Un messaggio protetto per te', both: 'A protected message for you / Un messaggio protetto per te' }

/** The mail with the link: nothing of what is inside, and why it is so, in two sentences. */
export function noticeOf({ link }: MadeLink, { days, language }: LinkTerms): { subject: string, text: string } {
    const until = new Date(Date.now() + days * 86_400_000)
    const day = (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(until)
    const en = `I have sent you a message that is encrypted; it opens in a browser, with a password that I tell you another way.\nOpen this link until ${day('en-GB')}; you need no account:\n\n${link}\n`
    const it = `Ti ho inviato un messaggio cifrato; si apre in un browser, con una password che ti dico in un altro modo.\nApri questo link entro il ${day('it')}; non serve un account:\n\n${link}\n`
    return { subject: SUBJECTS[language], text: language === 'en' ? en : language === 'it' ? it : `${en}\n--\n\n${it}` }
}
