import type { Id } from '../jmap/types'
import type { Mail } from './model'

/** As the server calls them when it makes an account. */
const NAMES: Record<string, string> = { drafts: 'Drafts', sent: 'Sent', archive: 'Archive', junk: 'Junk', trash: 'Trash' }

/**
 * The mailbox of a role (RFC 8621 section 2): where a mail program has deleted it, it is made anew. One that has its name
 * only is given the role. Undefined: it cannot be had now.
 */
export async function roleMailbox(mail: Mail, role: string): Promise<Id | undefined> {
    const there = mail.mailboxOf(role)
    const name = NAMES[role]
    if (there || !name) return there?.id
    const { client } = mail
    const named = mail.mailboxes.value.find(one => one.name === name && one.parentId === null && one.role === null)
    const change = named ? { update: { [named.id]: { role } } } : { create: { box: { name, role, isSubscribed: true } } }
    const answer = await client.call('Mailbox/set', { accountId: client.accountId, ...change }).answer
    // another window may have made it
    await mail.look(['Mailbox'])
    return answer.ok ? answer.value.created?.['box']?.id ?? mail.mailboxOf(role)?.id : mail.mailboxOf(role)?.id
}
