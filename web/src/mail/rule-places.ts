import type { RulePlace } from '../settings/rules'
import type { Mailbox } from '../jmap/types'
import type { Messages } from '../text/en'
import { mailboxName } from './mailbox-name'
import type { Mail } from './model'

/** Mailboxes as rules call them: by their path. */
export function rulePlaces(mail: Mail, words: Messages): (RulePlace & { name: string })[] {
    const all = mail.mailboxes.value
    const pathOf = (box: Mailbox): string => {
        const parent = all.find(one => one.id === box.parentId)
        return parent ? `${pathOf(parent)}/${box.name}` : box.name
    }
    return all.filter(one => one.role !== 'inbox').map(one => ({ id: one.id, path: pathOf(one), name: mailboxName(one, words) }))
}
