import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Email, EmailAddress } from '../jmap/types'
import { formatAddress, inert } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import { linkify } from '../text/linkify'
import { sizeText } from '../text/sizes'
import { textOfHtml } from './html-text'
import type { Mail } from './model'

interface Props { words: Messages, mail: Mail }

/** One message, as text. */
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
        {typeof email === 'object' && <Message words={words} email={email} />}
    </main>
}

function Message({ words, email }: { words: Messages, email: Email }) {
    const { text, isOfHtml, isTruncated } = textOf(email)
    return <article>
        <h1>{inert(email.subject ?? '') || words.list.noSubject}</h1>
        <dl>
            <People name={words.reading.from} all={email.from} />
            <People name={words.reading.to} all={email.to} />
            <People name={words.reading.cc} all={email.cc} />
            <dt>{words.reading.date}</dt><dd>{longDate(email.receivedAt, words)}</dd>
        </dl>
        {isOfHtml && <p class="note">{words.reading.htmlOnly}</p>}
        <div class="text" dir="auto">{linkify(text).map(({ text: piece, href }) => href
            ? <a href={href} target="_blank" rel="noopener noreferrer">{piece}</a> : piece)}</div>
        {isTruncated && <p class="note">{words.reading.truncated}</p>}
        {email.attachments.length > 0 && <section>
            <h2>{words.reading.attachments(email.attachments.length)}</h2>
            <ul>{email.attachments.map(one => <li>{inert(one.name ?? one.type)} ({sizeText(one.size, words)})</li>)}</ul>
        </section>}
    </article>
}

function People({ name, all }: { name: string, all: EmailAddress[] | null }) {
    if (!all?.length) return null
    return <><dt>{name}</dt><dd>{all.map(formatAddress).join(', ')}</dd></>
}

function textOf(email: Email): { text: string, isOfHtml: boolean, isTruncated: boolean } {
    const parts = email.textBody.filter(part => part.partId !== null && part.type.startsWith('text/'))
    const values = parts.map(part => ({ part, value: email.bodyValues[part.partId!] }))
    return {
        text: values.map(({ part, value }) => part.type === 'text/html' ? textOfHtml(value?.value ?? '') : value?.value ?? '')
            .join('\n\n'),
        isOfHtml: parts.some(part => part.type === 'text/html'),
        isTruncated: values.some(({ value }) => value?.isTruncated),
    }
}
