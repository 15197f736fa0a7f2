import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { handOver } from '../base/hand-over'
import { PROTECTED_FIELD, releaseProtected, revokeProtected } from '../compose/protected-links'
import { download } from '../jmap/blobs'
import { openAnswer, type SealedFile } from '../protected/sealed'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import { lockWords, type LockWords } from '../text/lock'
import type { Opened } from './bodies'
import type { Mail } from './model'
import { isOpenPgp } from './openpgp-mail'
import { PlainText } from './plain-text'

interface Props { words: Messages, mail: Mail, email: Opened }

/** As the server lists them: docs/web.md. */
interface Listed { name: string, state: string, until: string, wrong: number, replies: number, opened?: string }
/** What one's own copy says of each recipient. */
interface Link { name: string, address: string, answerKey: string }

const TYPE = 'application/vnd.sigillo.protected-reply'
const ANSWER_OCTETS_MAX = 20_000_000

/** Of our own copy: how it fares, and the way to take it back. Of an answer: what it says. */
export function ProtectedMail(props: Props) {
    const locked = lockWords(props.words)
    if (props.email['header:Sigillo-Protected-Reply:asText']) return <AnswerToIt {...props} locked={locked} />
    return <>{linksIn(props.email['header:Sigillo-Protected:asText:all'] ?? []).map(one => <SentLink key={one.name} {...props} locked={locked} link={one} />)}</>
}

function linksIn(fields: readonly string[]): Link[] {
    return fields.flatMap(one => {
        const [, name, address, answerKey] = /^\s*([0-9a-f]{64})\s+(\S+)\s+([A-Za-z0-9_-]+)\s*$/.exec(one) ?? []
        return name && address && answerKey ? [{ name, address, answerKey }] : []
    })
}

function SentLink({ words, mail, locked, link }: Props & { locked: LockWords, link: Link }) {
    const listed = useSignal<Listed | 'gone' | undefined>(undefined)
    const told = useSignal('')
    useEffect(() => void listOf(mail).then(all => { listed.value = all && (all.find(one => one.name === link.name) ?? 'gone') }), [link.name])
    const one = listed.value
    if (one === undefined) return null
    const own = locked.sentProtected
    const isOpen = one !== 'gone' && one.state === 'OPEN'
    const revoke = async () => {
        const isDone = await revokeProtected(mail.client, link.name)
        told.value = isDone ? own.revoked : own.failed
        if (isDone) listed.value = 'gone'
    }
    const isHeld = one !== 'gone' && one.state === 'HELD'
    const release = async () => {
        const isDone = await releaseProtected(mail.client, link.name)
        told.value = isDone ? own.released : own.failed
        if (isDone && one !== 'gone') listed.value = { ...one, state: 'OPEN' }
    }
    return <p class="banner" role="note">{own.to(inert(link.address))} {one === 'gone' ? own.states['GONE'] : !isOpen ? own.states[one.state]
        : <>{own.until(longDate(one.until, words))} {one.opened ? own.opened(longDate(one.opened, words)) : own.notOpened}</>}
    {one !== 'gone' && one.wrong > 0 && ` ${own.wrong(one.wrong)}`}{one !== 'gone' && one.replies > 0 && ` ${own.replies(one.replies)}`}
    {isHeld && <> <button type="button" onClick={() => void release()}>{own.release}</button></>}
    {(isOpen || isHeld) && <> <button type="button" onClick={() => void revoke()}>{own.revoke}</button></>} <span role="status">{told.value}</span></p>
}

async function listOf(mail: Mail): Promise<Listed[] | undefined> {
    try {
        const response = await mail.client.http.once('/webmail/protected', { method: 'GET' })
        return response.ok ? (await response.json() as { messages: Listed[] }).messages : undefined
    } catch {
        return undefined
    }
}

/** Opened when it is asked for: it is a stranger's. */
function AnswerToIt({ words, mail, email, locked }: Props & { locked: LockWords }) {
    const state = useSignal<'closed' | 'opening' | 'failed' | { text: string, files: SealedFile[] }>('closed')
    const own = locked.answer
    const open = async () => {
        state.value = 'opening'
        state.value = await opened(mail, email).catch(() => undefined) ?? 'failed'
    }
    const now = state.value
    if (typeof now === 'string') return <div class="banner"><p>{own.title}</p>
        <button type="button" disabled={now === 'opening'} onClick={() => void open()}>{now === 'opening' ? own.opening : own.open}</button>
        {now === 'failed' && <p role="alert">{own.failed}</p>}</div>
    return <section class="protected-answer" aria-label={own.title}>
        <p class="note">{own.note}</p>
        <PlainText text={now.text} unfold={words.reading.unfold} onMailto={href => mail.writeTo(href, email)} />
        {now.files.map(one => <p><button type="button" onClick={() => handOver(new Blob([one.octets as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }), inert(one.name) || words.reading.unnamed)}>
            {own.save(inert(one.name) || words.reading.unnamed)}</button></p>)}
    </section>
}

/** The key is in our own copy of what is answered; the answer is a file of this mail. */
async function opened(mail: Mail, email: Opened): Promise<{ text: string, files: SealedFile[] } | undefined> {
    const part = email.attachments.find(one => one.type === TYPE)
    const name = email['header:Sigillo-Protected-Reply:asText']?.trim()
    if (!part?.blobId || !name) return undefined
    const key = linksIn(await fieldsOfOwnCopy(mail, email.inReplyTo?.[0] ?? '')).find(one => one.name === name)?.answerKey
    const blob = key && await download(mail.client, part.blobId, TYPE, ANSWER_OCTETS_MAX)
    if (!key || !blob || !blob.ok) return undefined
    const read = await openAnswer(key, new Uint8Array(await blob.value.arrayBuffer()))
    return read.ok ? { text: read.value.answer.text, files: read.value.files } : undefined
}

async function fieldsOfOwnCopy(mail: Mail, messageId: string): Promise<string[]> {
    const { client } = mail
    const sent = mail.mailboxOf('sent')?.id
    if (messageId === '' || sent === undefined) return []
    const filter = { operator: 'AND' as const, conditions: [{ inMailbox: sent }, { header: ['Message-ID', messageId] }] }
    const found = await client.call('Email/query', { accountId: client.accountId, filter, limit: 1 }).answer
    const copy = found.ok && found.value.ids[0] !== undefined ? await mail.bodies.get(found.value.ids[0]) : undefined
    if (!copy) return []
    if (!isOpenPgp(copy)) return copy['header:Sigillo-Protected:asText:all'] ?? []
    const inner = await (await mail.endToEnd.openings()).get(copy)
    return inner.ok ? protectedFields(inner.value.headers?.fields ?? []) : []
}

/** Of what was sealed. */
export function protectedFields(fields: readonly [name: string, value: string][]): string[] {
    return fields.filter(([name]) => name.toLowerCase() === PROTECTED_FIELD.toLowerCase()).map(([, value]) => value)
}
