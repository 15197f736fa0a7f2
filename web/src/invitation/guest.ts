import { fail, ok, type Result } from '../base/result'
import { sessionOf, type Session, type Stretching } from '../login/account'
import { secretOf, type VaultSecret } from '../login/vault-secret'
import type { Parameters, Stretched } from '../stretch/stretch'

/** What one is invited to: docs/web.md. Without an address the name is his to choose. */
export interface Invitation extends Parameters { domain: string, address?: string, server: string, level: string, until: string }

export type GuestFailure =
    /** There is no such invitation, or none any more; or another than he has it. */
    | { kind: 'gone' | 'nameTaken' | 'nameUnfit' | 'busy' | 'codeWrong' | 'slowed' }
    | { kind: 'lost' | 'broken' }

/** What stays in this browser of the passphrase, and what says that it was typed. */
export interface Own { account: string, authenticating: string, secret: VaultSecret }

/**
 * `session`: signed in already; else he signs in himself. `code`: of the server, as long as this browser has made
 * none.
 */
export interface Made { address: string, code: string, own: Own, session?: Session }

type Fetch = (url: string, init: RequestInit) => Promise<Response>
const KNOWN = ['gone', 'nameTaken', 'nameUnfit', 'busy', 'codeWrong', 'slowed', 'again']

/** Who has the secret of a link. The passphrase leaves the browser in no form. */
export class Guest {
    constructor(private readonly secret: string, private readonly stretch: Stretching,
        private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {}

    async invitation(): Promise<Result<Invitation, GuestFailure>> {
        const got = await this.ask('/api/invitation', { secret: this.secret })
        return got.ok ? ok(got.value as Invitation) : fail(known(got.error))
    }

    /**
     * `name`: where it is his to choose. When the server wants the passphrase stretched another way, that is done
     * once.
     */
    async accept(invitation: Invitation, name: string, passphrase: string): Promise<Result<Made, GuestFailure>> {
        const first = await this.stretched(invitation, name, passphrase)
        if (first.ok || first.error !== 'again') return first.ok ? first : fail(known(first.error))
        const now = await this.invitation()
        if (!now.ok) return now
        const second = await this.stretched(now.value, name, passphrase)
        return second.ok ? second : fail(known(second.error))
    }

    private async stretched(how: Invitation, name: string, passphrase: string): Promise<Result<Made, string>> {
        const parts: Stretched | undefined = await this.stretch(passphrase, how)
        if (!parts) return fail('broken')
        const got = await this.ask('/api/invitation/accept', { secret: this.secret, name, account: how.account, ...parts.sent, stay: true })
        if (!got.ok) return got
        const { address, code } = got.value as Partial<Made>
        if (typeof address !== 'string' || typeof code !== 'string') return fail('broken')
        const session = sessionOf(got.value)
        const own = { account: how.account, authenticating: parts.sent.authenticating, secret: secretOf(parts, how) }
        return ok({ address, code, own, ...session.ok && { session: session.value } })
    }

    /** The recovery code, typed back. */
    async confirmKit(typed: string, token: string): Promise<Result<undefined, GuestFailure>> {
        const got = await this.ask('/api/kit/confirm', { code: typed }, token)
        return got.ok ? ok(undefined) : fail(known(got.error))
    }

    private async ask(path: string, body: unknown, token?: string): Promise<Result<unknown, string>> {
        const headers: Record<string, string> = { 'Content-Type': 'application/json' }
        if (token !== undefined) headers['Sigillo-Token'] = token
        try {
            const response = await this.fetch(path, { method: 'POST', headers, credentials: 'same-origin', redirect: 'error', cache: 'no-store',
                body: JSON.stringify(body) })
            const json = await response.json() as { error?: string }
            return response.ok ? ok(json) : fail(KNOWN.find(one => one === json.error) ?? 'broken')
        } catch {
            return fail('lost')
        }
    }
}

function known(kind: string): GuestFailure { return { kind: kind === 'again' ? 'busy' : kind } as GuestFailure }
