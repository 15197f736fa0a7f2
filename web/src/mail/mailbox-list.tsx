import type { Mailbox } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { Icon } from '../ui/icons'
import type { Mail } from './model'

export function mailboxName(mailbox: Mailbox, words: Messages): string {
    return words.mailboxes.roles[mailbox.role ?? ''] ?? inert(mailbox.name)
}

export function MailboxList({ words, mail, onSignOut }: { words: Messages, mail: Mail, onSignOut: () => void }) {
    return <nav class="mailboxes" aria-label={words.mailboxes.label}>
        <button type="button" class="main write" onClick={() => void mail.writing.fresh()}><Icon path="write" /> {words.compose.write}</button>
        <div class="account">{mail.address}</div>
        <ul>{mail.mailboxes.value.map(one => <li key={one.id}>
            <button type="button" aria-current={one.id === mail.mailboxId.value} onClick={() => mail.go(one.id)}>
                <span>{mailboxName(one, words)}</span>
                {one.unreadEmails > 0 && <span aria-label={words.mailboxes.unread(one.unreadEmails)}>{one.unreadEmails}</span>}
            </button>
        </li>)}</ul>
        <a class="own" href="/account">{words.signIn.account}</a>
        <button type="button" onClick={onSignOut}>{words.signIn.signOut}</button>
    </nav>
}
