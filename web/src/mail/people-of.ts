import type { EmailRow, Mailbox } from '../jmap/types'
import { displayNames } from '../text/addresses'
import type { Messages } from '../text/en'

/** Whom a row of a list is about: who has written, each once; among drafts and what was sent, who was written to. */
export function peopleOf(all: readonly EmailRow[], mailbox: Mailbox | undefined, words: Messages): string {
    const isOwn = mailbox?.role === 'sent' || mailbox?.role === 'drafts'
    const there = isOwn ? all.filter(one => one.mailboxIds[mailbox.id]) : all
    const found = there.flatMap(one => (isOwn ? one.to : one.from) ?? [])
    const people = found.filter((one, i) => found.findIndex(other => other.email === one.email) === i)
    if (people.length === 0) return isOwn ? words.list.noRecipient : words.list.noSender
    const names = displayNames(people, words)
    return isOwn ? words.reading.toShort(names) : names
}
