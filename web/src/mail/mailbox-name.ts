import type { Id, Mailbox } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import type { SearchMailbox } from '../text/search'

/** docs/jmap.md: where the server puts what comes again later. */
export function isSnoozedBox(mailbox: Mailbox | undefined): boolean {
    return mailbox !== undefined && mailbox.role === null && mailbox.parentId === null && mailbox.name === 'Snoozed'
}

export function mailboxName(mailbox: Mailbox, words: Messages): string {
    return words.mailboxes.roles[mailbox.role ?? ''] ?? (isSnoozedBox(mailbox) ? words.mailboxes.snoozed : inert(mailbox.name))
}

/** As a search names them: those that are called alike by the mailboxes they lie in too. */
export function searchable(all: readonly Mailbox[], words: Messages): SearchMailbox[] {
    const names = all.map(one => mailboxName(one, words))
    return all.map((one, i) => {
        const isAlone = names.indexOf(names[i]!) === names.lastIndexOf(names[i]!)
        return { id: one.id, name: one.name, role: one.role, shown: isAlone ? names[i]! : pathOf(one.id, all, words) }
    })
}

function pathOf(id: Id, all: readonly Mailbox[], words: Messages): string {
    const steps: string[] = []
    for (let one = all.find(box => box.id === id); one && steps.length <= all.length; ) {
        steps.unshift(mailboxName(one, words))
        const { parentId } = one
        one = parentId === null ? undefined : all.find(box => box.id === parentId)
    }
    return steps.join('/')
}
