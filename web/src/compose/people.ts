import type { Client } from '../jmap/client'
import type { EmailAddress, EmailCondition, Filter, Id } from '../jmap/types'
import { displayName } from '../text/addresses'

const SENT_LOOKED_AT = 300
const RECEIVED_LOOKED_AT = 200
/** Who was written to counts more than who has written. */
const SENT_WEIGHT = 5

interface Known { address: EmailAddress, weight: number }

/** Whom the account knows: of mail that was sent and received. Nothing of it is kept. */
export class People {
    private readonly all = new Map<string, Known>()
    private readonly sentTo = new Set<string>()
    private loading: Promise<void> | undefined

    constructor(private readonly client: Client) {}

    load(sentId: Id | undefined, inboxId: Id | undefined): Promise<void> {
        this.loading ??= Promise.all([
            sentId === undefined ? undefined : this.look({ inMailbox: sentId }, SENT_LOOKED_AT, ['to', 'cc'], SENT_WEIGHT),
            inboxId === undefined ? undefined : this.look({ inMailbox: inboxId, notKeyword: '$junk' }, RECEIVED_LOOKED_AT, ['from'], 1),
        ]).then(() => undefined)
        return this.loading
    }

    add(addresses: readonly EmailAddress[], weight: number): void {
        for (const address of addresses) {
            const key = address.email.toLowerCase()
            const there = this.all.get(key)
            this.all.set(key, { address: there?.address.name ? there.address : address, weight: (there?.weight ?? 0) + weight })
            if (weight >= SENT_WEIGHT) this.sentTo.add(key)
        }
    }

    /** Addresses that were written to. */
    get known(): string[] { return [...this.sentTo] }

    /** Those in which a word begins so; those who are written to most come first. */
    find(text: string, most = 6): EmailAddress[] {
        const wanted = plain(text.trim())
        if (wanted === '') return []
        return [...this.all.values()].filter(({ address }) => begins(address, wanted))
            .sort((a, b) => b.weight - a.weight || displayName(a.address).localeCompare(displayName(b.address)))
            .slice(0, most).map(one => one.address)
    }

    private async look(filter: Filter<EmailCondition>, limit: number, names: ('from' | 'to' | 'cc')[], weight: number): Promise<void> {
        const { accountId } = this.client
        const query = this.client.call('Email/query', { accountId, filter, sort: [{ property: 'receivedAt', isAscending: false }], limit })
        const rows = this.client.call('Email/get', { accountId, '#ids': query.ref('/ids'), properties: ['id', ...names] })
        const [, got] = await Promise.all([query.answer, rows.answer])
        if (!got.ok) {
            this.loading = undefined
            return
        }
        // the newest say best how somebody is called now
        for (const one of got.value.list) for (const name of names) this.add(one[name] ?? [], weight)
    }
}

function begins({ name, email }: EmailAddress, wanted: string): boolean {
    const [who, address] = [plain(name ?? ''), plain(email)]
    return address.startsWith(wanted) || who.startsWith(wanted) || `${who} ${address}`.split(/[\s.@_-]+/).some(one => one.startsWith(wanted))
}

/** Without accents, in small letters. */
function plain(text: string): string { return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase() }
