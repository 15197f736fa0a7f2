import type { Client } from '../jmap/client'
import type { EmailRow } from '../jmap/types'

/** Of the newest mail to an address so much is looked at. */
export const LOOKED_AT_MAX = 200
/** Ends of names below which anybody may have one: of these three labels say whose a name is. */
const SECOND_LEVEL = /^(ac|co|com|edu|gov|net|ne|or|org)$/

export interface Writer { domain: string, count: number, last: string }

/** Who has written to an address, by domain, who wrote most first. Of what is kept in the mailboxes. */
export async function writersTo(client: Client, address: string): Promise<{ writers: Writer[], looked: number } | undefined> {
    const filter = { operator: 'OR' as const, conditions: [{ header: ['Delivered-To', address] }, { to: address }, { cc: address }] }
    const query = client.call('Email/query', { accountId: client.accountId, filter, sort: [{ property: 'receivedAt', isAscending: false }], limit: LOOKED_AT_MAX })
    const got = client.call('Email/get', { accountId: client.accountId, '#ids': query.ref('/ids'), properties: ['id', 'from', 'receivedAt'] })
    const emails = await got.answer
    return emails.ok ? { writers: byDomain(emails.value.list as EmailRow[]), looked: emails.value.list.length } : undefined
}

export function byDomain(emails: readonly Pick<EmailRow, 'from' | 'receivedAt'>[]): Writer[] {
    const all = new Map<string, Writer>()
    for (const { from, receivedAt } of emails) {
        const domain = domainOf(from?.[0]?.email ?? '')
        const known = all.get(domain)
        if (known) known.count++
        else all.set(domain, { domain, count: 1, last: receivedAt })
        if (known && known.last < receivedAt) known.last = receivedAt
    }
    return [...all.values()].sort((a, b) => b.count - a.count || a.domain.localeCompare(b.domain))
}

export function domainOf(address: string): string { return address.slice(address.lastIndexOf('@') + 1).toLowerCase() }

/** Whether two names are of the same house, as far as a browser can tell without the list of public suffixes. */
export function isSameHouse(one: string, other: string): boolean { return houseOf(one) === houseOf(other) }

function houseOf(domain: string): string {
    const labels = domain.split('.')
    return labels.slice(SECOND_LEVEL.test(labels.at(-2) ?? '') ? -3 : -2).join('.')
}
