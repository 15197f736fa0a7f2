/** What the page wants of notices. `inbox`: the id of that mailbox. `shows`: who has written, and about what. */
export interface Wish { language: string, inbox: string, shows: boolean }
export interface Notice { title: string, body: string, emailId?: string }
type Json = Record<string, unknown>
type Fetch = (url: string, init?: RequestInit) => Promise<Response>

const TEXTS = {
    en: { mail: 'New mail', on: 'Notices are on', noSubject: '(no subject)', sealed: 'Encrypted message' },
    it: { mail: 'Nuova posta', on: 'Gli avvisi sono attivi', noSubject: '(senza oggetto)', sealed: 'Messaggio cifrato' },
}
/** Where all of a message is ciphertext, what stands outside for its subject says nothing: a worker has no keys. */
const CONTENT = 'header:Content-Type:asRaw'
const SEALED = /^\s*multipart\/encrypted\s*(;|$)/i
const CORE = 'urn:ietf:params:jmap:core'
const MAIL = 'urn:ietf:params:jmap:mail'

/**
 * What becomes of a push: RFC 8620 section 7.2. It says that something has come, never what; that is asked of the
 * server, by the
 * session of the pages, and only where the owner wants it shown.
 */
export class Notices {
    constructor(private readonly fetch: Fetch, private readonly origin: string) {}

    /** Undefined: there is nothing to be shown. */
    async of(pushed: unknown, wish: Wish): Promise<Notice | undefined> {
        const said = (pushed ?? {}) as Json
        const texts = wish.language === 'it' ? TEXTS.it : TEXTS.en
        if (said['@type'] === 'PushVerification') {
            await this.verify(String(said['pushSubscriptionId']), String(said['verificationCode']))
            return { title: texts.on, body: '' }
        }
        if (said['@type'] !== 'StateChange') return undefined
        const newest = await this.newest(wish)
        if (newest === 'none') return undefined
        if (newest === undefined || !wish.shows) return { title: texts.mail, body: '', ...newest && { emailId: String(newest['id']) } }
        const [from] = (newest['from'] ?? []) as { name: string | null, email: string }[]
        const isSealed = SEALED.test(String(newest[CONTENT] ?? ''))
        const body = isSealed ? texts.sealed : plain(String(newest['subject'] ?? '')) || texts.noSubject
        return { title: plain(from?.name ?? '') || plain(from?.email ?? '') || texts.mail, body, emailId: String(newest['id']) }
    }

    /** RFC 8620 section 7.2.2: by this the server knows that it was asked for. */
    private async verify(id: string, verificationCode: string): Promise<void> {
        await this.ask([['PushSubscription/set', { update: { [id]: { verificationCode } } }, 'v']])
    }

    /**
     * Of the inbox, unread, at most some minutes old; 'none' where there is none: what came lies elsewhere.
     * Undefined: nobody is signed in.
     */
    private async newest({ inbox }: Wish): Promise<Json | 'none' | undefined> {
        const after = new Date(Date.now() - 600_000).toISOString().replace(/\.\d+Z$/, 'Z')
        const filter = { inMailbox: inbox, notKeyword: '$seen', after }
        const ref = (resultOf: string, name: string, path: string) => ({ resultOf, name, path })
        const answers = await this.ask(accountId => [['Email/query', { accountId, filter, sort: [{ property: 'receivedAt', isAscending: false }], limit: 1 }, 'q'],
            ['Email/get', { accountId, '#ids': ref('q', 'Email/query', '/ids'), properties: ['id', 'from', 'subject', CONTENT] }, 'g']])
        const found = answers?.find(one => one[2] === 'g')
        if (found?.[0] !== 'Email/get') return undefined
        return (found[1]['list'] as Json[])[0] ?? 'none'
    }

    private async ask(calls: unknown[] | ((accountId: string) => unknown[])): Promise<[string, Json, string][] | undefined> {
        try {
            const [own, session] = await Promise.all(['/api/session', '/.well-known/jmap'].map(url => this.json(url)))
            if (!own || !session) return undefined
            const accountId = (session['primaryAccounts'] as Record<string, string>)[MAIL]!
            const url = new URL(String(session['apiUrl']), this.origin)
            if (url.origin !== this.origin) return undefined
            const answer = await this.json(url.pathname, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Sigillo-Token': String(own['token']) },
                body: JSON.stringify({ using: [CORE, MAIL], methodCalls: typeof calls === 'function' ? calls(accountId) : calls }) })
            return answer?.['methodResponses'] as [string, Json, string][] | undefined
        } catch {
            return undefined
        }
    }

    private async json(url: string, init: RequestInit = {}): Promise<Json | undefined> {
        const response = await this.fetch(url, { ...init, credentials: 'same-origin', redirect: 'error', cache: 'no-store' })
        return response.ok ? await response.json() as Json : undefined
    }
}

/** As a line that writes nothing but itself: no control characters, none that turn the direction. */
function plain(text: string): string { return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim().slice(0, 200) }
