import { useSignal } from '@preact/signals'
import type { Id, Mailbox } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { Icon } from '../ui/icons'
import type { Mail } from './model'

/** Rows of the list while they are dragged. */
export const DRAGGED = 'application/x-sigillo-rows'

export function mailboxName(mailbox: Mailbox, words: Messages): string {
    return words.mailboxes.roles[mailbox.role ?? ''] ?? inert(mailbox.name)
}

export function MailboxList({ words, mail, onSignOut }: { words: Messages, mail: Mail, onSignOut: () => void }) {
    const over = useSignal<Id | undefined>(undefined)
    return <nav class="mailboxes" aria-label={words.mailboxes.label}>
        <button type="button" class="main write" onClick={() => void mail.writing.fresh()}><Icon path="write" /> {words.compose.write}</button>
        <div class="account">{mail.address}</div>
        <ul>{mail.mailboxes.value.map(one => <li key={one.id}>
            <button type="button" aria-current={one.id === mail.mailboxId.value} data-over={over.value === one.id} onClick={() => mail.go(one.id)}
                onDragOver={event => {
                    if (!event.dataTransfer?.types.includes(DRAGGED)) return
                    event.preventDefault()
                    over.value = one.id
                }}
                onDragLeave={() => { over.value = undefined }}
                onDrop={event => {
                    over.value = undefined
                    const rows = event.dataTransfer?.getData(DRAGGED)
                    if (!rows) return
                    event.preventDefault()
                    mail.actions.moveTo(one.id, words.told.moved, JSON.parse(rows) as Id[])
                }}>
                <span>{mailboxName(one, words)}</span>
                {one.unreadEmails > 0 && <span aria-label={words.mailboxes.unread(one.unreadEmails)}>{one.unreadEmails}</span>}
            </button>
        </li>)}</ul>
        <a class="own" href="/account">{words.signIn.account}</a>
        <button type="button" onClick={onSignOut}>{words.signIn.signOut}</button>
    </nav>
}
