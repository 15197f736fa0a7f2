import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Email, EmailAddress } from '../jmap/types'
import { formatAddress, inert } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import { linkify } from '../text/linkify'
import { sizeText } from '../text/sizes'
import { HtmlFrame } from './html-frame'
import type { Mail } from './model'
import { htmlOf, isShownInside, textOf } from './parts'

interface Props { words: Messages, mail: Mail }

/** One message. */
export function ReadingPane({ words, mail }: Props) {
    const id = mail.isReading.value ? mail.chosen.value : undefined
    const body = useSignal<Email | 'failed' | undefined>(undefined)
    useEffect(() => {
        let isOver = false
        body.value = undefined
        if (id !== undefined) void mail.body(id).then(email => { if (!isOver) body.value = email ?? 'failed' })
        return () => { isOver = true }
    }, [mail, id])
    const email = body.value
    return <main class="reading" aria-label={words.reading.label}>
        <button type="button" class="back" onClick={() => { mail.isReading.value = false }}>{words.reading.back}</button>
        {id === undefined && <p class="none">{words.reading.none}</p>}
        {email === 'failed' && <p role="alert">{words.reading.failed}</p>}
        {typeof email === 'object' && <Message words={words} mail={mail} email={email} />}
    </main>
}

function Message({ words, mail, email }: { words: Messages, mail: Mail, email: Email }) {
    const html = htmlOf(email)
    const attachments = email.attachments.filter(one => html === undefined || !isShownInside(one, html.html))
    return <article>
        <h1>{inert(email.subject ?? '') || words.list.noSubject}</h1>
        <dl>
            <People name={words.reading.from} all={email.from} />
            <People name={words.reading.to} all={email.to} />
            <People name={words.reading.cc} all={email.cc} />
            <dt>{words.reading.date}</dt><dd>{longDate(email.receivedAt, words)}</dd>
        </dl>
        {html ? <HtmlFrame words={words} html={html.html} pictures={mail.pictures(email)} onMailto={() => undefined} />
            : <Text email={email} />}
        {(html ?? textOf(email)).isTruncated && <p class="note">{words.reading.truncated}</p>}
        {attachments.length > 0 && <section>
            <h2>{words.reading.attachments(attachments.length)}</h2>
            <ul>{attachments.map(one => <li>{inert(one.name ?? one.type)} ({sizeText(one.size, words)})</li>)}</ul>
        </section>}
    </article>
}

function Text({ email }: { email: Email }) {
    return <div class="text" dir="auto">{linkify(textOf(email).text).map(({ text: piece, href }) => href
        ? <a href={href} target="_blank" rel="noopener noreferrer">{piece}</a> : piece)}</div>
}

function People({ name, all }: { name: string, all: EmailAddress[] | null }) {
    if (!all?.length) return null
    return <><dt>{name}</dt><dd>{all.map(formatAddress).join(', ')}</dd></>
}
