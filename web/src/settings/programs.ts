import { harmless } from '../base/trusted'

/** One of the servers that a mail program is told of. */
export interface MailServer { kind: 'imap' | 'pop3' | 'smtp', host: string, port: number, isTls: boolean }
/** `secret`: of an app password. */
export interface Account { address: string, secret: string }

/** TLS from the first octet before STARTTLS, as the server says them. */
export function first(servers: readonly MailServer[], kind: MailServer['kind']): MailServer | undefined { return servers.find(one => one.kind === kind) }

/**
 * What Thunderbird for Android reads to set an account up: its format "Export for Mobile", version 1. Undefined where
 * it
 * could not: it has IMAP or POP3, and SMTP, and names in ASCII alone.
 */
export function thunderbirdCode(servers: readonly MailServer[], { address, secret }: Account): string | undefined {
    const incoming = first(servers, 'imap') ?? first(servers, 'pop3')
    const outgoing = first(servers, 'smtp')
    if (!incoming || !outgoing || !/^[\x21-\x7e]+$/.test(address + incoming.host + outgoing.host)) return undefined
    const security = ({ isTls }: MailServer) => isTls ? 3 : 2
    const PASSWORD_CLEARTEXT = 1
    return JSON.stringify([1, [1, 1],
        [incoming.kind === 'imap' ? 0 : 1, incoming.host, incoming.port, security(incoming), PASSWORD_CLEARTEXT, address, null, secret],
        [[[0, outgoing.host, outgoing.port, security(outgoing), PASSWORD_CLEARTEXT, address, secret], [address, address.slice(0, address.lastIndexOf('@'))]]]])
}

/** Lines of a muttrc, without the password, which does not belong in one. Undefined without IMAP and SMTP. */
export function muttrc(servers: readonly MailServer[], address: string): string | undefined {
    const incoming = first(servers, 'imap')
    const outgoing = first(servers, 'smtp')
    if (!incoming || !outgoing) return undefined
    const user = address.replaceAll('@', '%40').replace(/["\\$`]/g, '')
    const url = (scheme: string, { host, port, isTls }: MailServer) => `${isTls ? `${scheme}s` : scheme}://${user}@${host}:${port}/`
    return [`set from = "${address.replace(/["\\$`]/g, '')}"`, `set folder = "${url('imap', incoming)}"`, 'set spoolfile = "+INBOX"', 'set record = "+Sent"',
        'set postponed = "+Drafts"', `set smtp_url = "${url('smtp', outgoing)}"`, ...incoming.isTls && outgoing.isTls ? [] : ['set ssl_force_tls = yes']].join('\n')
}

/** Of what programs are told by the server itself: docs/signing-in.md. */
export async function serversFor(address: string): Promise<MailServer[]> {
    try {
        const answer = await fetch(`/mail/config-v1.1.xml?emailaddress=${encodeURIComponent(address)}`, { credentials: 'omit', redirect: 'error' })
        return answer.ok ? serversIn(new DOMParser().parseFromString(harmless(await answer.text()), 'text/xml')) : []
    } catch {
        return []
    }
}

function serversIn(config: Document): MailServer[] {
    return [...config.querySelectorAll('incomingServer, outgoingServer')].flatMap(one => {
        const text = (name: string) => one.querySelector(name)?.textContent?.trim() ?? ''
        const kind = one.getAttribute('type')
        if (kind !== 'imap' && kind !== 'pop3' && kind !== 'smtp') return []
        return [{ kind, host: text('hostname'), port: Number(text('port')), isTls: text('socketType') === 'SSL' }]
    })
}
