import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Apart, InnerBody, OpenedMessage } from '../openpgp/calls'
import { contentIn } from '../openpgp/content'
import type { OpenPgp } from '../openpgp/openpgp'
import { Unlock } from '../settings/unlock'
import type { Messages } from '../text/en'
import { sealedWords, type SealedWords } from '../text/sealed'
import { Attachments } from './attachments'
import type { Opened } from './bodies'
import { HtmlFrame } from './html-frame'
import { isPlaceholder } from './inner'
import type { Mail } from './model'
import type { Opening } from './openings'
import { withInner } from './openpgp-mail'
import { ofMemory, ofServer, type PartSource } from './part-source'
import { htmlOf, isShownInside, textOf } from './parts'
import { PlainText } from './plain-text'
import { Protection } from './protection'

interface Props { words: Messages, mail: Mail, email: Opened, draw: (email: Opened, source: PartSource) => JSX.Element }

/**
 * A message with something of OpenPGP in it: how it was protected, then what it says. What is not whole stands apart.
 */
export function SealedMessage({ words, mail, email, draw }: Props) {
    const own = sealedWords(words)
    const openPgp = useSignal<OpenPgp | undefined>(undefined)
    const opening = useSignal<Opening | undefined>(undefined)
    const state = openPgp.value?.state.value
    useEffect(() => {
        let isOver = false
        void open(mail, email).then(([there, result]) => {
            if (isOver) return
            openPgp.value = there
            opening.value = result
        })
        return () => { isOver = true }
        // its keys are there now, or gone
    }, [email.id, state === 'open'])
    const result = opening.value
    if (!result) return <p class="note" role="status">{own.opening}</p>
    if (!result.ok) return <><p class="warning" role="alert">{own.why[result.error] ?? own.why['other']}</p>{draw(withoutBody(email), ofServer(mail.client))}</>
    return <Result words={words} own={own} mail={mail} email={email} opened={result.value} openPgp={openPgp.value!} draw={draw} />
}

async function open(mail: Mail, email: Opened): Promise<[OpenPgp, Opening]> {
    const openings = await mail.endToEnd.openings()
    const result = await openings.get(email)
    if (result.ok && result.value.state === 'open' && result.value.encryption === 'whole') void learn(mail, email, result.value)
    return [openings.openPgp, result]
}

/** What its row in a list says from now on. */
async function learn(mail: Mail, email: Opened, opened: OpenedMessage): Promise<void> {
    const inner = withInner(email, opened)
    const html = htmlOf(inner)
    const text = textOf(inner).text.trim() || html && (await import('../html/text')).textOfHtml(html.html) || ''
    mail.inner.learn(email.id, isPlaceholder(email.subject) ? inner.subject ?? undefined : undefined, text)
    await (await mail.endToEnd.search()).learn(email, opened, email.receivedAt)
}

function withoutBody(email: Opened): Opened { return { ...email, textBody: [], htmlBody: [], bodyValues: {} } }

interface ResultProps extends Props { own: SealedWords, opened: OpenedMessage, openPgp: OpenPgp }

function Result({ words, own, mail, email, opened, openPgp, draw }: ResultProps) {
    const from = (email.from ?? []).map(one => one.email.toLowerCase())
    const shown = useMemo(() => withInner(email, opened), [email, opened])
    const source = useMemo(() => opened.body && opened.state === 'open' ? inMemory([opened.body]) : ofServer(mail.client), [opened])
    return <>
        {isWorthSaying(opened) && <Protection words={words} own={own} opened={opened} from={from} />}
        {opened.why && <Refused own={own} why={opened.why} openPgp={openPgp} />}
        {draw(shown, source)}
        {opened.apart.map((one, i) => <Piece key={i} words={words} own={own} mail={mail} email={email} apart={one} openPgp={openPgp} isEncrypted={opened.encryption !== 'none'} />)}
    </>
}

/** What is refused is told of by itself. */
function isWorthSaying({ state, encryption, signature }: OpenedMessage): boolean { return state === 'open' || state === 'plain' && (encryption !== 'none' || signature.kind !== 'none') }

function inMemory(bodies: InnerBody[]): PartSource { return ofMemory(id => contentIn(bodies, id)) }

function Refused({ own, why, openPgp }: { own: SealedWords, why: string, openPgp: OpenPgp }) {
    const isNone = why === 'locked' && openPgp.state.value !== 'locked'
    return <div class="refused">
        <p class="warning" role="note"><b>{own.refused}.</b> {own.why[isNone ? 'noKeys' : why] ?? own.why['other']}</p>
        {why === 'locked' && !isNone && <Unlock own={own} openPgp={openPgp} />}
    </div>
}

/** Neither its pictures from elsewhere nor the text around it come near it; it is in no answer. */
function Piece({ words, own, mail, email, apart, openPgp, isEncrypted }: Omit<ResultProps, 'opened' | 'draw'> & { apart: Apart, isEncrypted: boolean }) {
    const { body, why, signature } = apart
    if (!body) return <section class="apart"><h2>{own.partRefused}</h2><Refused own={own} why={why ?? 'malformed'} openPgp={openPgp} /></section>
    const shown: Opened = { ...email, ...body }
    const source = inMemory([body])
    const html = htmlOf(shown)
    const attachments = shown.attachments.filter(one => !html || !isShownInside(one, html.html))
    const pictures = { own: mail.pictures(shown, source).own, remote: async () => undefined }
    const from = (email.from ?? []).map(one => one.email.toLowerCase())
    return <section class="apart">
        <h2>{isEncrypted ? own.part : own.partSigned}</h2>
        {signature.kind !== 'none' && <Protection words={words} own={own} opened={{ encryption: isEncrypted ? 'partly' : 'none', signature }} from={from} />}
        {html ? <HtmlFrame words={words} html={html.html} pictures={pictures} noRemote={own.noRemote} onMailto={href => mail.writeTo(href, email)} />
            : <PlainText text={textOf(shown).text} unfold={words.reading.unfold} onMailto={href => mail.writeTo(href, email)} />}
        {attachments.length > 0 && <Attachments words={words} source={source} all={attachments} onMailto={href => mail.writeTo(href, email)} />}
    </section>
}
