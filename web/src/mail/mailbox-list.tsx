import { useSignal } from '@preact/signals'
import type { Id, Mailbox } from '../jmap/types'
import type { Messages } from '../text/en'
import { Icon } from '../ui/icons'
import { mailboxName } from './mailbox-name'
import { treeOf } from './mailbox-tree'
import type { Mail } from './model'
import { Newer } from './newer'

/** Rows of the list while they are dragged. */
export const DRAGGED = 'application/x-sigillo-rows'

export interface ListProps { words: Messages, mail: Mail, onSignOut: () => void, onMailbox: (mailbox: Mailbox | undefined) => void, onSettings: () => void, onServer: () => void }

export function MailboxList({ words, mail, onSignOut, onMailbox, onSettings, onServer }: ListProps) {
    const over = useSignal<Id | undefined>(undefined)
    return <nav class="mailboxes" aria-label={words.mailboxes.label}>
        <button type="button" class="main write" onClick={() => void mail.writing.fresh()}><Icon path="write" /> {words.compose.write}</button>
        <div class="account">{mail.address}</div>
        <ul>{treeOf(mail.mailboxes.value).map(({ mailbox: one, depth }) => <li key={one.id} style={{ '--depth': depth }}>
            <button type="button" class="box" aria-current={one.id === mail.mailboxId.value} data-over={over.value === one.id} onClick={() => mail.go(one.id)}
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
            <button type="button" class="edit" aria-label={words.mailboxes.edit(mailboxName(one, words))} title={words.mailboxes.edit(mailboxName(one, words))}
                onClick={() => onMailbox(one)}><Icon path="more" /></button>
        </li>)}</ul>
        <button type="button" class="plain" onClick={() => onMailbox(undefined)}>{words.mailboxes.create}</button>
        <button type="button" class="plain" onClick={onSettings}>{words.settings.title}</button>
        {mail.isOperator.value && <button type="button" class="plain" onClick={onServer}>{words.palette.server}</button>}
        <Newer words={words} mail={mail} />
        <a class="own" href="/account">{words.signIn.account}</a>
        <button type="button" onClick={onSignOut}>{words.signIn.signOut}</button>
    </nav>
}
