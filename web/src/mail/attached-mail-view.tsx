import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { EmailAddress } from '../jmap/types'
import { contentIn } from '../openpgp/content'
import { formatAddress, inert } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import { attachedMail, type AttachedMail } from './attached-mail'
import { Attachments } from './attachments'
import { HtmlFrame } from './html-frame'
import { ofMemory } from './part-source'
import { htmlOf, isShownInside, textOf } from './parts'
import { ownPictures } from './pictures'
import { PlainText } from './plain-text'

interface Props { words: Messages, blob: Blob, onMailto: (href: string) => void }

/** A message that came as an attachment, as a message: with what lies in it in its turn. */
export function AttachedMailView({ words, blob, onMailto }: Props) {
    const mail = useSignal<AttachedMail | 'broken' | undefined>(undefined)
    useEffect(() => {
        void blob.arrayBuffer().then(octets => attachedMail(new Uint8Array(octets)))
            .then(read => { mail.value = read.ok ? read.value : 'broken' })
    }, [blob])
    const read = mail.value
    if (read === undefined) return <p>{words.list.loading}</p>
    if (read === 'broken') return <p role="alert">{words.reading.previewFailed}</p>
    return <article class="attached-mail">
        <h2>{inert(read.subject) || words.list.noSubject}</h2>
        <dl>
            <Line name={words.reading.from} all={read.from} />
            <Line name={words.reading.to} all={read.to} />
            <Line name={words.reading.cc} all={read.cc} />
            {read.sent && <><dt>{words.reading.date}</dt><dd>{longDate(read.sent.toISOString(), words)}</dd></>}
        </dl>
        <Body words={words} mail={read} onMailto={onMailto} />
    </article>
}

function Body({ words, mail: { body }, onMailto }: { words: Messages, mail: AttachedMail, onMailto: Props['onMailto'] }) {
    const source = useMemo(() => ofMemory(id => contentIn([body], id)), [body])
    const pictures = useMemo(() => ownPictures([...body.htmlBody, ...body.attachments], source), [body])
    const html = htmlOf(body)
    const attachments = body.attachments.filter(one => !html || !isShownInside(one, html.html))
    return <>
        {html ? <HtmlFrame words={words} html={html.html} pictures={pictures}
            noRemote={words.reading.attached.noRemote} onMailto={onMailto} />
            : <PlainText text={textOf(body).text} unfold={words.reading.unfold} onMailto={onMailto} />}
        {(html ?? textOf(body)).isTruncated && <p class="note">{words.reading.truncated}</p>}
        {attachments.length > 0 && <Attachments words={words} source={source} all={attachments} onMailto={onMailto} />}
    </>
}

function Line({ name, all }: { name: string, all: EmailAddress[] }) {
    return all.length > 0 ? <><dt>{name}</dt><dd>{all.map(formatAddress).join(', ')}</dd></> : null
}
