import type { Client } from '../jmap/client'
import type { Id } from '../jmap/types'
import { chunks } from '../jmap/packing'

/** Ids that are asked for at once. */
const PAGE = 500

/** Takes a keyword from all messages. The ids of these; undefined where it was not done of all. */
export async function clearLabel(client: Client, keyword: string): Promise<Id[] | undefined> {
    const cleared: Id[] = []
    for (;;) {
        const found = await client.call('Email/query', { accountId: client.accountId, filter: { hasKeyword: keyword },
            sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: false, position: 0, limit: PAGE }).answer
        if (!found.ok) return undefined
        if (found.value.ids.length === 0) return cleared
        if (!await set(client, keyword, found.value.ids, null)) return undefined
        cleared.push(...found.value.ids)
    }
}

/** What has gone meanwhile is left out. */
export function giveAgain(client: Client, keyword: string, ids: readonly Id[]): Promise<boolean> { return set(client, keyword, ids, true) }

async function set(client: Client, keyword: string, ids: readonly Id[], value: true | null): Promise<boolean> {
    const path = `keywords/${keyword.replaceAll('~', '~0').replaceAll('/', '~1')}`
    for (const part of chunks([...ids], client.limitsNow.maxObjectsInSet)) {
        const update = Object.fromEntries(part.map(id => [id, { [path]: value }]))
        const answer = await client.call('Email/set', { accountId: client.accountId, update }).answer
        if (!answer.ok || Object.values(answer.value.notUpdated ?? {}).some(one => one.type !== 'notFound')) return false
    }
    return true
}
