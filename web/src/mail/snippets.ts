import { type ReadonlySignal, signal } from '@preact/signals'
import type { Client } from '../jmap/client'
import type { EmailCondition, Filter, Id, SearchSnippet } from '../jmap/types'

/** Asked for at once; the server reads each message for it. */
const AT_ONCE = 50

/** Where in messages there is what was looked for. */
export class Snippets {
    private readonly current = signal<ReadonlyMap<Id, SearchSnippet>>(new Map())
    private filter: Filter<EmailCondition> | null | undefined

    constructor(private readonly client: Client) {}

    get known(): ReadonlySignal<ReadonlyMap<Id, SearchSnippet>> { return this.current }

    /** Undefined: there are no words to be found. */
    begin(filter: Filter<EmailCondition> | null | undefined): void {
        this.filter = filter
        this.current.value = new Map()
    }

    async need(ids: readonly Id[]): Promise<void> {
        const { filter } = this
        if (!filter) return
        const missing = ids.filter(id => !this.current.value.has(id))
        for (let i = 0; i < missing.length; i += AT_ONCE) {
            const got = await this.client.call('SearchSnippet/get', { accountId: this.client.accountId, filter, emailIds: missing.slice(i, i + AT_ONCE) }).answer
            if (this.filter !== filter) return
            if (got.ok) this.current.value = new Map([...this.current.value, ...got.value.list.map(one => [one.emailId, one] as const)])
        }
    }
}
