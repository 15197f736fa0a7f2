import type { Client } from '../jmap/client'
import type { Email, Id } from '../jmap/types'
import type { About, DraftEmail } from './draft'

/**
 * What a draft that lies at the server answers or sends on, whoever has written it there: by In-Reply-To it is mostly
 * in its conversation; else it is looked for by what it is called. Undefined where it is gone.
 */
export async function aboutOf(client: Client, email: DraftEmail): Promise<About | undefined> {
    const [answered] = email.inReplyTo ?? []
    const [forwarded] = email['header:X-Forwarded-Message-Id:asMessageIds'] ?? []
    const messageId = answered ?? forwarded
    if (messageId === undefined) return undefined
    const near = answered === undefined ? undefined : await inThread(client, email.threadId, answered)
    const id = near ?? await anywhere(client, messageId)
    return id ? { id, how: answered === undefined ? 'forwarded' : 'answered' } : undefined
}

/**
 * What has got its mark by this message, which is taken back: undefined where another one that was sent says the same
 * of it.
 */
export async function markedBy(client: Client, email: DraftEmail, sent: Id): Promise<About | undefined> {
    const about = await aboutOf(client, email)
    const messageId = email.inReplyTo?.[0] ?? email['header:X-Forwarded-Message-Id:asMessageIds']?.[0]
    if (!about || messageId === undefined) return undefined
    const field = about.how === 'answered' ? 'In-Reply-To' : 'X-Forwarded-Message-Id'
    const others = await client.call('Email/query', { accountId: client.accountId, filter: { operator: 'AND',
        conditions: [{ inMailbox: sent }, { header: [field, messageId] }, { notKeyword: '$draft' }] }, limit: 2 }).answer
    return others.ok && others.value.ids.every(id => id === email.id) ? about : undefined
}

type Called = Pick<Email, 'id' | 'messageId' | 'keywords'>

async function inThread(client: Client, threadId: Id, messageId: string): Promise<Id | undefined> {
    const { accountId } = client
    const thread = client.call('Thread/get', { accountId, ids: [threadId] })
    const got = client.call('Email/get', { accountId, '#ids': thread.ref('/list/*/emailIds'),
        properties: ['id', 'messageId', 'keywords'] })
    const [found] = await Promise.all([got.answer, thread.answer])
    return found.ok ? original(found.value.list as unknown as Called[], messageId) : undefined
}

async function anywhere(client: Client, messageId: string): Promise<Id | undefined> {
    const { accountId } = client
    const query = client.call('Email/query', { accountId, filter: { operator: 'AND',
        conditions: [{ header: ['Message-ID', messageId] }, { notKeyword: '$draft' }] }, limit: 1 })
    const got = client.call('Email/get', { accountId, '#ids': query.ref('/ids'),
        properties: ['id', 'messageId', 'keywords'] })
    const [found] = await Promise.all([got.answer, query.answer])
    return found.ok ? original(found.value.list as unknown as Called[], messageId) : undefined
}

function original(all: readonly Called[], messageId: string): Id | undefined {
    return all.find(one => one.messageId?.includes(messageId) && !one.keywords['$draft'])?.id
}
