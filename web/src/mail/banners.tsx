import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { EmailSubmission } from '../jmap/types'
import { formatAddress } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import type { Opened } from './bodies'
import { later } from '../ui/later'
import type { Mail } from './model'

const Unsubscribe = later(() => import('./unsubscribe').then(one => one.Unsubscribe))

interface Props { words: Messages, mail: Mail, email: Opened }

/** What of a message waits for its reader to decide. Nothing of it is done by itself. */
export function Banners({ words, mail, email }: Props) {
    const isSent = mail.mailboxOf('sent') !== undefined && email.mailboxIds[mail.mailboxOf('sent')!.id]
    // who answers junk tells its sender that somebody reads it
    const junk = mail.mailboxOf('junk')
    const isJunk = junk !== undefined && email.mailboxIds[junk.id]
    return <>
        {isSent && <Waiting words={words} mail={mail} email={email} />}
        {!isSent && <Receipt words={words} mail={mail} email={email} />}
        {!isSent && !isJunk && isOfList(email) && <Unsubscribe words={words} mail={mail} email={email} />}
    </>
}

/** A message that has not left yet: RFC 8621 section 7. */
function Waiting({ words, mail, email }: Props) {
    const submission = useSignal<EmailSubmission | undefined>(undefined)
    const { client } = mail
    useEffect(() => {
        const query = client.call('EmailSubmission/query', { accountId: client.accountId, filter: { emailIds: [email.id], undoStatus: 'pending' } })
        const got = client.call('EmailSubmission/get', { accountId: client.accountId, '#ids': query.ref('/ids') })
        void got.answer.then(one => { if (one.ok) submission.value = one.value.list[0] })
    }, [email.id])
    const one = submission.value
    if (!one) return null
    return <p class="banner" role="note">{words.reading.waits(longDate(one.sendAt, words))} <button type="button" onClick={() => {
        submission.value = undefined
        void mail.writing.cancel(one.id, email.id)
    }}>{words.reading.cancel}</button></p>
}

/** RFC 9007: only when the reader says so, once. */
function Receipt({ words, mail, email }: Props) {
    const isDone = useSignal(false)
    const wanted = email['header:Disposition-Notification-To:asAddresses'] ?? []
    // what is kept of the message does not change, its keywords do
    const keywords = mail.emails.seen(email.id).value?.keywords ?? email.keywords
    if (wanted.length !== 1 || keywords['$mdnsent'] || keywords['$draft'] || isDone.value) return null
    return <p class="banner" role="note">{words.reading.receiptWanted(formatAddress(wanted[0]!))} <button type="button" onClick={() => {
        isDone.value = true
        void mail.sendReceipt(email)
    }}>{words.reading.sendReceipt}</button> <button type="button" class="plain" onClick={() => {
        isDone.value = true
        mail.actions.markOne(email.id, '$mdnsent', true)
    }}>{words.reading.noReceipt}</button></p>
}

/** RFC 2369 section 3.2. */
function isOfList(email: Opened): boolean { return (email['header:List-Unsubscribe:asURLs'] ?? []).length > 0 }
