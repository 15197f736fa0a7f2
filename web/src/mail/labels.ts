import { computed, signal } from '@preact/signals'
import type { Client } from '../jmap/client'
import { LABELS, type Patch } from '../jmap/types'
import { labelsOf, type Label, type LabelEntry } from '../text/labels'

const ID = 'singleton'

/** What labels there are. Their names and colours are the account's, at the server. */
export class Labels {
    private readonly entries = signal<Record<string, LabelEntry>>({})
    readonly all = computed<Label[]>(() => labelsOf(this.entries.value, this.tags))

    constructor(private readonly client: Client, private readonly tags: readonly string[]) {}

    /** Whether names and colours can be kept. */
    get isThere(): boolean { return LABELS in this.client.session.capabilities }

    entry(keyword: string): LabelEntry | undefined { return this.entries.value[keyword] }

    async load(): Promise<void> {
        if (!this.isThere) return
        const got = await this.client.call('Labels/get', { accountId: this.client.accountId, ids: null }).answer
        if (got.ok) this.entries.value = got.value.list[0]?.labels ?? {}
    }

    /** Null takes it away. Says whether it was done. */
    async put(keyword: string, entry: LabelEntry | null): Promise<boolean> {
        const patch: Patch = { [`labels/${keyword.replaceAll('~', '~0').replaceAll('/', '~1')}`]: entry }
        const answer = await this.client.call('Labels/set', { accountId: this.client.accountId, update: { [ID]: patch } }).answer
        const isDone = answer.ok && answer.value.notUpdated?.[ID] === undefined
        await this.load()
        return isDone
    }
}
