import type { Client } from '../jmap/client'
import { chunks } from '../jmap/packing'
import type { Id, Patch } from '../jmap/types'
import type { Undo } from './actions'
import type { Mail } from './model'

/** RFC 8621 section 7: of these Emails those that had not left, and do not leave any more. */
export async function unsent(client: Client, emailIds: readonly Id[]): Promise<Id[]> {
    const kept: Id[] = []
    for (const part of chunks([...emailIds], client.limitsNow.maxObjectsInGet)) kept.push(...await unsentOf(client, part))
    return kept
}

async function unsentOf(client: Client, emailIds: readonly Id[]): Promise<Id[]> {
    const { accountId } = client
    const query = client.call('EmailSubmission/query', { accountId, filter: { emailIds: [...emailIds], undoStatus: 'pending' } })
    const got = await client.call('EmailSubmission/get', { accountId, '#ids': query.ref('/ids') }).answer
    if (!got.ok || got.value.list.length === 0) return []
    const update = Object.fromEntries(got.value.list.map(({ id }) => [id, { undoStatus: 'canceled' }]))
    const set = await client.call('EmailSubmission/set', { accountId, update }).answer
    if (!set.ok) return []
    const isCancelled = (id: Id) => set.value.updated !== null && id in set.value.updated!
    return [...new Set(got.value.list.filter(({ id }) => isCancelled(id)).map(one => one.emailId))]
}

/**
 * What was thrown away before it left does not leave: it is a draft then, and comes back as one. Gives what is said of
 * it and what takes it back with the rest that was `thrown`; undefined where all had left.
 */
export async function keepBack(mail: Mail, sent: readonly Id[], thrown: Undo | undefined): Promise<{ text: string, run: Undo } | undefined> {
    const kept = await unsent(mail.client, sent)
    if (kept.length === 0) return undefined
    const all = (patch: Patch) => mail.outbox.update('Email', Object.fromEntries(kept.map(id => [id, patch])))
    all({ 'keywords/$draft': true })
    const back: Patch = {}
    for (const role of ['sent', 'trash', 'drafts']) {
        const box = mail.mailboxOf(role)?.id
        if (box !== undefined) back[`mailboxIds/${box}`] = role === 'drafts' || null
    }
    return { text: mail.words.told.notSent(kept.length), run: async () => {
        const isDone = await thrown?.()
        all(back)
        return isDone ?? true
    } }
}
