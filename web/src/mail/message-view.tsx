import { type Signal, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { EmailAddress, EmailRow } from '../jmap/types'
import { displayName, displayNames, formatAddress, inert } from '../text/addresses'
import { longDate, shortDate } from '../text/dates'
import type { Messages } from '../text/en'
import { Icon, IconButton } from '../ui/icons'
import { asking } from '../ui/connection'
import { later } from '../ui/later'
import { Loading, Missing } from '../ui/missing'
import { Menu } from '../ui/menu'
import { Attachments } from './attachments'
import { Banners } from './banners'
import { isOpenPgp } from './openpgp-mail'
import { ofServer, type PartSource } from './part-source'
import { isEnclosed, type Opened } from './bodies'
import { HtmlFrame } from './html-frame'
import type { Mail } from './model'
import { cutHtmlPart, htmlOf, isShownInside, textOf } from './parts'
import { PlainText } from './plain-text'
import { storyOf } from './story'

const Source = later(() => import('./source-dialog').then(one => one.SourceDialog))
const Smime = later(() => import('./smime').then(one => one.Smime))
const Enclosed = later(() => import('./smime').then(one => one.Enclosed))
const Sealed = later(() => import('./sealed-message').then(one => one.SealedMessage))
const Protected = later(() => import('./protected-mail').then(one => one.ProtectedMail))
const Story = later(() => import('./story-dialog').then(one => one.StoryDialog))

/** `place`: where one wants to be, if this is what one came for. */
interface Props {
    words: Messages
    mail: Mail
    row: EmailRow
    isOpen: boolean
    isLast: boolean
    place: RefObject<HTMLElement | null> | undefined
    onToggle: () => void
}

/** One message of a conversation: a line while it is folded, else all of it. */
export function MessageView({ words, mail, row, isOpen, isLast, place, onToggle }: Props) {
    const isText = useSignal(false)
    const from = row.from ?? []
    const who = from.length > 0 ? displayNames(from, words) : words.list.noSender
    return <article {...place && { ref: place }} class={`message ${isOpen ? 'open' : ''}`} aria-label={words.reading.messageOf(who)}>
        <header>
            <button type="button" class="sender" aria-expanded={isOpen} onClick={onToggle}>
                <span class="avatar" aria-hidden="true" style={{ background: `hsl(${hue(from[0]?.email ?? '')} 45% 40%)` }}>{initial(who)}</span>
                <span class="name">{who}</span>
                {isOpen ? <span class="address">{addressesOf(from)}</span> : <span class="preview">{inert(mail.inner.known.value.get(row.id)?.preview ?? row.preview)}</span>}
            </button>
            {row.keywords['$flagged'] && <Icon path="star" name={words.list.starred} />}
            {row.hasAttachment && !isOpen && <Icon path="clip" name={words.list.attachment} />}
            <time dateTime={row.receivedAt} title={longDate(row.receivedAt, words)}>{shortDate(row.receivedAt, new Date(), words)}</time>
            {isOpen && <Actions words={words} mail={mail} row={row} isText={isText} />}
        </header>
        {isOpen && <Content words={words} mail={mail} row={row} isLast={isLast} isText={isText} />}
    </article>
}

/**
 * Of all who are said to have written it, so that none hides behind another; those whose name is their address are
 * there already.
 */
function addressesOf(from: readonly EmailAddress[]): string { return from.map(one => inert(one.email)).filter((one, i) => from.length > 1 || one !== displayName(from[i]!)).join(', ') }

function initial(name: string): string { return [...name.trim()][0]?.toUpperCase() ?? '?' }

/** Always the same of an address. In degrees. */
function hue(email: string): number { return [...email.toLowerCase()].reduce((sum, one) => (sum * 31 + one.codePointAt(0)!) % 360, 7) }

function Actions({ words, mail, row, isText }: { words: Messages, mail: Mail, row: EmailRow, isText: Signal<boolean> }) {
    const shown = useSignal<'source' | 'story' | undefined>(undefined)
    const close = () => { shown.value = undefined }
    const { reading } = words
    const from = row.keywords['$draft'] ? undefined : row.from?.[0]?.email
    return <>
        <IconButton path="reply" name={words.actions.reply} onClick={() => mail.write('reply', row.id)} />
        <Menu label={reading.more} choices={[
            { label: words.actions.replyAll, run: () => mail.write('replyAll', row.id), key: 'a' },
            { label: words.actions.forward, run: () => mail.write('forward', row.id), key: 'f' },
            { label: row.keywords['$flagged'] ? reading.unstar : reading.star, run: () => mail.actions.markOne(row.id, '$flagged', !row.keywords['$flagged']) },
            { label: reading.unreadThis, run: () => mail.actions.markOne(row.id, '$seen', false) },
            { label: reading.removeThis, run: () => mail.actions.removeOne(row.id) },
            from !== undefined && { label: reading.block, run: () => void mail.block(from) },
            { label: reading.print, run: () => print() },
            { label: isText.value ? reading.asHtml : reading.asText, run: () => { isText.value = !isText.value } },
            { label: reading.story, run: () => { shown.value = 'story' } },
            { label: reading.source, run: () => { shown.value = 'source' } },
        ]}><Icon path="more" /></Menu>
        {shown.value === 'source' && <Source words={words} mail={mail} id={row.id} onClose={close} />}
        {shown.value === 'story' && <Story words={words} mail={mail} id={row.id} onClose={close} />}
    </>
}

function Content({ words, mail, row, isLast, isText }: { words: Messages, mail: Mail, row: EmailRow, isLast: boolean, isText: Signal<boolean> }) {
    const body = useSignal<Opened | 'failed' | undefined>(mail.bodies.now(row.id))
    const again = useRef<() => unknown>(() => undefined)
    useEffect(() => {
        let isOver = false
        const load = () => mail.bodies.get(row.id).then(email => {
            if (!isOver) body.value = email ?? 'failed'
            if (email) void mail.endToEnd.learn(email)
        })
        again.current = load
        const stop = asking(load, () => body.peek() === 'failed', window)
        return () => {
            isOver = true
            stop()
        }
    }, [row.id])
    const email = body.value
    if (email === undefined) return <Loading words={words} />
    if (email === 'failed') return <Missing words={words} text={words.reading.failed} again={() => again.current()} />
    const draw = (shown: Opened, source: PartSource) => <Body words={words} mail={mail} email={shown} source={source} isLast={isLast} isText={isText.value} />
    if (isEnclosed(email)) return <Enclosed words={words} mail={mail} email={email} draw={shown => draw(shown, ofServer(mail.client))} />
    return isOpenPgp(email) ? <Sealed words={words} mail={mail} email={email} draw={draw} /> : draw(email, ofServer(mail.client))
}

interface BodyProps { words: Messages, mail: Mail, email: Opened, source: PartSource, isLast: boolean, isText: boolean }

function Body({ words, mail, email, source, isLast, isText }: BodyProps) {
    const whole = useSignal<string | undefined>(undefined)
    const cut = htmlOf(email)
    const html = whole.value !== undefined ? { html: whole.value, isTruncated: false } : cut
    const attachments = email.attachments.filter(one => html === undefined || !isShownInside(one, html.html))
    const isForged = storyOf(email).trust === 'forged'
    return <>
        <People words={words} email={email} />
        {isForged && <p class="warning" role="note">{words.story.trust.forged}</p>}
        {hasSmime(email) && !email.isEnclosed && <Smime words={words} mail={mail} email={email} />}
        <Banners words={words} mail={mail} email={email} />
        <ReplyElsewhere words={words} email={email} />
        {isProtected(mail, email) && <Protected words={words} mail={mail} email={email} />}
        {html && isText ? <HtmlAsText email={email} html={html.html} words={words} mail={mail} /> : html ? <HtmlFrame words={words} html={html.html} pictures={mail.pictures(email, source)} onMailto={href => mail.writeTo(href, email)} />
            : <PlainText text={textOf(email).text} unfold={words.reading.unfold} onMailto={href => mail.writeTo(href, email)} />}
        {(html ?? textOf(email)).isTruncated && <p class="note">{words.reading.truncated} {cutHtmlPart(email) && <button type="button"
            onClick={() => void mail.wholeHtml(email).then(got => { whole.value = got })}>{words.reading.showAll}</button>}</p>}
        {attachments.length > 0 && <Attachments words={words} source={source} all={attachments} onMailto={href => mail.writeTo(href, email)} />}
        {isLast && <div class="answer">
            <button type="button" onClick={() => mail.write('reply', email.id)}><Icon path="reply" /> {words.actions.reply}</button>
            {(email.to?.length ?? 0) + (email.cc?.length ?? 0) > 1 && <button type="button"
                onClick={() => mail.write('replyAll', email.id)}><Icon path="replyAll" /> {words.actions.replyAll}</button>}
            <button type="button" onClick={() => mail.write('forward', email.id)}><Icon path="forward" /> {words.actions.forward}</button>
        </div>}
    </>
}

/** Our own copy of a protected message, or an answer to one. Of what others send the field says nothing. */
function isProtected(mail: Mail, email: Opened): boolean {
    const sent = mail.mailboxOf('sent')
    return Boolean(email['header:Sigillo-Protected-Reply:asText']) || sent !== undefined && email.mailboxIds[sent.id] === true && (email['header:Sigillo-Protected:asText:all'] ?? []).length > 0
}

/** What stands in the message as text; else what its HTML says, without its form. */
function HtmlAsText({ words, mail, email, html }: { words: Messages, mail: Mail, email: Opened, html: string }) {
    const own = textOf(email).text
    const made = useSignal('')
    useEffect(() => { if (own.trim() === '') void import('../html/text').then(({ textOfHtml }) => { made.value = textOfHtml(html) }) }, [html])
    return <PlainText text={own.trim() === '' ? made.value : own} unfold={words.reading.unfold} onMailto={href => mail.writeTo(href, email)} />
}

/**
 * RFC 5322 section 3.6.2: an answer goes elsewhere than to who wrote. Lists do so; so do those who want to be taken
 * for somebody.
 */
function ReplyElsewhere({ words, email }: { words: Messages, email: Opened }) {
    const from = (email.from ?? []).map(one => one.email.toLowerCase())
    const elsewhere = (email.replyTo ?? []).filter(one => !from.includes(one.email.toLowerCase()))
    if (elsewhere.length === 0) return null
    const domains = from.map(domainOf)
    const isNear = email['header:List-Id:asText'] !== null || elsewhere.every(one => domains.includes(domainOf(one.email)))
    return <p class={isNear ? 'banner' : 'warning'} role="note">{words.reading.replyElsewhere(elsewhere.map(one => inert(one.email)).join(', '))}</p>
}

/** RFC 8551 section 3: whether it is signed or encrypted so, as far as its attachments show. */
function hasSmime(email: Opened): boolean { return email.attachments.some(one => /^application\/(x-)?pkcs7-(mime|signature)$/.test(one.type)) }

function domainOf(email: string): string { return email.slice(email.lastIndexOf('@') + 1).toLowerCase() }

function People({ words, email }: { words: Messages, email: Opened }) {
    const all = [...email.to ?? [], ...email.cc ?? []]
    const details = (isPrinted = false) => <dl class={isPrinted ? 'printed' : ''}>
        <Line name={words.reading.from} all={email.from} />
        <Line name={words.reading.to} all={email.to} />
        <Line name={words.reading.cc} all={email.cc} />
        <Line name={words.reading.bcc} all={email.bcc} />
        <Line name={words.reading.replyTo} all={email.replyTo} />
        <dt>{words.reading.date}</dt><dd>{longDate(email.receivedAt, words)}</dd>
    </dl>
    // on paper nothing is unfolded
    return <>
        <details class="people">
            <summary>{all.length > 0 ? words.reading.toShort(displayNames(all, words)) : words.reading.details}</summary>
            {details()}
        </details>
        {details(true)}
    </>
}

function Line({ name, all }: { name: string, all: EmailAddress[] | null }) {
    return all?.length ? <><dt>{name}</dt><dd>{all.map(formatAddress).join(', ')}</dd></> : null
}
