import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { UNSUBSCRIBE } from '../jmap/types'
import { accountWords } from '../text/account'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import type { Opened } from './bodies'
import type { Mail } from './model'

/** Registered by IANA for mail whose list was left. */
export const LEFT = '$unsubscribed'

/**
 * Leaving a list. By one click where the server says so (RFC 8058): it asks the list, which learns nothing of who
 * reads. Else by
 * a message, which one sends oneself (RFC 2369 section 3.2), or at the page of the list, which learns nothing before
 * one goes there.
 */
export function Unsubscribe({ words, mail, email }: { words: Messages, mail: Mail, email: Opened }) {
    const host = useSignal<string | undefined>(undefined)
    const isBusy = useSignal(false)
    const { client } = mail
    const own = accountWords(words)
    useEffect(() => {
        if (!(UNSUBSCRIBE in client.session.capabilities) || !email['header:List-Unsubscribe-Post:asText']) return
        void client.call('Unsubscribe/get', { accountId: client.accountId, ids: [email.id] }).answer.then(got => { host.value = got.ok ? got.value.list[0]?.host : undefined })
    }, [email.id])
    const leave = async () => {
        isBusy.value = true
        const got = await client.call('Unsubscribe/send', { accountId: client.accountId, emailId: email.id }).answer
        isBusy.value = false
        const outcome = got.ok ? got.value.outcome : 'notReached'
        mail.say({ text: own.leaving.outcomes[outcome] })
        if (outcome === 'done') mail.actions.markOne(email.id, LEFT, true)
        // by another way, then
        else if (outcome !== 'slowed') host.value = undefined
    }
    const keywords = mail.emails.seen(email.id).value?.keywords ?? email.keywords
    if (keywords[LEFT]) return <p class="banner" role="note">{own.leaving.left}</p>
    if (host.value !== undefined) {
        return <p class="banner">{words.reading.fromList} <button type="button" disabled={isBusy.value} onClick={() => void leave()}>{words.reading.unsubscribe}</button>{' '}
            <small>{own.leaving.how(inert(host.value))}</small></p>
    }
    const all = email['header:List-Unsubscribe:asURLs'] ?? []
    const mailto = all.find(one => /^mailto:/i.test(one))
    const page = all.find(one => /^https:\/\//i.test(one))
    if (mailto) return <p class="banner">{words.reading.fromList} <button type="button" class="plain" onClick={() => mail.writeTo(mailto, email)}>{words.reading.unsubscribe}</button></p>
    return page ? <p class="banner">{words.reading.fromList} <a href={page} target="_blank" rel="noopener noreferrer">{words.reading.unsubscribe}</a></p> : null
}
