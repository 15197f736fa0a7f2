import { ok, type Result } from '../base/result'
import type { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import type { EmailRow, Id, Thread } from '../jmap/types'
import { ROW_PROPERTIES } from './query'
import type { Records } from './records'

/** Brings what belongs to rows of a list: the other Emails of their threads. RFC 8621 section 3. */
export class Conversations {
    constructor(private readonly client: Client, private readonly emails: Records<EmailRow>,
        private readonly threads: Records<Thread>) {}

    /** `ids`: of Emails that are known. Returns when all of their threads is known. */
    async complete(ids: readonly Id[]): Promise<Result<unknown, Failure>> {
        const threadIds = [...new Set(ids.flatMap(id => this.emails.said(id)?.threadId ?? []))]
        const unknown = threadIds.filter(id => !this.threads.has(id))
        if (unknown.length > 0) {
            const got = await this.client.get<Thread>('Thread/get', unknown)
            if (!got.ok) return got
            this.threads.put(got.value.list)
        }
        return this.fill(threadIds.flatMap(id => this.threads.said(id)?.emailIds ?? []))
    }

    private async fill(ids: readonly Id[]): Promise<Result<unknown, Failure>> {
        const unknown = ids.filter(id => !this.emails.has(id))
        if (unknown.length === 0) return ok(undefined)
        const since = this.emails.now
        const got = await this.client.get<EmailRow>('Email/get', unknown, { properties: ROW_PROPERTIES })
        if (got.ok) this.emails.put(got.value.list, since)
        return got
    }
}
