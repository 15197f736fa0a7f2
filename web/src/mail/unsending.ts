import type { Client } from '../jmap/client'
import type { Id } from '../jmap/types'

/** RFC 8621 section 7: of these Emails those that had not left, and do not leave any more. */
export async function unsent(client: Client, emailIds: readonly Id[]): Promise<Id[]> {
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
